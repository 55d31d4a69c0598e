from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    credit_limit_formula = fields.Selection(related="company_id.credit_limit_formula", readonly=False)
    credit_capacity_percent = fields.Float(related="company_id.credit_capacity_percent", readonly=False)
    credit_concentration_percent = fields.Float(related="company_id.credit_concentration_percent", readonly=False)
    credit_terms_days = fields.Integer(related="company_id.credit_terms_days", readonly=False)
    credit_lead_days = fields.Integer(related="company_id.credit_lead_days", readonly=False)
    credit_own_risk_amount = fields.Monetary(related="company_id.credit_own_risk_amount", readonly=False)
