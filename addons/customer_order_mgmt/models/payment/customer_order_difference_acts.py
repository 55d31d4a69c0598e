from odoo import models
from odoo.tools import float_repr

from ...exceptions import DifferenceRefused


class CustomerOrderDifference(models.Model):
    """Approving and rejecting a difference, and what makes an approval void."""

    _inherit = "customer.order.difference"

    def action_approve(self):
        """Approve differences somebody else proposed, for the amounts that are open now."""
        for row in self:
            row._begin_decision()
            if row.proposed_by_id == self.env.user:
                raise DifferenceRefused(self.env._("You proposed this difference: somebody else has to approve it."))
            row._check_amount()
            row._decide("approved", open_amount=row._get_open_amount())
            row._end_disputes()
            row._get_orders()._await_progress()
        return True

    def action_reject(self):
        """Refuse differences: the customer owes the amount."""
        for row in self:
            row._begin_decision()
            row._decide("rejected")
        return True

    def _get_orders(self):
        """The orders that the invoice is about, this difference's among them; each has its share of what is decided."""
        # sudo: managers of customer orders may not read invoices.
        return self.sudo().invoice_id.customer_order_ids.sudo(self.env.su)

    def _begin_decision(self):
        self.order_id._check_manager()
        self._get_orders()._claim()
        self.invalidate_recordset(["state"])
        self._check_proposed()

    def _decide(self, state, **vals):
        self._advance(state, decided_by_id=self.env.user.id, decided_at=self.env.cr.now(), **vals)
        self._seal_on_order(f"customer_order.difference_{state}", reason=self.reason)

    def _check_amount(self):
        """A difference explains what is open, no more."""
        open_amount = self._get_open_amount()
        taken = sum(self._get_others_approved().mapped("amount"))
        compare = self.currency_id.compare_amounts
        # sudo: see _get_open_amount.
        invoice = self.sudo().invoice_id.name
        too_much = (
            compare(self.amount, open_amount - taken) > 0
            if self.amount > 0
            else compare(self.amount, open_amount - taken) < 0
        )
        if too_much:
            raise DifferenceRefused(
                self.env._(
                    "%(invoice)s has %(open)s open, of which %(taken)s is explained: a difference of %(amount)s is more"
                    " than that.",
                    invoice=invoice,
                    open=self.currency_id.format(open_amount),
                    taken=self.currency_id.format(taken),
                    amount=self.currency_id.format(self.amount),
                )
            )

    def _get_others_approved(self):
        """What else explains the open amount; a dispute explains nothing, it is about to be decided."""
        return self._get_approved_on_invoice().filtered(
            lambda row: row != self and row.code != "dispute" and (row.amount > 0) == (self.amount > 0)
        )

    def _get_approved_on_invoice(self):
        return self.search([("invoice_id", "=", self.invoice_id.id), ("state", "=", "approved")])

    def _end_disputes(self):
        """A dispute on the invoice ends with what is decided about it; the rest, if any, is disputed anew."""
        if self.code != "dispute":
            for row in self._get_approved_on_invoice().filtered(lambda row: row.code == "dispute"):
                row._void()

    def _get_open_amount(self):
        """Return what is open on the invoice, or written off without approval; for what was paid too much, what is left
        of its payments, credit notes and advances, below zero."""
        self.ensure_one()
        # sudo: managers of customer orders may not read invoices; the amount is what they decide about.
        invoice = self.sudo().invoice_id
        if invoice.state != "posted":
            return 0.0
        if self.amount > 0:
            return invoice.amount_residual + invoice._get_written_off()
        return sum(self._get_overpaid_items().mapped("amount_residual_currency")) - self._get_surplus_advance()

    def _get_overpaid_items(self):
        """Return the payments and credit notes of the invoice of which something is left."""
        # sudo: see _get_open_amount.
        invoice = self.sudo().invoice_id
        return invoice._get_left_payments() | invoice._get_open_credits()

    def _get_surplus_advance(self):
        """Return what of the invoice's advances its order has no use for any more."""
        # sudo: see _get_open_amount.
        order, invoice = self.sudo().order_id, self.sudo().invoice_id
        lines = order.sale_order_ids.order_line.filtered(lambda line: not line.display_type)
        return min(order._get_surplus_advance(lines), invoice._get_open_advance())

    def _void_outdated(self):
        """Void approvals for another amount than the one that is open now, and write-offs that were undone."""
        for row in self:
            if row._is_outdated():
                row._void()

    def _is_outdated(self):
        if self.state == "booked":
            return not self._is_written_off()
        if self.state != "approved":
            return False
        return bool(self.currency_id.compare_amounts(self.open_amount, self._get_open_amount()))

    def _void(self):
        self._advance("void")
        self._seal_on_order("customer_order.difference_void")

    def _seal_on_order(self, event, *, reason=None, **values):
        digits = self.currency_id.decimal_places
        payload = {
            "difference": self.id,
            "code": self.code,
            # sudo: see _get_open_amount.
            "invoice": self.sudo().invoice_id.name,
            "amount": float_repr(self.amount, digits),
            "open": float_repr(self._get_open_amount(), digits),
            "currency": self.currency_id.name,
            "proposed_by": self.proposed_by_id.id or None,
            **values,
        }
        return self.order_id._seal(event, payload, reason=reason)
