from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    credit_empty_limit = fields.Selection(related="company_id.credit_empty_limit", readonly=False, required=True)
    credit_counts_quotations = fields.Boolean(related="company_id.credit_counts_quotations", readonly=False)
    credit_zero_limit = fields.Selection(related="company_id.credit_zero_limit", readonly=False, required=True)
