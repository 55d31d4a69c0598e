from typing import NamedTuple

from odoo import api, fields, models


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

    has_customer_order = fields.Boolean(compute="_compute_has_customer_order", compute_sudo=True)

    @api.depends("line_ids.sale_line_ids.order_id.customer_order_id")
    def _compute_has_customer_order(self):
        for move in self:
            move.has_customer_order = bool(move.line_ids.sale_line_ids.order_id.customer_order_id)

    def _get_paid_amounts(self):
        """Return ``{invoice: Paid}`` in the currency of each; credit notes and other entries are no payments."""
        return {move: move._get_paid_amount() for move in self}

    def _get_paid_amount(self):
        self.ensure_one()
        received = verified = 0.0
        for partial in self._get_receivable_items().matched_credit_ids if self.state == "posted" else ():
            counterpart = partial.credit_move_id
            if counterpart.move_id.origin_payment_id or counterpart.move_id.statement_line_id:
                paid = partial.debit_amount_currency * (1 - counterpart.move_id._get_unpaid_share())
                received += paid
                if counterpart._is_verified_payment():
                    verified += paid
        # What was paid and credited afterwards goes back to the customer: it is no advance any more.
        kept = max(self.amount_total - self._get_credited(), 0.0)
        return Paid(*(self.currency_id.round(min(paid, kept)) for paid in (received, verified)))

    def _get_credited(self):
        """Return what posted credit notes take off these invoices."""
        credit_notes = self.reversal_move_ids.filtered(lambda move: move.state == "posted")
        return sum(credit_notes.mapped("amount_total"))

    def _get_receivable_items(self):
        return self.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")

    def action_propose_difference(self):
        """Open a new difference between what this invoice asks for and what was paid."""
        self.ensure_one()
        # sudo: accountants propose without access to customer orders.
        order = self.sudo().customer_order_ids[:1]
        amount = self.amount_residual + self._get_written_off()
        rests = self._get_left_payments() | self._get_open_credits()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Difference of %(invoice)s", invoice=self.name),
            "res_model": "customer.order.difference",
            "view_mode": "form",
            "context": {
                "default_order_id": order.id,
                "default_invoice_id": self.id,
                "default_amount": amount or sum(rests.mapped("amount_residual_currency")),
            },
        }
