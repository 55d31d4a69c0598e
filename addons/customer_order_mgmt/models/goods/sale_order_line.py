from odoo import api, fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    customer_instructions = fields.Text(
        string="Customer's Instructions",
        compute="_compute_customer_instructions",
        help="What the customer's order says about this item: instructions, attributes, approval sample.",
    )

    @api.depends("customer_order_line_id")
    @api.depends_context("lang")
    def _compute_customer_instructions(self):
        for line in self:
            # sudo: salespeople read what they sell without rights on customer orders.
            customer_line = line.sudo().customer_order_line_id
            line.customer_instructions = customer_line._get_instructions() if customer_line else False
