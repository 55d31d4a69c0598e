from decimal import Decimal

from odoo import models
from odoo.tools import float_repr

from ...logic.invoicing import Delivery, Line
from ...tools.invoicing_order import current

DIGITS = 6


class SaleOrderLine(models.Model):
    """What of a line was delivered when, and what of it was invoiced."""

    _inherit = "sale.order.line"

    def _prepare_invoice_line(self, **optional_values):
        order = current()
        if order and self.id in order.quantities:
            optional_values.setdefault("quantity", order.quantities[self.id])
        return super()._prepare_invoice_line(**optional_values)

    def _prepare_invoicing_line(self, terms, known):
        """Return this line as ``logic.invoicing`` knows it."""
        self.ensure_one()
        return Line(
            id=self.id,
            terms=terms,
            delivered=_decimal(self.qty_delivered),
            invoiced=_decimal(self._get_ever_invoiced()),
            limit=_decimal(self.qty_to_invoice),
            deliveries=self._get_delivery_values(known),
        )

    def _get_ever_invoiced(self):
        """What was put on invoices, whether or not it was credited later.

        Nobody credits an invoice in order to get the same one again the next morning: what was credited is left to a
        person.
        """
        lines = self.invoice_lines.filtered(
            lambda line: line.move_id.move_type == "out_invoice" and line.move_id.state != "cancel"
        )
        return sum(line.product_uom_id._compute_quantity(line.quantity, self.product_uom_id) for line in lines)

    def _get_delivery_values(self, known):
        """Return what each delivery brought, in the unit of the line. What came back is taken off the one it came
        with, and off the last one where that is not known."""
        if self.qty_delivered_method != "stock_move":
            return ()
        outgoing, incoming = self._get_outgoing_incoming_moves()
        quantities = {}
        for move in outgoing.filtered(lambda move: move.state == "done").sorted("date"):
            quantities[move.picking_id] = quantities.get(move.picking_id, 0.0) + self._get_moved(move)
        for move in incoming.filtered(lambda move: move.state == "done"):
            picking = move.origin_returned_move_id.picking_id
            picking = picking if picking in quantities else next(reversed(quantities), None)
            if picking is not None:
                quantities[picking] -= self._get_moved(move)
        return tuple(
            Delivery(
                id=picking.id,
                day=known.days[picking.id],
                quantity=_decimal(quantity),
                invoiced=_decimal(known.invoiced.get((self.id, picking.id), 0.0)),
                verdict=known.verdicts[picking.id],
            )
            for picking, quantity in quantities.items()
            if picking
        )

    def _get_moved(self, move):
        return move.product_uom._compute_quantity(move.quantity, self.product_uom_id, rounding_method="HALF-UP")


def _decimal(value):
    return Decimal(float_repr(value, DIGITS))
