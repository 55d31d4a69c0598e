from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    customer_instructions = fields.Text(
        string="Customer's Instructions",
        related="customer_order_id.instructions",
        help="What the customer's order asks for beyond its lines.",
    )
