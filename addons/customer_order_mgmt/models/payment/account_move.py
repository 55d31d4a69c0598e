from decimal import Decimal

from odoo import models
from odoo.fields import Command
from odoo.tools import float_repr

from ...logic.deduction import TaxedAmount, close, deduct, mixed_rate
from ...tools.taxed_amount import prepare_tax_data, read_base_line


class AccountMove(models.Model):
    """Deducts advances from new invoices of customer orders, taxes by taxes, up to what each invoice asks for."""

    _inherit = "account.move"

    def _get_advance_amounts(self):
        """Return ``{invoice line: TaxedAmount}`` of the down payment lines of these invoices; credit notes and
        deductions are negative."""
        amounts = {}
        for move in self:
            base_lines, _tax_lines = move._get_rounded_base_and_tax_lines()
            for base_line in base_lines:
                line = base_line["record"]
                if line.is_downpayment:
                    amount = read_base_line(base_line)
                    amounts[line] = amount if move.direction_sign < 0 else -amount
        return amounts

    def _deduct_advances(self, sales):
        """Take back from these new drafts of ``sales`` what was invoiced in advance on their customer orders."""
        for move in self:
            deductions = {}
            invoiced = move.line_ids.sale_line_ids.order_id & sales
            for own_sales in invoiced.grouped("customer_order_id").values():
                rows = own_sales._get_advance_rows()
                if rows.invoice_lines:
                    # Two who invoice different sales orders of one customer order take from the same advances.
                    rows.order_id._claim_for_invoicing()
                    deductions[own_sales] = move._get_deduction(own_sales, rows)
            if any(deduction.taken for deduction in deductions.values()):
                move._write_deductions(deductions)

    def _get_deduction(self, sales, rows):
        advances = rows._get_open_advances()
        deduction = deduct(advances, self._get_asked_by_taxes(sales))
        everything = rows.order_id.customer_order_id.sale_order_ids
        if not all(sale._is_fully_invoiced() for sale in everything):
            return deduction
        goods = everything.order_line.filtered(lambda line: not line.is_downpayment).invoice_lines
        unit = Decimal(float_repr(self.currency_id.rounding, self.currency_id.decimal_places))
        return close(advances, deduction, unit=unit, parts=len(goods))

    def _get_asked_by_taxes(self, sales, suffix="_currency"):
        """Return ``{taxes: TaxedAmount}`` of what this invoice asks for goods and services of ``sales``.

        Grouped as an advance on all of it would be: fixed taxes, which core leaves out of advances, stand in the
        amount before taxes there. ``suffix`` is empty for amounts in the company's currency.
        """
        base_lines, _tax_lines = self._get_rounded_base_and_tax_lines()
        own = [line for line in base_lines if self._is_asked_by(line["record"], sales)]
        engine = self.env["account.tax"]
        asked = {}
        for base_line in engine._prepare_down_payment_lines(own, self.company_id, "percent", 100.0) if own else []:
            key = tuple(sorted(base_line["tax_ids"].ids))
            asked[key] = asked.get(key, TaxedAmount()) + read_base_line(base_line, suffix)
        return asked

    def _is_asked_by(self, line, sales):
        return not line.is_downpayment and bool(line.sale_line_ids.order_id & sales)

    # Rates

    def _compute_invoice_currency_rate(self):
        result = super()._compute_invoice_currency_rate()
        for move in self.filtered(lambda move: move.move_type == "out_invoice"):
            rows = move.invoice_line_ids.filtered(lambda line: line.is_downpayment and line.quantity < 0)
            # Advances of other sales orders are deducted as ever.
            rows = rows.filtered("sale_line_ids.order_id.customer_order_id")
            if rows and move.currency_id != move.company_currency_id:
                covered = [(-row.price_total, row.sale_line_ids._get_advance_rate()) for row in rows]
                move.invoice_currency_rate = move._get_mixed_rate(covered, move.invoice_currency_rate)
        return result

    def _get_mixed_rate(self, covered, today):
        asked = self.invoice_line_ids.filtered(lambda line: not (line.is_downpayment and line.quantity < 0))
        known = [(amount, rate or today) for amount, rate in covered]
        return mixed_rate(sum(asked.mapped("price_total")), known, today)

    # Writing

    def _write_deductions(self, deductions):
        """Add the lines of ``{sales orders: Deduction}``; before, give the invoice the rate at which they are worth
        what the advances were worth."""
        rows = self.env["sale.order.line"]
        taken = [one for deduction in deductions.values() for one in deduction.taken]
        rates = {one.advance_id: rows.browse(one.advance_id)._get_advance_rate() for one in taken}
        if self.currency_id != self.company_currency_id:
            covered = [(float(one.amount.total), rates[one.advance_id]) for one in taken]
            self.invoice_currency_rate = self._get_mixed_rate(covered, self.invoice_currency_rate)
        for sales, deduction in deductions.items():
            if deduction.taken:
                lines = self._prepare_deduction_lines(sales, deduction, rates)
                self.write({"invoice_line_ids": [Command.create(vals) for vals in lines]})
        if self.currency_id.is_zero(self.amount_total):
            self._level_value()

    def _level_value(self):
        """Take the cents that conversion left off the value of the last deduction: an invoice that asks for nothing
        must not be worth anything."""
        rest = self.company_currency_id.round(self.amount_total_signed)
        last = self.invoice_line_ids.filtered(lambda line: line.is_downpayment and line.quantity < 0)[-1:]
        if rest and last:
            data = last.extra_tax_data
            data = {**data, "manual_total_excluded": data["manual_total_excluded"] - rest}
            # Made anew: the engine does not look at this field when it is changed.
            [vals] = last.with_context(include_business_fields=True).copy_data({"extra_tax_data": data})
            self.write({"invoice_line_ids": [Command.delete(last.id), Command.create(vals)]})

    def _prepare_deduction_lines(self, sales, deduction, rates):
        asked, values = self._get_asked_by_taxes(sales), self._get_asked_by_taxes(sales, suffix="")
        sequence = max(self.invoice_line_ids.mapped("sequence"), default=0) + 1
        lines = [sales[0]._prepare_down_payment_section_line(sequence=sequence)]
        for taken in deduction.taken:
            # What is covered as a whole has the value that the lines of the invoice have, to the last cent.
            is_whole = taken.amount == asked.get(taken.key)
            value = values[taken.key] if is_whole else taken.amount / (rates[taken.advance_id] or 1.0)
            lines.append(self._prepare_deduction_line(taken, value, sequence=sequence + len(lines)))
        if deduction.rounding:
            lines.append(self._prepare_rounding_line(deduction.rounding, sequence=sequence + len(lines)))
        return lines

    def _prepare_deduction_line(self, taken, value, **vals):
        """Return the line that takes ``taken`` back; ``value`` is the same in the company's currency."""
        row = self.env["sale.order.line"].browse(taken.advance_id)
        taxes, *_groups = self.env["account.tax"].browse(taken.key)._flatten_taxes_and_sort_them()
        included = [taken.amount.taxes[tax.id].amount for tax in taxes if tax.price_include]
        price = float(taken.amount.excluded + sum(included))
        data = {
            "computation_key": (row.extra_tax_data or {}).get("computation_key") or f"down_payment,{row.id}",
            "currency_id": self.currency_id.id,
            "rate": self.invoice_currency_rate,
            **prepare_tax_data(taken.amount, value, price),
        }
        return row._prepare_advance_deduction(taken, price_unit=price, extra_tax_data=data, **vals)

    def _prepare_rounding_line(self, amount, **vals):
        """Return the line for what rounding each invoice by itself left of the advance, on the account of the goods."""
        goods = self.invoice_line_ids.filtered(lambda line: line.display_type == "product" and not line.is_downpayment)
        return {
            "name": self.env._("Rounding difference of the advance"),
            "quantity": 1.0,
            "price_unit": float(amount),
            "account_id": goods[:1].account_id.id,
            "tax_ids": [Command.clear()],
            **vals,
        }
