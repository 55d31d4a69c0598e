from odoo import models
from odoo.fields import Command

from .quotation_position import position_of


class SaleOrderLine(models.Model):
    """A line of a quotation as the order that answers it sees it."""

    _inherit = "sale.order.line"

    def _is_quoted_position(self):
        self.ensure_one()
        # An option that the customer did not choose has no quantity.
        return not self.display_type and not self.is_downpayment and bool(self.product_uom_qty)

    def _prepare_quotation_position(self, number, custom):
        """Return this line, ``number`` of its document, as a ``Position``; ``custom`` stands for custom-made items."""
        self.ensure_one()
        sale = self.order_id
        return position_of(
            self,
            number,
            item=None if self.product_id == custom else self.product_id.id,
            quantity=self.product_uom_qty,
            day=sale.commitment_date and sale._gate_day(sale.commitment_date),
        )

    def _prepare_counter_vals(self):
        """Return what a customer order line says when we answer with this line of our quotation."""
        self.ensure_one()
        return {
            "quantity": self.product_uom_qty,
            "product_uom_id": self.product_uom_id.id,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "tax_ids": [Command.set(self.tax_ids.ids)],
        }
