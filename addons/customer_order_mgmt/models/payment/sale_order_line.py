from collections import defaultdict

from odoo import api, models

from ...logic.deduction import Advance, TaxedAmount


class SaleOrderLine(models.Model):
    """What is left of the advances that were invoiced on a bound sales order."""

    _inherit = "sale.order.line"

    def _is_bound_advance(self):
        self.ensure_one()
        return bool(self.order_id.customer_order_id) and self._is_down_payment_row()

    @api.depends("invoice_lines.price_total")
    def _compute_qty_invoiced(self):
        return super()._compute_qty_invoiced()

    def _prepare_qty_invoiced(self):
        """An advance is deducted in parts, each of them minus one at another price. It stays invoiced, and with that to
        be deducted, until nothing is left of its amount."""
        quantities = super()._prepare_qty_invoiced()
        for line in self.filtered(lambda line: line._is_bound_advance()):
            amounts = [
                -part.move_id.direction_sign * part.price_total
                for part in line._get_invoice_lines()
                if part.move_id.state != "cancel"
            ]
            quantities[line] = 0.0 if line.currency_id.is_zero(sum(amounts)) else 1.0
        return quantities

    def _get_open_advances(self):
        """Return the ``Advance`` of each of these down payment lines, in their order.

        Only posted invoices make an advance; what takes from it counts already while it is a draft.
        """
        amounts = self.invoice_lines.move_id._get_advance_amounts()
        advances = []
        for line in self:
            parts = [part for part in line.invoice_lines if part in amounts]
            keys = defaultdict(TaxedAmount)
            for part in parts:
                amount = amounts[part]
                if part.parent_state == "posted" or (part.parent_state == "draft" and amount.total < 0):
                    keys[tuple(sorted(part.tax_ids.ids))] += amount
            advances += [Advance(line.id, key, amount) for key, amount in keys.items()]
        return advances

    def _prepare_advance_deduction(self, taken, **vals):
        """Return the values of the invoice line that takes ``taken`` back from this advance."""
        self.ensure_one()
        return self._prepare_invoice_line(quantity=-1.0, tax_ids=[(6, 0, taken.key)], **vals)

    def _get_advance_rate(self):
        """Return the rate at which this advance was invoiced: units of its currency for one of the company's."""
        invoiced = self.invoice_lines.filtered(lambda line: line.parent_state == "posted" and line.quantity > 0)
        return invoiced.move_id.filtered(lambda move: move.move_type == "out_invoice")[:1].invoice_currency_rate
