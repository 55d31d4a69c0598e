from dataclasses import replace

from odoo import models

from ..logic.content import Facts
from ..logic.findings import Checkpoint, Severity

CONTENT_FIELDS = frozenset(
    {
        "partner_id",
        "partner_shipping_id",
        "currency_id",
        "company_id",
        "invoice_payment_term_id",
        "invoice_date_due",
        "invoice_line_ids",
        "state",
    }
)


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "order.gate.mixin"]

    def write(self, vals):
        entering = self.filtered(lambda move: vals.get("state") == "posted" != move.state)
        if "move_type" in vals:
            # A receipt that was posted can become an invoice.
            entering |= self.filtered(lambda move: move.state == "posted" and move.move_type != vals["move_type"])
        result = super().write(vals)
        if vals.get("state") == "cancel":
            self._gate_void("dead")
        if entering:
            entering._gate_require(Checkpoint.INVOICE)
            entering._gate_leave(Checkpoint.INVOICE)
        if not CONTENT_FIELDS.isdisjoint(vals):
            self._gate_touch_invoices()
        return result

    def action_post(self):
        cleared = self._gate_enter(Checkpoint.INVOICE)
        held = self - cleared
        result = super(AccountMove, cleared).action_post() if cleared or not held else False
        return held._gate_answer() if held else result

    def action_validate_moves_with_confirmation(self):
        cleared = self._gate_enter(Checkpoint.INVOICE)
        held = self - cleared
        result = super(AccountMove, cleared).action_validate_moves_with_confirmation() if cleared or not held else False
        return held._gate_answer() if held and not result else result

    def _post(self, soft=True):
        if not self._gate_is_quiet():
            self._gate_require(Checkpoint.INVOICE)
            return super()._post(soft)
        # A payment is being processed: what is held stays a draft, the rest is posted.
        return super(AccountMove, self._gate_enter(Checkpoint.INVOICE))._post(soft)

    def _gate_touch_invoices(self):
        self.filtered(lambda move: move.move_type == "out_invoice")._gate_touch()

    # The gate

    def _gate_is_judged(self, checkpoint):
        """Invoices to customers. A down payment asks for money before anything is owed to the customer on credit."""
        return checkpoint == Checkpoint.INVOICE and self.move_type == "out_invoice" and not self._gate_is_down_payment()

    def _gate_is_down_payment(self):
        # Nothing else may stand beside it: for core, a line that no order knows changes nothing (_is_downpayment).
        lines = [line for line in self.invoice_line_ids if line.display_type == "product"]
        if not (self._is_downpayment() and all(line.sale_line_ids for line in lines)):
            return False
        # Anybody who sells may call a line of goods a down payment; a real one orders nothing.
        return not any(self.invoice_line_ids.sale_line_ids.mapped("product_uom_qty"))

    def _gate_is_ahead(self, checkpoint):
        return self._gate_is_judged(checkpoint) and self.state == "draft"

    def _gate_is_dead(self):
        return self.state == "cancel"

    def _gate_resume(self, checkpoint):
        return self.action_post()

    def _gate_weigh(self, checkpoint, finding):
        # Goods that were delivered must be invoiced: refusing it is for companies that say so.
        if finding.severity == Severity.BLOCK and not self.company_id.order_gate_invoice_blocks:
            return replace(finding, severity=Severity.WARNING)
        return finding

    def _gate_facts(self):
        return {move: move._prepare_gate_facts() for move in self}

    def _get_gate_name(self):
        """A draft has no number yet: named by what it invoices. Not by the customer, since the name is sealed."""
        if self.name and self.name != "/":
            return self.name
        if self.invoice_origin:
            return self.env._("Draft invoice of %(origin)s", origin=self.invoice_origin)
        return self.env._("Draft invoice %(number)s", number=self.id)

    def _prepare_gate_facts(self):
        self.ensure_one()
        day = self._gate_business_day(self.invoice_date)
        # A list keeps what is read ahead for the lines of all invoices together; a filtered recordset would not.
        lines = [line for line in self.invoice_line_ids if line.display_type == "product"]
        return Facts(
            model=self._name,
            record_id=self.id,
            name=self._get_gate_name(),
            company_id=self.company_id.id,
            day=day,
            customer_id=self.commercial_partner_id.id or None,
            partner_id=self.partner_id.id or None,
            billed_id=self.partner_id.id or None,
            delivery_id=self.partner_shipping_id.id or None,
            term_id=self.invoice_payment_term_id.id or None,
            author_ids=tuple(self._get_gate_authors(self.invoice_line_ids).ids),
            # Before the invoice has a date, the due date follows the calendar.
            dates={"due": self.invoice_date_due if self.invoice_date and self.invoice_date_due else None},
            lines=tuple(line._prepare_gate_line() for line in lines),
            **self._prepare_gate_amounts(self.currency_id, self.amount_total, self.amount_untaxed, day),
        )
