from collections import defaultdict
from decimal import Decimal
from functools import partial

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import float_repr, html2plaintext, is_html_empty

from ..logic.amount_words import Unit, amount_in_words
from .customer_order import OPEN_STATES

TOTALS_DEPEND = (
    "line_ids.price_subtotal",
    "line_ids.price_tax",
    "line_ids.promised_date",
    "currency_id",
    "company_id",
    "payment_term_id",
)


class CustomerOrder(models.Model):
    """Amounts, payment dates and texts of the living order."""

    _inherit = "customer.order"

    @api.depends(*TOTALS_DEPEND)
    def _compute_amounts(self):
        for order in self:
            totals = order._get_tax_totals()
            order.amount_untaxed = totals["base_amount_currency"]
            order.amount_tax = totals["tax_amount_currency"]
            order.amount_total = totals["total_amount_currency"]

    @api.depends_context("lang")
    @api.depends(*TOTALS_DEPEND)
    def _compute_tax_totals(self):
        for order in self:
            order.tax_totals = order._get_tax_totals()

    def _get_tax_totals(self):
        """Return the totals from Odoo's tax engine, exactly as the sales orders of this order will add up to.

        Taxes are rounded per delivery and not over the whole order, since each delivery gets its own sales order and
        invoice. With taxes rounded globally the two can differ by a cent.
        """
        self.ensure_one()
        tax_engine = self.env["account.tax"]
        base_lines = []
        for lines in self._get_delivery_groups().values():
            delivery = [line._prepare_base_line_for_taxes_computation() for line in lines]
            delivery += self._prepare_early_discount_base_lines(lines)
            tax_engine._add_tax_details_in_base_lines(delivery, self.company_id)
            tax_engine._round_base_lines_tax_details(delivery, self.company_id)
            base_lines += delivery
        return tax_engine._get_tax_totals_summary(
            base_lines=base_lines, currency=self.currency_id or self.company_id.currency_id, company=self.company_id
        )

    def _prepare_early_discount_base_lines(self, lines):
        """Return the lines that reduce the tax base by an early payment discount, where the terms say so.

        As ``sale.order._add_base_lines_for_early_payment_discount`` does, which reads fields only a sales order has.
        """
        term = self.payment_term_id
        if not term.early_discount or term.early_pay_discount_computation != "mixed" or not term.discount_percentage:
            return []
        prepare = partial(
            self.env["account.tax"]._prepare_base_line_for_taxes_computation,
            record=self,
            quantity=1.0,
            currency_id=self.currency_id or self.company_id.currency_id,
            sign=1,
            special_type="early_payment",
        )
        base_lines = []
        for line in lines:
            discount = line.price_subtotal / 100 * term.discount_percentage
            taxes = line.tax_ids.flatten_taxes_hierarchy().filtered(lambda tax: tax.amount_type != "fixed")
            base_lines += [prepare(price_unit=-discount, tax_ids=taxes), prepare(price_unit=discount)]
        return base_lines

    def _get_currency_rate(self):
        """Units of the order's currency for one unit of the company's, on the day of the order."""
        self.ensure_one()
        company = self.company_id or self.env.company
        return self.env["res.currency"]._get_conversion_rate(
            company.currency_id, self.currency_id or company.currency_id, company, self._get_reference_date()
        )

    def _get_reference_date(self):
        """The day that prices, rates and payment dates count from when no delivery date is known."""
        self.ensure_one()
        return self.customer_date or self.received_date or fields.Date.context_today(self)

    @api.depends("amount_total", "currency_id", "partner_id")
    def _compute_amount_in_words(self):
        for order in self:
            order.amount_in_words = order._get_amount_in_words()

    def _get_amount_in_words(self):
        """The total in words, in the customer's language."""
        self.ensure_one()
        currency = self.currency_id or self.company_id.currency_id
        language = self._get_document_language()
        currency = currency.with_context(lang=language)
        return amount_in_words(
            Decimal(float_repr(self.amount_total, currency.decimal_places)),
            language,
            Unit(
                currency.currency_unit_label or "",
                currency.currency_subunit_label or "",
                currency.name or "",
                currency.decimal_places,
            ),
            pattern=currency.env._("%(units)s and %(subunits)s", units="%(units)s", subunits="%(subunits)s"),
        )

    def _get_document_language(self):
        """The language in which the customer reads our documents."""
        self.ensure_one()
        return self.partner_id.lang or self.company_id.partner_id.lang or self.env.lang or "en_US"

    def _get_company_terms(self):
        """Our terms of sale as plain text in the customer's language, as sales orders carry them."""
        self.ensure_one()
        # sudo: the switch is a system parameter, and the terms are printed on every document anyway.
        if not self.env["ir.config_parameter"].sudo().get_param("account.use_invoice_terms"):
            return False
        company = self.company_id.with_context(lang=self._get_document_language())
        if company.terms_type == "html":
            return f"{company.get_base_url()}/terms" if not is_html_empty(company.invoice_terms_html) else False
        return False if is_html_empty(company.invoice_terms) else html2plaintext(company.invoice_terms)

    @api.depends(
        "payment_term_id.line_ids",
        "line_ids.price_total",
        "line_ids.promised_date",
        "amount_total",
        "currency_id",
        "customer_date",
        "received_date",
    )
    def _compute_due_ids(self):
        for order in self:
            if order.state not in OPEN_STATES:
                continue
            dues = [Command.create({"date": date, "amount": amount}) for date, amount in order._get_dues()]
            order.due_ids = [Command.clear(), *dues]

    def _get_dues(self):
        """Return ``[(date, amount)]``: when the customer will have to pay how much.

        Every promised date is invoiced on that day, and each invoice follows the payment terms on its own.
        """
        self.ensure_one()
        dues = defaultdict(float)
        for invoice_date, total, untaxed in self._get_expected_invoices():
            for date, amount in self._get_invoice_dues(invoice_date, total, untaxed):
                dues[date] += amount
        return sorted((date, amount) for date, amount in dues.items() if not self.currency_id.is_zero(amount))

    def _get_expected_invoices(self):
        """Return ``[(date, total, untaxed)]``, one per promised date; rounding differences stand on the last."""
        self.ensure_one()
        invoices = [
            [date, sum(lines.mapped("price_total")), sum(lines.mapped("price_subtotal"))]
            for date, lines in self._get_delivery_groups().items()
        ]
        if invoices:
            invoices[-1][1] += self.amount_total - sum(total for _date, total, _untaxed in invoices)
            invoices[-1][2] += self.amount_untaxed - sum(untaxed for _date, _total, untaxed in invoices)
        return invoices

    def _get_invoice_dues(self, invoice_date, total, untaxed):
        self.ensure_one()
        term, currency, company = self.payment_term_id, self.currency_id, self.company_id
        if not term:
            return [(invoice_date, total)]
        rate = self._get_currency_rate()
        rows = term._compute_terms(
            date_ref=invoice_date,
            currency=currency,
            company=company,
            tax_amount=company.currency_id.round((total - untaxed) / rate),
            tax_amount_currency=total - untaxed,
            untaxed_amount=company.currency_id.round(untaxed / rate),
            untaxed_amount_currency=untaxed,
            sign=1,
        )
        return [(row["date"], row["foreign_amount"]) for row in rows["line_ids"]]
