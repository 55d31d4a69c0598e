from odoo import api, models

from ..logic.findings import Checkpoint
from ..tools.figures import line_of

CONTENT_FIELDS = frozenset({"product_id", "product_uom_qty", "product_uom", "quantity", "picking_id", "state"})


class StockMove(models.Model):
    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        pickings = self.env["stock.picking"].browse({vals.get("picking_id") for vals in vals_list} - {None, False})
        with pickings._gate_watch_shipped():
            moves = super().create(vals_list)
        moves.picking_id._gate_touch()
        return moves

    def write(self, vals):
        if CONTENT_FIELDS.isdisjoint(vals):
            return super().write(vals)
        pickings = self.picking_id
        if vals.get("state") == "done":
            pickings._gate_require(Checkpoint.SHIP)
        with pickings._gate_watch_shipped():
            result = super().write(vals)
        (pickings | self.picking_id)._gate_touch()
        return result

    def _get_gate_quantity(self):
        """What may leave: the demand, or more where more was picked. Reserving goods is not asking for more."""
        self.ensure_one()
        return max(self.product_uom_qty, self.quantity)

    def _get_gate_value(self, currency, day):
        """Return ``(total, untaxed)`` of this move in ``currency``: by its sales line, else at cost."""
        self.ensure_one()
        line, company = self.sale_line_id, self.company_id
        # A part of a kit is not worth the price of the kit.
        if not line.product_uom_qty or line.product_id != self.product_id:
            cost = self.product_id.standard_price * self.product_uom._compute_quantity(
                self._get_gate_quantity(), self.product_id.uom_id
            )
            cost = company.currency_id._convert(cost, currency, company, day)
            return cost, cost
        share = self.product_uom._compute_quantity(self._get_gate_quantity(), line.product_uom_id)
        share /= line.product_uom_qty
        return currency.round(line.price_total * share), currency.round(line.price_subtotal * share)

    def _prepare_gate_line(self, value):
        """Return this move as the gate sees it, worth ``value`` (total, untaxed)."""
        self.ensure_one()
        return line_of(
            self.product_id,
            self._get_gate_quantity(),
            self.product_uom,
            value[1],
            self.sale_line_id.currency_id or self.company_id.currency_id,
            key=str(self.id),
            is_goods=True,
        )
