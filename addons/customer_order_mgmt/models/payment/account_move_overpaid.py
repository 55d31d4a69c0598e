from odoo import models


class AccountMove(models.Model):
    """What is left of payments, credit notes and advances once an invoice needs no more of them: the customer's."""

    _inherit = "account.move"

    def _get_left_payments(self):
        """Return the payments of this invoice of which something is left. One payment of many invoices belongs to the
        one that it was reconciled with last: its rest is counted once."""
        credits_ = self._get_payment_terms().matched_credit_ids.credit_move_id
        return credits_.filtered(
            lambda item: (
                not item.reconciled
                and item.parent_state == "posted"
                and item.currency_id == self.currency_id
                and not item.move_id.is_invoice()
                and item._get_last_invoice() == self
            )
        )

    def _get_open_credits(self):
        """Return what the customer has still to get of the credit notes of this invoice, as journal items."""
        credit_notes = self.reversal_move_ids.filtered(lambda move: move.state == "posted")
        return credit_notes._get_payment_terms().filtered(
            lambda item: not item.reconciled and item.currency_id == self.currency_id
        )

    def _get_open_advance(self):
        """Return what no invoice has taken back of the advances that these invoices asked for, with taxes."""
        rows = self.invoice_line_ids.filtered("is_downpayment").sale_line_ids
        return sum(float(advance.open.total) for advance in rows._get_open_advances())

    def _get_payment_terms(self):
        return self.line_ids.filtered(lambda line: line.display_type == "payment_term")
