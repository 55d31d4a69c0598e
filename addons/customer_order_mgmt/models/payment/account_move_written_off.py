from odoo import fields, models


class AccountMove(models.Model):
    """What clears an invoice without being a payment: losses booked with a payment or by an entry, drafts."""

    _inherit = "account.move"

    customer_order_difference_ids = fields.One2many(
        "customer.order.difference",
        "write_off_move_id",
        string="Approved Differences",
        help="What this entry writes off.",
        groups="account.group_account_invoice",
    )

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            # Odoo leaves payments reconciled when they become drafts again.
            self.filtered(lambda move: not move.is_invoice())._recount_paid()
        return result

    def _recount_paid(self):
        """Have the orders whose invoices these payments and entries clear follow before the commit."""
        # sudo: whoever books a payment may not read customer orders.
        invoices = self.sudo().line_ids.matched_debit_ids.debit_move_id.move_id
        invoices |= self.sudo().customer_order_difference_ids.invoice_id
        orders = invoices.customer_order_ids
        if orders:
            self.env.add_to_compute(orders._fields["paid_percent"], orders)
            orders._await_progress()
        invoices.customer_order_arrangement_id.order_id._touch_shipments()

    def _get_settled_amount(self):
        """Return what of this invoice is paid or offset, in its currency."""
        settled = self.amount_total - self.amount_residual
        return settled - self._get_written_off() if settled else 0.0

    def _get_written_off(self):
        """Return what of this invoice is cleared and was not paid, in its currency: written off with a payment, on a
        bank line or by an entry, whoever did so. Differences that were approved here are not among it."""
        self.ensure_one()
        cleared = self._get_receivable_items().matched_credit_ids
        return self.currency_id.round(
            sum(
                partial.debit_amount_currency * partial.credit_move_id.move_id._get_unpaid_share()
                for partial in cleared
            )
        )

    def _get_unpaid_share(self):
        """Return the share, 0 to 1, of what this payment or entry clears on customers' accounts that nobody paid: what
        it books as a loss. Netting with what is owed to the customer is no loss, nor is an agreed discount."""
        self.ensure_one()
        if self.state != "posted":
            return 1.0
        # sudo: whoever books a payment may not read customer orders and their differences.
        approved = self.sudo().customer_order_difference_ids
        if self.is_invoice() or self.exchange_diff_partial_ids or "booked" in approved.mapped("state"):
            return 0.0
        agreed = self.company_id.account_journal_early_pay_discount_loss_account_id
        losses = self.line_ids.filtered(
            lambda line: line.account_id.internal_group in ("income", "expense") and line.account_id != agreed
        )
        cleared = -sum(self._get_receivable_items().mapped("balance"))
        return min(max(sum(losses.mapped("balance")) / cleared, 0.0), 1.0) if cleared > 0 else 0.0
