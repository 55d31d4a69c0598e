from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_order_prefix = fields.Char(related="company_id.customer_order_prefix", readonly=False)
    customer_order_user_id = fields.Many2one(related="company_id.customer_order_user_id", readonly=False)
    customer_order_product_id = fields.Many2one(related="company_id.customer_order_product_id", readonly=False)
