from odoo import api, models

from ...logic.screening_match import asked

SCREENED_FIELDS = {"name", "parent_id", "is_company", "country_id", "active"}


class ResPartner(models.Model):
    """Whoever gets another name, country or contact is compared with the lists again."""

    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        added = partners.filtered("parent_id")
        if added:
            self.env["credit.screening.result"]._forget(added.commercial_partner_id)
        return partners

    def write(self, vals):
        if SCREENED_FIELDS.isdisjoint(vals):
            return super().write(vals)
        before = self.commercial_partner_id
        result = super().write(vals)
        self.env["credit.screening.result"]._forget(before | self.commercial_partner_id)
        return result

    def _get_screened_names(self, company):
        """Return ``{customer: [Asked]}`` for these customers (commercial partners) of ``company``: the names of the
        customer, its contacts and sites, and whoever else ``_add_screened_names`` adds.

        In a constant number of queries; called with all rights.
        """
        names = {customer: {} for customer in self}
        contacts = self.search_fetch(
            [("commercial_partner_id", "in", self.ids)], ["name", "country_id", "commercial_partner_id"]
        )
        for contact in contacts | self:
            customer = contact.commercial_partner_id
            if contact.name and customer in names:
                countries = {contact.country_id.code, customer.country_id.code}
                names[customer].setdefault(contact.name, set()).update(countries)
        self._add_screened_names(company, names)
        return {
            customer: [asked(name, filter(None, countries)) for name, countries in found.items()]
            for customer, found in names.items()
        }

    def _add_screened_names(self, company, names):
        """Hook: add to ``names``, which are ``{customer: {name: {country codes}}}``; in batch, with all rights."""
