from odoo import api, fields, models

from .credit_screening_party import KINDS

STATES = [
    ("open", "To Clear"),
    ("proposed", "Clearing Proposed"),
    ("cleared", "Cleared"),
    ("confirmed", "Restricted"),
    ("gone", "Closed"),
]
WAITING = ("open", "proposed")
HOWS = [("same", "Same words"), ("spelling", "Other spelling"), ("contained", "One name within the other")]
PLACES = [("shared", "Same country"), ("different", "Other country"), ("unknown", "Country not known")]
DIFFERENCES = [
    ("birth", "Another date or place of birth"),
    ("country", "Another country"),
    ("register", "Another register or tax number"),
    ("business", "Another business"),
    ("other", "Another reason"),
]


class CreditScreeningHit(models.Model):
    """A restricted party that a customer looks like, until two persons have cleared it or one has confirmed it.

    It keeps what the list said, so that the decision can be understood when the list has long been replaced.
    """

    _name = "credit.screening.hit"
    _inherit = ["evidence.guarded", "mail.thread", "mail.activity.mixin", "evidence.mixin"]
    _description = "Screening Hit"
    _order = "score desc, id desc"
    _rec_names_search = ["name", "party_name", "profile_id.partner_id.name"]
    _mail_post_access = "read"
    _act_fields = frozenset(
        {
            "state",
            "difference",
            "reason",
            "evidence_ids",
            "proposed_by_id",
            "proposed_at",
            "decided_by_id",
            "decided_at",
        }
    )

    name = fields.Char(string="Number", required=True, readonly=True, index="trigram")
    profile_id = fields.Many2one("credit.profile", required=True, readonly=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(related="profile_id.partner_id", string="Customer", store=True, index=True)
    customer_country_id = fields.Many2one(related="profile_id.partner_id.country_id", string="Its Country")
    customer_vat = fields.Char(related="profile_id.partner_id.vat", string="Its Tax Number")
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    state = fields.Selection(
        STATES,
        string="Status",
        required=True,
        readonly=True,
        default="open",
        index=True,
        tracking=True,
        help="Closed: the party is no longer listed, or the hit is that of a customer who was merged into another.",
    )

    list_id = fields.Many2one("credit.screening.list", required=True, readonly=True, index=True, ondelete="restrict")
    version_id = fields.Many2one(
        "credit.screening.version", readonly=True, ondelete="restrict", help="The version in which it was seen last."
    )
    reference = fields.Char(required=True, readonly=True, help="The publisher's own.")
    party_name = fields.Char(string="Listed Party", readonly=True)
    party_names = fields.Text(string="All Its Names", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    programme = fields.Char(readonly=True)
    countries = fields.Char(readonly=True)
    remark = fields.Text(readonly=True)
    content_hash = fields.Char(readonly=True)

    asked_name = fields.Char(string="Name Compared", readonly=True, help="Of the customer, a contact or an owner.")
    listed_name = fields.Char(string="Looks Like", readonly=True)
    score = fields.Float(
        readonly=True, digits=(5, 1), aggregator="max", help="From 0 to 100. Settings say from which score on."
    )
    how = fields.Selection(HOWS, string="Alike By", readonly=True)
    place = fields.Selection(PLACES, string="Country", readonly=True)
    is_weak = fields.Boolean(string="Weak Alias", readonly=True, help="Its publisher does not rely on this name.")
    found_at = fields.Datetime(string="Found on", readonly=True, default=fields.Datetime.now)

    difference = fields.Selection(DIFFERENCES, readonly=True, help="By what the customer is told from the party.")
    reason = fields.Text(readonly=True, help="Why the customer is not the listed party.")
    evidence_ids = fields.Many2many("ir.attachment", readonly=True, copy=False)
    proposed_by_id = fields.Many2one("res.users", string="Proposed by", readonly=True)
    proposed_at = fields.Datetime(string="Proposed on", readonly=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_at = fields.Datetime(string="Decided on", readonly=True)

    _one_per_party = models.UniqueIndex(
        "(profile_id, list_id, reference) WHERE state <> 'gone'", "The customer has a hit for this party already."
    )
    _one_number = models.UniqueIndex("(name, company_id)", "Two hits cannot have the same number.")

    @api.model
    def _follow(self, profiles, version, matches):
        """Keep what was found about ``profiles`` in ``version``; as superuser.

        A hit that was cleared stays cleared while neither the listed party nor the name of ours changed.
        """
        known = self.search([("profile_id", "in", profiles.ids), ("list_id", "=", version.list_id.id)])
        # One that is not closed comes last, and counts.
        ordered = known.sorted(lambda hit: (hit.state != "gone", hit.id))
        by_party = {(hit.profile_id, hit.reference): hit for hit in ordered}
        parties = self.env["credit.screening.party"].browse(
            {match.party for found in matches.values() for match in found}
        )
        seen, new = self.browse(), []
        for profile in profiles:
            found = {parties.browse(match.party).reference: match for match in reversed(matches[profile])}
            for reference, match in found.items():
                vals = self._prepare_found_vals(profile, version, match)
                hit = by_party.get((profile, reference))
                if hit:
                    hit._see_again(vals)
                    seen |= hit
                else:
                    new.append(vals)
        (known - seen)._miss(version)
        self._create_found(new)

    def _create_found(self, vals_list):
        if vals_list:
            numbers = self.env["ir.sequence"]
            self.create([{**vals, "name": numbers.next_by_code(self._name)} for vals in vals_list])._tell_found()

    def _see_again(self, vals):
        is_other = self.content_hash != vals["content_hash"] or self.asked_name != vals["asked_name"]
        self._act(vals)
        if self.state == "gone" or (is_other and self.state in ("cleared", "proposed")):
            self._act({"state": "open", "proposed_by_id": False, "decided_by_id": False, "decided_at": False})
            self._message_log(
                body=self.env._("Open again: the entry of the list, or the name compared, is not what was judged.")
            )
            self._tell_found()

    def _miss(self, version):
        """These are not found in ``version``: whoever is no longer listed needs no clearing any more.

        Not so when the customer took another name, or what counts as alike was changed: that clears nobody.
        """
        listed = self.env["credit.screening.party"].search(
            [("version_id", "=", version.id), ("reference", "in", self.mapped("reference"))]
        )
        still = set(listed.mapped("reference"))
        gone = self.filtered(lambda hit: hit.state in WAITING and hit.reference not in still)
        gone._act({"state": "gone"})
        gone.activity_unlink(["mail.mail_activity_data_todo"])

    def _prepare_found_vals(self, profile, version, match):
        party = self.env["credit.screening.party"].browse(match.party)
        return {
            "profile_id": profile.id,
            "list_id": version.list_id.id,
            "version_id": version.id,
            "reference": party.reference,
            "party_name": party.name,
            "party_names": "\n".join(party.name_ids.mapped("name")),
            "kind": party.kind,
            "programme": party.programme,
            "countries": party.countries,
            "remark": party.remark,
            "content_hash": party.content_hash,
            "asked_name": match.asked,
            "listed_name": match.listed,
            "score": match.score,
            "how": match.how.value,
            "place": match.place.value,
            "is_weak": match.is_weak,
        }

    def _tell_found(self):
        """Make each hit the task of whoever is responsible for the customer."""
        for hit in self.filtered("profile_id.user_id"):
            hit.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=hit.profile_id.user_id.id,
                summary=self.env._("May be restricted: clear or confirm"),
            )
