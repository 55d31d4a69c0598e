from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_order_use_portal = fields.Boolean(
        string="Customers Order in the Portal",
        help="Customers with a portal login browse the products that you offer them, write orders and sign them. Only"
        " products marked “Customers Can Order It” are shown.",
    )
    customer_order_needs_reference = fields.Boolean(
        string="Customer's Number Is Required",
        help="Customers give the number of their purchase order before they submit it in the portal.",
    )
