from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_order_auto_acknowledge = fields.Boolean(
        related="company_id.customer_order_auto_acknowledge", readonly=False
    )
