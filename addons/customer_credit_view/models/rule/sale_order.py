from decimal import Decimal

from odoo import fields, models
from odoo.tools import float_repr

from ...logic.cover import ZERO, Part, get_share


class SaleOrder(models.Model):
    """What credit knows of a sales order: its open parts, and discounts."""

    _inherit = "sale.order"

    def _get_credit_parts(self, today, credit_days):
        """Return the parts of this order that are open, in the currency of the company: when each falls due.

        Of an invoice that bills other orders, too, or what was never ordered, only the share of this order is its own.
        """
        self.ensure_one()
        parts = [part for line in self.order_line for part in self._get_line_parts(line, today, credit_days)]
        # What is contested is covered by nobody.
        for invoice in self.invoice_ids.filtered(lambda move: move.payment_state != "blocked"):
            parts += self._get_invoice_parts(invoice, fields.Date.add(today, days=credit_days))
        return parts

    def _get_invoice_parts(self, invoice, drafts_due):
        worth = invoice._get_credit_worth()
        parts = []
        for item in invoice.line_ids.filtered(lambda item: item.account_type == "asset_receivable"):
            is_draft = item.parent_state == "draft"
            amount = item.balance if is_draft else item.amount_residual
            if item.parent_state != "cancel" and amount > 0:
                due = drafts_due if is_draft else item.date_maturity or item.date
                parts.append(Part(due, get_share(_decimal(amount), self.id, worth), order=self.id))
        return [part for part in parts if part.amount]

    def _get_credit_offered(self, today):
        company = self.company_id
        if not company.credit_counts_quotations or self.state not in ("draft", "sent"):
            return super()._get_credit_offered(today)
        offered = sum(self.order_line.mapped("price_total"))
        return _decimal(self.currency_id._convert(offered, company.currency_id, company, today, round=False))

    def _get_line_parts(self, line, today, credit_days):
        promised = line.credit_promised_date or today
        due = fields.Date.add(max(promised, today), days=credit_days)
        amounts = [(due, line.credit_undelivered, promised)]
        amounts.append((fields.Date.add(today, days=credit_days), line.credit_delivered, None))
        company = self.company_id
        return [
            Part(day, _decimal(self.currency_id._convert(amount, company.currency_id, company, today)), until, self.id)
            for day, amount, until in amounts
            if amount
        ]

    def _get_credit_discount(self):
        """Return by how many percent a line of this order is under the price list, or all of it together where lines
        take off from the total; None without a price."""
        self.ensure_one()
        prices = [found for line in self.order_line if (found := line._get_credit_prices())]
        if not prices:
            return None
        taken_off = sum(line.price_unit * line.product_uom_qty for line in self._get_credit_rebates())
        listed, given = (sum(amounts) for amounts in zip(*prices, strict=True))
        together = get_discount(listed, given + taken_off) if taken_off else ZERO
        return max(together, *(get_discount(*pair) for pair in prices))

    def _get_credit_rebates(self):
        """Return the lines that only take off from the total, as the discount on an order does."""
        lines = self.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
        return lines.filtered(lambda line: line.price_subtotal < 0)


def get_discount(listed, given):
    """Return by how many percent ``given`` is under ``listed``, which is over zero; never less than zero."""
    return Decimal(float_repr(max(1 - given / listed, 0.0) * 100, 2))


def _decimal(amount):
    return Decimal(float_repr(amount, 6))
