from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import float_repr

from .account_payment_term import CreditTime


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        # Payments and credit notes lower what is owed: what was held for it may pass.
        others = posted.filtered(lambda move: move.move_type != "out_invoice")
        credits = others.line_ids.filtered(lambda item: item.account_type == "asset_receivable" and item.balance < 0)
        if credits:
            credits.partner_id._gate_touch_holds()
        return posted

    def _get_credit_terms(self, gate_facts, today):
        """Without terms, the due date that somebody wrote is the credit that the invoice gives."""
        if self.invoice_payment_term_id or not self.invoice_date_due:
            return super()._get_credit_terms(gate_facts, today)
        days = max((self.invoice_date_due - (self.invoice_date or today)).days, 0)
        return CreditTime(Decimal(days), days), (0.0, 0)

    def _get_credit_worth(self):
        """Return ``{order id: Decimal}``: how much of this invoice bills each order, None for what bills none.

        Taxes included, in the currency of the invoice; a line that bills several lines of orders counts in equal parts.
        """
        self.ensure_one()
        worth = defaultdict(Decimal)
        for line in self.invoice_line_ids.filtered("price_total"):
            total = Decimal(float_repr(line.price_total, 6))
            orders = [sale_line.order_id.id for sale_line in line.sale_line_ids] or [None]
            for order_id in orders:
                worth[order_id] += total / len(orders)
        return dict(worth)
