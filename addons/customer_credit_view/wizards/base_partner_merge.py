from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self.env["credit.profile"]._absorb_merged(src_partners, dst_partner)
        super()._update_foreign_keys(src_partners, dst_partner)
