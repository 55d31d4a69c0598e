from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    credit_ratio_convention = fields.Selection(related="company_id.credit_ratio_convention", readonly=False)
    credit_deducts_goodwill = fields.Boolean(related="company_id.credit_deducts_goodwill", readonly=False)
    credit_deducts_deferred_tax = fields.Boolean(related="company_id.credit_deducts_deferred_tax", readonly=False)
    credit_statement_months = fields.Integer(related="company_id.credit_statement_months", readonly=False)
