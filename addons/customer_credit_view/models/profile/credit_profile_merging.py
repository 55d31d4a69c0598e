from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.tools import SQL

from .credit_profile import STRICTNESS

KEPT_IF_EMPTY = ("segment", "user_id", "group_partner_id", "note")


class CreditProfile(models.Model):
    """One profile takes in others, when contacts are merged."""

    _inherit = "credit.profile"

    @api.model
    def _absorb_merged(self, sources, target):
        """Bring the profiles of the contacts ``sources`` into those of ``target``, before core merges the contacts.

        Core merges by raw SQL and deletes what would be there twice: limits and covers would go with it.
        """
        # sudo: whoever may merge contacts; what is merged is decided here.
        profiles = self.sudo().with_context(active_test=False)
        for company, absorbed in profiles.search([("partner_id", "in", sources.ids)]).grouped("company_id").items():
            keeper = profiles._get_for(target, company).sudo()  # sudo: as above
            if others := absorbed - keeper:
                keeper._absorb(others)

    def _absorb(self, others):
        self.ensure_one()
        self.env.flush_all()
        self._act(self._prepare_absorbed_vals(others))
        for child in others.child_ids:
            child._act({"parent_id": self.id if child != self else False})
        self.env.flush_all()
        merging = self.env["base.partner.merge.automatic.wizard"]
        for table, column in merging._get_fk_on(self._table):
            if table != self._table:
                self._repoint(table, column, others)
        self.env.invalidate_all()
        merging._update_reference_fields_generic(self._name, others, self)
        self._seal("credit.profile_absorbed", {"absorbed": sorted(others.mapped("name")), "standing": self.standing})
        others.unlink()
        self._link_groups()

    def _repoint(self, table, column, others):
        update = "UPDATE %(table)s SET %(column)s = %(keeper)s WHERE %(column)s IN %(others)s"
        names = {"table": SQL.identifier(table), "column": SQL.identifier(column)}
        self.env.cr.execute(SQL(update, keeper=self.id, others=tuple(others.ids), **names))

    def _prepare_absorbed_vals(self, others):
        everyone = self + others
        standing = max(everyone.mapped("standing"), key=STRICTNESS.index)
        vals = {name: next((profile[name] for profile in everyone if profile[name]), False) for name in KEPT_IF_EMPTY}
        vals = self._convert_to_write(vals)
        if standing != self.standing:
            vals.update(standing=standing, standing_since=fields.Date.context_today(self))
        reviews = [profile.next_review_date for profile in everyone if profile.next_review_date]
        return {**vals, "next_review_date": min(reviews, default=False), "checks": sum(everyone.mapped("checks"))}

    @api.model
    def _get_profile_events(self):
        schema = EventSchema(1, {"absorbed": ["text"], "standing": "text"})
        return {**super()._get_profile_events(), "credit.profile_absorbed": schema}
