from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_order_use_portal = fields.Boolean(related="company_id.customer_order_use_portal", readonly=False)
    customer_order_needs_reference = fields.Boolean(related="company_id.customer_order_needs_reference", readonly=False)
