from decimal import Decimal

from odoo import api, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.tools import float_repr

from ..logic.progress import LineProgress, Progress, Stage, measure

PROGRESS_FIELDS = ("shipped_percent", "invoiced_percent", "paid_percent")
EVENTS = {
    Stage.ACCEPTED: "customer_order.reopened",
    Stage.FULFILLED: "customer_order.fulfilled",
    Stage.SETTLED: "customer_order.settled",
}


class CustomerOrder(models.Model):
    """How far the accepted order has come, read from native deliveries, invoices and payments."""

    _inherit = "customer.order"

    @api.depends(
        "sale_order_ids.customer_order_version_id",
        "sale_order_ids.order_line.qty_delivered",
        "sale_order_ids.order_line.untaxed_amount_invoiced",
        "sale_order_ids.order_line.invoice_lines.move_id.amount_residual",
        "sale_order_ids.order_line.invoice_lines.move_id.state",
    )
    def _compute_progress(self):
        for order in self:
            progress = order._get_progress()
            order.shipped_percent = float(progress.shipped)
            order.invoiced_percent = float(progress.invoiced)
            order.paid_percent = float(progress.paid)

    @api.model
    def _get_evidence_events(self):
        percents = EventSchema(1, {"shipped": "quantity", "invoiced": "quantity", "paid": "quantity"})
        return {**super()._get_evidence_events(), **dict.fromkeys(EVENTS.values(), percents)}

    def _compute_field_value(self, field):
        # Deliveries, invoices and payments change the percentages in many ways; the state follows whatever way it was.
        # Not here but before the commit, as mail tracking does: computing must not seal.
        result = super()._compute_field_value(field)
        if field.name in PROGRESS_FIELDS and self._ids:
            self._await_progress()
        return result

    def _await_progress(self):
        """Have the state of these orders follow before the commit."""
        pending = self.env.cr.precommit.data.setdefault("customer_order.progress", set())
        if not pending:
            self.env.cr.precommit.add(self.env["customer.order"]._follow_progress)
        pending.update(self.ids)

    @api.model
    def _follow_progress(self):
        """Move the orders whose percentages changed in this transaction to the state that follows from them."""
        ids = self.env.cr.precommit.data.pop("customer_order.progress", ())
        # sudo: whoever delivers, invoices or pays may not write customer orders.
        for order in self.sudo().browse(ids).exists():
            order._follow_own_progress()
        # The flush before the commit is over (Cursor.flush).
        self.env.flush_all()

    def _follow_own_progress(self):
        if self.state not in list(Stage):
            return
        progress = Progress(*(_percent(self[name]) for name in PROGRESS_FIELDS))
        stage = self._get_stage(progress)
        if stage == self.state:
            return
        self._advance(str(stage))
        self._seal(EVENTS[stage], {name: str(value) for name, value in progress._asdict().items()})

    def _get_stage(self, progress):
        """Return the ``Stage`` that follows from ``progress``. Extend it where something else than payment settles."""
        return progress.stage

    @api.depends("state", "shipped_percent", "invoiced_percent", "paid_percent")
    def _compute_status_line(self):
        for order in self:
            is_accepted = order.state in ("accepted", "fulfilled", "settled", "closed")
            order.status_line = is_accepted and self.env._(
                "accepted 100 %%, shipped %(shipped)s %%, invoiced %(invoiced)s %%, paid %(paid)s %%",
                shipped=f"{order.shipped_percent:g}",
                invoiced=f"{order.invoiced_percent:g}",
                paid=f"{order.paid_percent:g}",
            )

    def _get_progress(self):
        """Return the ``Progress``; down payments count as invoiced until the final invoice deducts them."""
        self.ensure_one()
        # sudo: progress is shown to order clerks and portal customers, who may not read invoices and stock moves.
        sales = self.sudo().sale_order_ids
        lines = sales.order_line.filtered(lambda line: not line.display_type)
        advances = lines.filtered("is_downpayment")
        billed, paid = self._get_billed_and_paid(lines)
        return measure(
            [
                LineProgress(
                    value=_decimal(line.price_subtotal),
                    ordered=_decimal(line.product_uom_qty),
                    delivered=_decimal(line.qty_delivered),
                    invoiced=_decimal(line.untaxed_amount_invoiced),
                    parts=len(line.invoice_lines),
                )
                for line in lines - advances
            ],
            total=_decimal(self.amount_total),
            billed=_decimal(billed),
            paid=_decimal(paid),
            unit=_decimal(self.currency_id.rounding or 0.01),
            advance=_decimal(sum(advances.mapped("untaxed_amount_invoiced"))),
        )

    def _get_billed_and_paid(self, sale_lines):
        """Return what was invoiced of these lines, with taxes, and what of it is settled, in the order's currency.

        Invoices count by the share these lines have in them. A credit note counts negative: offset with its invoice it
        takes back what the invoice seems paid.
        """
        billed = paid = 0.0
        own_lines = sale_lines.invoice_lines.filtered(lambda line: line.parent_state == "posted")
        for move, lines in own_lines.grouped("move_id").items():
            everything = sum(move.invoice_line_ids.mapped("price_total"))
            # Totals of lines add up to the invoice only roughly, when taxes are rounded globally.
            share = sum(lines.mapped("price_total")) / everything if everything else 0.0
            share *= -move.direction_sign
            billed += self._to_order_currency(move, share * move.amount_total)
            paid += self._to_order_currency(move, share * move._get_settled_amount())
        return billed, paid

    def _to_order_currency(self, move, amount):
        return move.currency_id._convert(amount, self.currency_id, move.company_id, move.invoice_date, round=False)


def _percent(value):
    return Decimal(float_repr(value, 2))


def _decimal(value):
    return Decimal(float_repr(value, 6))
