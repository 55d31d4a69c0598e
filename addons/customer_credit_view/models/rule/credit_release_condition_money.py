from decimal import Decimal

from odoo import models


class CreditReleaseCondition(models.Model):
    """Conditions that money keeps: a payment or a line of a bank statement.

    What else settles an item (a credit note, a write-off, a journal entry) is written by the seller's own accountant:
    it would free the goods without a customer who pays. Where it is right, a controller notes or waives the condition.
    """

    _inherit = "credit.release.condition"

    def _is_payment_met(self):
        """Whether nothing of the items is open. Without items, because they were deleted, nothing was paid."""
        return bool(self.item_ids) and all(self._is_paid(item) for item in self.item_ids)

    def _is_paid(self, item):
        """Whether what was open of ``item`` at the release was paid, less the cash discount that was agreed."""
        if item.parent_state != "posted" or not (item.reconciled or not item.amount_residual):
            return False
        parts = item.matched_credit_ids.filtered(lambda part: part.create_date >= self.create_date)
        # In the currency of the item exchange differences are zero.
        unpaid = sum(part.debit_amount_currency * (1 - self._get_money_share(part.credit_move_id)) for part in parts)
        agreed = item.amount_currency - item.discount_amount_currency if item.discount_date else 0.0
        return item.currency_id.compare_amounts(unpaid, agreed) <= 0

    def _is_deposit_met(self):
        """Money that came on account since the release; what earlier releases wait for is theirs first."""
        waiting = self.search(
            [
                ("kind", "=", "deposit"),
                ("state", "=", "open"),
                ("hold_id.state", "=", "released"),
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "child_of", self.company_id.root_id.id),
                ("id", "<", self.id),
            ],
            order="id",
        )
        came = [
            (item.create_date, self._decimal(-item.amount_residual * self._get_money_share(item)))
            for item in self._get_money_on_account()
        ]
        for condition in waiting + self:
            missing, left = condition._decimal(condition.amount), []
            for moment, amount in came:
                taken = min(missing, amount) if moment >= condition.create_date else Decimal()
                missing -= taken
                left.append((moment, amount - taken))
            came = left
        return missing <= 0

    def _get_money_on_account(self):
        """Return the payments of the customer that are applied to nothing, the oldest first."""
        return self.env["account.move.line"].search(
            [
                ("partner_id.commercial_partner_id", "=", self.partner_id.commercial_partner_id.id),
                ("company_id", "child_of", self.company_id.root_id.id),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("amount_residual", "<", 0),
                "|",
                ("payment_id", "!=", False),
                ("statement_line_id", "!=", False),
            ],
            order="create_date, id",
        )

    def _get_money_share(self, item):
        """Return how much of what the journal item ``item`` settles is money, from 0 to 1: a payment may write off
        the rest of an invoice in its own entry."""
        origin = item.payment_id or item.statement_line_id
        if not origin:
            return 0.0
        money = sum(origin._seek_for_lines()[0].mapped("balance"))
        lines = item.move_id.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        settled = -sum(lines.mapped("balance"))
        return min(1.0, max(0.0, money / settled)) if settled > 0 else 0.0
