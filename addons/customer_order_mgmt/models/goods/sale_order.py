from odoo import api, fields, models

from ...tools.drawing_links import link_drawings


class SaleOrder(models.Model):
    _inherit = "sale.order"

    customer_instructions = fields.Text(
        string="Customer's Instructions",
        related="customer_order_id.instructions",
        help="What the customer's order asks for beyond its lines.",
    )
    customer_requirements = fields.Text(
        string="Customer's Requirements",
        compute="_compute_customer_goods",
        help="What must be seen to on every delivery of the customer's order.",
    )
    customer_drawings = fields.Html(
        string="Drawings",
        compute="_compute_customer_goods",
        sanitize=False,
        help="Drawings, samples and other files of the items on this order.",
    )

    @api.depends("customer_order_id", "order_line.customer_order_line_id")
    def _compute_customer_goods(self):
        for sale in self:
            requirements = sale._get_head_requirements()
            sale.customer_requirements = "\n".join(requirements.mapped("name"))
            sale.customer_drawings = link_drawings(sale._get_drawings(), f"/customer-order/sale/{sale.id}")

    def _get_head_requirements(self):
        # sudo: salespeople read what they sell without rights on customer orders.
        return self.sudo().customer_order_id.requirement_ids.filtered(lambda row: not row.line_id)

    def _get_drawings(self):
        """The files, with all rights: whoever may read the sales order may see them, and no other file of the order."""
        # sudo: as above.
        lines = self.sudo().order_line.customer_order_line_id
        return lines._get_drawings() | self._get_head_requirements().attachment_ids
