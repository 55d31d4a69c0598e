from odoo import api, models


class CreditProfile(models.Model):
    """Of merged customers one open application is left."""

    _inherit = "credit.profile"

    @api.model
    def _absorb_merged(self, sources, target):
        # sudo: whoever may merge contacts; what is merged is decided here.
        applications = self.env["credit.application"].sudo()
        domain = [("partner_id", "in", (sources | target).ids), *applications._get_open_domain()]
        for _company, same in applications.search(domain).grouped("company_id").items():
            kept = max(same, key=lambda one: (one.state != "draft", one.partner_id == target, one.id))
            for other in same - kept:
                reason = self.env._("The customer was merged with another contact; %s goes on.", kept.name)
                other._withdraw(reason)
        return super()._absorb_merged(sources, target)
