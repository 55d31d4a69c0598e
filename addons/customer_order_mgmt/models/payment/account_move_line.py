from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _get_last_invoice(self):
        """Return the invoice that this payment was reconciled with last."""
        partials = self.matched_debit_ids.filtered(lambda partial: partial.debit_move_id.move_id.is_invoice())
        return partials.sorted("id")[-1:].debit_move_id.move_id

    def _is_verified_payment(self):
        """Whether this credit on a customer's account is a payment that is known to be true, as its company asks.

        By default it was seen on a bank line. A registered payment alone reads as paid in Community; where the company
        has agreed to rely on that, it suffices.
        """
        self.ensure_one()
        move = self.move_id
        if move.state != "posted":
            return False
        if move.statement_line_id:
            return True
        payment = move.origin_payment_id
        if self.company_id.customer_order_advance_mode == "registered":
            return payment.state in ("in_process", "paid")
        # Not ``is_matched`` alone: it is true at once where payments are booked on the bank account itself, and when
        # anything else clears the outstanding account.
        return payment.is_matched and payment._is_seen_on_bank_line()
