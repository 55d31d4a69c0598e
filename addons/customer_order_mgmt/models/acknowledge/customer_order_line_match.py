from odoo import api, fields, models

from ...logic.acknowledgement import Promise


class CustomerOrderLine(models.Model):
    """The line through its life: what the customer sent, what was accepted, what was invoiced."""

    _inherit = "customer.order.line"

    received_quantity = fields.Float(
        string="Received", compute="_compute_received_quantity", digits="Product Unit", help="What the customer sent."
    )
    accepted_quantity = fields.Float(
        string="Accepted",
        compute="_compute_accepted_quantity",
        digits="Product Unit",
        help="What the version in force says, with its amendments.",
    )
    invoiced_quantity = fields.Float(
        string="Invoiced", compute="_compute_invoiced_quantity", digits="Product Unit", help="Invoiced less credited."
    )

    @api.depends("order_id.received_content")
    def _compute_received_quantity(self):
        for order, lines in self.grouped("order_id").items():
            wishes = order._get_wishes()
            for line in lines:
                line.received_quantity = float(wishes[line].quantity) if line in wishes else 0.0

    @api.depends("order_id.current_version_id")
    def _compute_accepted_quantity(self):
        for order, lines in self.grouped("order_id").items():
            # sudo: who sees a line may see what was accepted of it.
            accepted = {row.line_res_id: row.quantity for row in order.sudo().current_version_id.line_ids}
            for line in lines:
                line.accepted_quantity = accepted.get(line.id, 0.0)

    @api.depends("sale_line_ids.qty_invoiced")
    def _compute_invoiced_quantity(self):
        for line in self:
            # sudo: the figure is shown to order clerks, who may not read sales orders.
            line.invoiced_quantity = sum(line.sudo().sale_line_ids.mapped("qty_invoiced"))

    def _as_promise(self, position):
        """Return this line as what was received is compared with it."""
        self.ensure_one()
        return Promise(
            position=position,
            product_code=self.product_id.default_code or "",
            customer_product_code=self.customer_product_code or "",
            name=self.name or "",
        )
