from odoo import api, models
from odoo.addons.order_gate.tools.figures import line_of


class CustomerOrderLine(models.Model):
    """Lines as the gate sees them."""

    _inherit = "customer.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._gate_touch()
        return lines

    def write(self, vals):
        orders = self.order_id
        result = super().write(vals)
        (orders | self.order_id)._gate_touch()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders.exists()._gate_touch()
        return result

    def _prepare_gate_line(self):
        """Return this line as the gate sees it."""
        self.ensure_one()
        share = self._get_open_share() if self.order_id._is_open_part_judged() else 1.0
        return line_of(
            self.product_id,
            self.quantity * share,
            self.product_uom_id,
            self.price_subtotal * share,
            self.currency_id,
            key=str(self.id),
            day=self.promised_date or self.requested_date or None,
            is_goods=self.is_custom or self.product_id.type == "consu",
        )

    def _get_open_share(self):
        """The share of this line that is still to be shipped, from 0 to 1."""
        self.ensure_one()
        return max(self.quantity - self.shipped_quantity, 0.0) / self.quantity if self.quantity else 0.0
