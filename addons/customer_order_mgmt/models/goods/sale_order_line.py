from odoo import api, fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    customer_instructions = fields.Text(
        string="Customer's Instructions",
        compute="_compute_customer_goods",
        help="What the customer's order says about this item: instructions, attributes, approval sample.",
    )
    customer_requirements = fields.Text(
        string="Customer's Requirements",
        compute="_compute_customer_goods",
        help="What must be seen to before this item leaves.",
    )
    customer_drawing_names = fields.Text(
        string="Drawings",
        compute="_compute_customer_goods",
        help="Files of this item; they open from the page Customer's Instructions of the order.",
    )

    @api.depends("customer_order_line_id")
    @api.depends_context("lang")
    def _compute_customer_goods(self):
        # sudo: salespeople read what they sell without rights on customer orders.
        lines = self.sudo()
        # Read for all lines together.
        lines.customer_order_line_id._get_drawings().fetch(["name"])
        for line in lines:
            customer_line = line.customer_order_line_id
            line.customer_instructions = customer_line._get_instructions() if customer_line else False
            line.customer_requirements = "\n".join(customer_line.requirement_ids.mapped("name"))
            line.customer_drawing_names = "\n".join(customer_line._get_drawings().mapped("name"))
