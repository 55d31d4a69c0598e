from odoo import models


class ResPartner(models.Model):
    """Owners and directors that a customer declared are compared with the lists, too."""

    _inherit = "res.partner"

    def _add_screened_names(self, company, names):
        result = super()._add_screened_names(company, names)
        domain = [
            ("application_id.partner_id", "in", self.ids),
            ("application_id.company_id", "=", company.id),
            ("application_id.state", "not in", ("withdrawn", "refused")),
        ]
        for person in self.env["credit.application.person"].search(domain):
            countries = names[person.application_id.partner_id].setdefault(person.name, set())
            countries.add(person.country_id.code)
        return result
