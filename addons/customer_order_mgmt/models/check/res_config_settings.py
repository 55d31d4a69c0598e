from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_order_price_tolerance = fields.Float(related="company_id.customer_order_price_tolerance", readonly=False)
    customer_order_price_response = fields.Selection(
        related="company_id.customer_order_price_response", readonly=False, required=True
    )
    customer_order_tax_identity_response = fields.Selection(
        related="company_id.customer_order_tax_identity_response", readonly=False, required=True
    )
    customer_order_near_days = fields.Integer(related="company_id.customer_order_near_days", readonly=False)
    customer_order_near_tolerance = fields.Float(related="company_id.customer_order_near_tolerance", readonly=False)
    customer_order_use_availability = fields.Boolean(
        related="company_id.customer_order_use_availability", readonly=False
    )
