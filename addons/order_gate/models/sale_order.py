from odoo import api, models

from ..logic.content import Facts
from ..logic.findings import Checkpoint
from ..tools import modes

CONTENT_FIELDS = frozenset(
    {
        "company_id",
        "partner_id",
        "partner_invoice_id",
        "partner_shipping_id",
        "currency_id",
        "pricelist_id",
        "payment_term_id",
        "fiscal_position_id",
        "commitment_date",
        "order_line",
        "state",
    }
)


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "order.gate.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        # An import may bring the state along.
        orders.filtered(lambda order: order.state == "sale")._gate_require(Checkpoint.CONFIRM, act="change")
        return orders

    def write(self, vals):
        if CONTENT_FIELDS.isdisjoint(vals):
            return super().write(vals)
        entering = self.filtered(lambda order: order.state != "sale") if vals.get("state") == "sale" else self.browse()
        with self._gate_watch_confirmed():
            result = super().write(vals)
        entering._gate_require(Checkpoint.CONFIRM)
        entering._gate_leave(Checkpoint.CONFIRM)
        if vals.get("state") == "cancel":
            # At once: brought back and confirmed in the same transaction, the order is judged anew.
            self._gate_void("dead")
        self._gate_touch()
        return result

    def action_confirm(self):
        cleared = self._gate_enter(Checkpoint.CONFIRM)
        held = self - cleared
        result = super(SaleOrder, cleared).action_confirm() if cleared or not held else True
        return held._gate_answer() if held else result

    def _confirmation_error_message(self):
        message = super()._confirmation_error_message()
        if not message:
            self._gate_require(Checkpoint.CONFIRM)
        return message

    def _recompute_prices(self):
        # Line by line, each change would be judged with the whole order.
        with self._gate_watch_confirmed():
            return super()._recompute_prices()

    def _validate_order(self):
        # The customer signed, or has nothing to pay: the signature is kept, whatever the gate says.
        with modes.quietly():
            return super()._validate_order()

    def _gate_watch_confirmed(self):
        """Judge the confirmed ones of these orders again if they ask for more at the end of this block."""
        return self.filtered(lambda order: order.state == "sale")._gate_watching(Checkpoint.CONFIRM)

    # The gate

    def _gate_is_judged(self, checkpoint):
        return checkpoint == Checkpoint.CONFIRM

    def _gate_is_ahead(self, checkpoint):
        return checkpoint == Checkpoint.CONFIRM and self.state in ("draft", "sent")

    def _gate_is_dead(self):
        return self.state == "cancel"

    def _gate_resume(self, checkpoint):
        # sudo: transactions are readable by administrators only.
        paid = self.sudo().transaction_ids.filtered(lambda transaction: transaction.state == "done")
        order = self.with_context(send_email=True) if paid or self.signature else self
        result = order.action_confirm()
        if paid and self.state == "sale":
            paid._invoice_resumed_order()
        return result

    def _gate_read_ahead(self):
        # The time zone of the company is its contact's: read with those of the order, it is no query of its own.
        (self.company_id.partner_id | self.partner_id | self.partner_invoice_id).mapped("tz")

    def _gate_facts(self):
        return {order: order._prepare_gate_facts() for order in self}

    def _gate_head_facts(self):
        # What the goods cost is not read.
        return {order: order._prepare_gate_facts(with_lines=False) for order in self}

    def _prepare_gate_facts(self, *, with_lines=True):
        self.ensure_one()
        day = self._gate_business_day(self.date_order and self._gate_day(self.date_order))
        # Confirming writes the lines, too: whoever did that is no author of what comes after.
        written = self.order_line if self.state != "sale" else self.order_line.browse()
        promised = self.commitment_date and self._gate_day(self.commitment_date)
        lines = self.order_line if with_lines else ()
        return Facts(
            model=self._name,
            record_id=self.id,
            name=self.name,
            company_id=self.company_id.id,
            day=day,
            customer_id=self.partner_id.commercial_partner_id.id or None,
            partner_id=self.partner_id.id or None,
            billed_id=self.partner_invoice_id.id or None,
            delivery_id=self.partner_shipping_id.id or None,
            term_id=self.payment_term_id.id or None,
            author_ids=tuple(self._get_gate_authors(written).ids),
            dates={"delivery": promised or None},
            lines=tuple(line._prepare_gate_line() for line in lines if not line.display_type),
            **self._prepare_gate_amounts(self.currency_id, self.amount_total, self.amount_untaxed, day),
        )
