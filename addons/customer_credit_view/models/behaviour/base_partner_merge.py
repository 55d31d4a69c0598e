from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        super()._update_foreign_keys(src_partners, dst_partner)
        # sudo: whoever may merge contacts; the items of all of them are those of one from now on.
        profiles = self.env["credit.profile"].sudo().search([("partner_id", "=", dst_partner.id)])
        profiles.env["credit.behaviour"]._refresh(profiles)
