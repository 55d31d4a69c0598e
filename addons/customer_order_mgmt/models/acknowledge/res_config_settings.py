from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_order_auto_acknowledge = fields.Boolean(
        related="company_id.customer_order_auto_acknowledge", readonly=False
    )
    customer_order_response_profile = fields.Selection(
        related="company_id.customer_order_response_profile", readonly=False
    )
