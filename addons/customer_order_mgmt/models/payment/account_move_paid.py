from typing import NamedTuple

from odoo import fields, models


class Paid(NamedTuple):
    """What was paid on an invoice, and what of it is known to be true."""

    received: float = 0.0
    verified: float = 0.0


class AccountMove(models.Model):
    """What was paid on deposits, read from what is reconciled with them."""

    _inherit = "account.move"

    customer_order_arrangement_id = fields.Many2one(
        "customer.order.arrangement",
        string="Deposit of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The row of a customer's payment arrangement that this invoice asks for.",
    )

    def _get_paid_amounts(self):
        """Return ``{invoice: Paid}`` in the currency of each; credit notes and other entries are no payments."""
        return {move: move._get_paid_amount() for move in self}

    def _get_paid_amount(self):
        self.ensure_one()
        received = verified = 0.0
        terms = self.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        for partial in terms.matched_credit_ids if self.state == "posted" else ():
            counterpart = partial.credit_move_id
            if counterpart.move_id.origin_payment_id or counterpart.move_id.statement_line_id:
                received += partial.debit_amount_currency
                if counterpart._is_verified_payment():
                    verified += partial.debit_amount_currency
        return Paid(received, verified)
