from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_order_charge_product_id = fields.Many2one(
        related="company_id.customer_order_charge_product_id", readonly=False
    )
