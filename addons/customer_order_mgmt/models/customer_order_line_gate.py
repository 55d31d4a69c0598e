from odoo import api, models
from odoo.addons.order_gate.logic.content import Line
from odoo.addons.order_gate.models.order_gate_mixin import decimal


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
        product, digits = self.product_id, self.env["decimal.precision"].precision_get("Product Unit")
        quantity = self.product_uom_id._compute_quantity(self.quantity, product.uom_id) if product else 0.0
        return Line(
            key=str(self.id),
            product_id=product.id or None,
            quantity=decimal(self.quantity, digits),
            unit=self.product_uom_id.id or None,
            amount=decimal(self.price_subtotal, self.currency_id.decimal_places),
            day=self.promised_date or self.requested_date or None,
            cost=decimal(product.standard_price * quantity, 6) if product.standard_price else None,
            is_goods=self.is_custom or product.type == "consu",
        )
