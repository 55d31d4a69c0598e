from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_order_requirement_mode = fields.Selection(
        related="company_id.customer_order_requirement_mode", readonly=False
    )
    customer_order_confirmation = fields.Selection(related="company_id.customer_order_confirmation", readonly=False)
