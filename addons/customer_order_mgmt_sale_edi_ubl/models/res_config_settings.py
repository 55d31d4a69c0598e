from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_order_from_ubl = fields.Boolean(related="company_id.customer_order_from_ubl", readonly=False)
