from odoo import api, fields, models
from odoo.tools import SQL

from ...exceptions import HitStands
from ..profile.credit_profile import READER

SCREENINGS = [
    ("none", "Not Compared"),
    ("clear", "Clear"),
    ("hit", "To Clear"),
    ("restricted", "Restricted"),
]
# What was found and nobody has cleared.
TO_CLEAR = ("open", "proposed", "confirmed")


class CreditProfile(models.Model):
    """What the lists of restricted parties say about a customer."""

    _inherit = "credit.profile"

    screening_state = fields.Selection(
        SCREENINGS,
        string="Screening",
        required=True,
        default="none",
        readonly=True,
        index=True,
        groups=READER,
        help="Whether the customer, its contacts and owners look like a party of a list in force.",
    )
    screened_at = fields.Datetime(string="Screened on", readonly=True, groups=READER)
    screening_hit_ids = fields.One2many(
        "credit.screening.hit", "profile_id", string="Screening Hits", readonly=True, groups=READER
    )
    screening_hit_count = fields.Integer(string="Hits to Clear", compute="_compute_screening_hit_count", groups=READER)

    @api.model
    def _get_act_fields(self):
        return super()._get_act_fields() | {"screening_state", "screened_at"}

    def _compute_screening_hit_count(self):
        domain = [("profile_id", "in", self.ids), ("state", "in", TO_CLEAR)]
        counts = dict(self.env["credit.screening.hit"]._read_group(domain, ["profile_id"], ["__count"]))
        for profile in self:
            profile.screening_hit_count = counts.get(profile, 0)

    def action_screen(self):
        """Compare these customers with the lists now."""
        self.check_access("write")
        if not self.env["credit.screening.list"]._get_versions(self.company_id[:1]):
            raise HitStands(
                self.env._("No list of restricted parties is loaded. A controller loads one under Restricted Parties.")
            )
        for _company, profiles in self.grouped("company_id").items():
            self.env["credit.screening.result"]._screen(profiles)
        return True

    def action_open_hits(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Screening Hits"),
            "res_model": "credit.screening.hit",
            "views": [(False, "list"), (False, "form")],
            "domain": [("profile_id", "=", self.id), ("state", "in", TO_CLEAR)],
        }

    def _follow_screening(self):
        """Let the state of these profiles say what their hits and results say; as superuser."""
        hits = self.env["credit.screening.hit"]
        domain = [("profile_id", "in", self.ids), ("state", "in", TO_CLEAR)]
        found = dict(hits._read_group(domain, ["profile_id"], ["state:array_agg"]))
        results = self.env["credit.screening.result"]._read_group(
            [("profile_id", "in", self.ids)], ["profile_id"], ["version_id:array_agg", "screened_at:max"]
        )
        compared = {profile: (set(versions), at) for profile, versions, at in results}
        for profile in self:
            states, (versions, at) = found.get(profile, []), compared.get(profile, (set(), False))
            needed = set(self.env["credit.screening.list"]._get_versions(profile.company_id).ids)
            # One party that is known outweighs what was not looked at yet.
            state = "restricted" if "confirmed" in states else "hit" if states else None
            state = state or ("clear" if needed and needed <= versions else "none")
            if (profile.screening_state, profile.screened_at) != (state, at):
                profile._act({"screening_state": state, "screened_at": at})

    def _catch_up_screening(self):
        """Compare those of these profiles with the lists that a version in force was not compared with yet.

        Lists are loaded and names change faster than the background follows: a decision does not wait for it.
        """
        results = self.env["credit.screening.result"]
        for company, profiles in self.grouped("company_id").items():
            waiting = set()
            for version in self.env["credit.screening.list"]._get_versions(company):
                waiting.update(results._get_waiting_ids(company, version, profiles))
            if waiting:
                results._screen(self.browse(sorted(waiting)))

    def _get_screened_names(self):
        """Return ``{profile: [Asked]}`` of these profiles of one company, with all rights."""
        names = self.partner_id._get_screened_names(self.company_id)
        return {profile: names[profile.partner_id] for profile in self}

    @api.model
    def _get_screening_standing(self, customers, company):
        """Return ``{customer id: (has a confirmed hit, numbers of open hits, ids of versions compared)}``.

        One query for all ``customers`` (commercial partners). Customers without a profile are left out.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT profile.partner_id,
                       (SELECT array_agg(hit.name ORDER BY hit.name) FROM credit_screening_hit hit
                         WHERE hit.profile_id = profile.id AND hit.state = 'confirmed'),
                       (SELECT array_agg(hit.name ORDER BY hit.name) FROM credit_screening_hit hit
                         WHERE hit.profile_id = profile.id AND hit.state IN ('open', 'proposed')),
                       (SELECT array_agg(result.version_id) FROM credit_screening_result result
                         WHERE result.profile_id = profile.id)
                  FROM credit_profile profile
                 WHERE profile.partner_id IN %s AND profile.company_id = %s
                """,
                customers._ids or (0,),
                company.id,
            )
        )
        return {
            partner: (tuple(confirmed or ()), tuple(waiting or ()), frozenset(compared or ()))
            for partner, confirmed, waiting, compared in rows
        }
