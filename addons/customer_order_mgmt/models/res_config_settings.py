from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_order_prefix = fields.Char(related="company_id.customer_order_prefix", readonly=False)
    customer_order_user_id = fields.Many2one(related="company_id.customer_order_user_id", readonly=False)
    customer_order_product_id = fields.Many2one(related="company_id.customer_order_product_id", readonly=False)
    customer_order_counter_days = fields.Integer(related="company_id.customer_order_counter_days", readonly=False)
    customer_order_silence_is_consent = fields.Boolean(
        related="company_id.customer_order_silence_is_consent", readonly=False
    )
    customer_order_late_is_counter = fields.Boolean(related="company_id.customer_order_late_is_counter", readonly=False)
    customer_order_late_days = fields.Integer(related="company_id.customer_order_late_days", readonly=False)
