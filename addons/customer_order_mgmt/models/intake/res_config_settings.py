from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_order_alias_name = fields.Char(related="company_id.customer_order_alias_name", readonly=False)
    customer_order_alias_domain = fields.Char(related="company_id.alias_domain_id.name", string="Domain of the Mailbox")
    customer_order_sure_confidence = fields.Integer(related="company_id.customer_order_sure_confidence", readonly=False)
