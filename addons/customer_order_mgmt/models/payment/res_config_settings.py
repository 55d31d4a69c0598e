from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_order_advance_mode = fields.Selection(related="company_id.customer_order_advance_mode")
    customer_order_tolerance_amount = fields.Monetary(
        related="company_id.customer_order_tolerance_amount", readonly=False
    )
    customer_order_tolerance_percent = fields.Float(
        related="company_id.customer_order_tolerance_percent", readonly=False
    )
    customer_order_deduction_account_id = fields.Many2one(
        related="company_id.customer_order_deduction_account_id", readonly=False
    )
    customer_order_fee_account_id = fields.Many2one(related="company_id.customer_order_fee_account_id", readonly=False)
    customer_order_currency_account_id = fields.Many2one(
        related="company_id.customer_order_currency_account_id", readonly=False
    )
