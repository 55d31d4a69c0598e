from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_order_acknowledge_hours = fields.Integer(
        related="company_id.customer_order_acknowledge_hours", readonly=False
    )
