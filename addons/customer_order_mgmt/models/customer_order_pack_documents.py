import csv
import io

from odoo import models
from odoo.addons.evidence_ledger.logic.pack import safe_name

DELIVERIES = ("delivery", "date", "item", "quantity", "unit")
INVOICES = ("invoice", "kind", "date", "due", "total", "open", "currency")
PAYMENTS = ("invoice", "entry", "date", "amount", "currency")


class CustomerOrder(models.Model):
    """What became of the order, beside the evidence: tables of deliveries, invoices and payments, and the papers that
    were made of invoices. Nothing is printed for it."""

    _inherit = "customer.order"

    def _get_evidence_pack_files(self):
        # sudo: whoever reads the order sees how far it is delivered, invoiced and paid.
        order = self.sudo()
        moves = order.sale_order_ids.picking_ids.move_ids.filtered(lambda move: move.state == "done")
        invoices = order.sale_order_ids.invoice_ids.filtered(lambda move: move.state == "posted")
        tables = {
            "documents/deliveries.csv": (DELIVERIES, [order._get_delivery_row(move) for move in moves]),
            "documents/invoices.csv": (INVOICES, [order._get_invoice_row(invoice) for invoice in invoices]),
            "documents/payments.csv": (PAYMENTS, [row for move in invoices for row in order._get_payment_rows(move)]),
        }
        files = {path: _table(head, rows) for path, (head, rows) in tables.items() if rows}
        # The papers themselves only for those who may open the invoices.
        for invoice in invoices.sudo(False)._filtered_access("read"):
            if paper := invoice.sudo().invoice_pdf_report_id:
                files[f"documents/{safe_name(invoice.name)}.pdf"] = paper.raw
        return {**super()._get_evidence_pack_files(), **files}

    def _get_delivery_row(self, move):
        name, unit = move.picking_id.name or move.reference, move.product_uom.name
        return name, move.date, move.product_id.display_name, f"{move.quantity:g}", unit

    def _get_invoice_row(self, invoice):
        dates = invoice.invoice_date, invoice.invoice_date_due
        amounts = (self._money_of(invoice, amount) for amount in (invoice.amount_total, invoice.amount_residual))
        return invoice.name, invoice.move_type, *dates, *amounts, invoice.currency_id.name

    def _get_payment_rows(self, invoice):
        """What cleared an invoice, or what a credit note cleared: payments, credit notes, write-offs."""
        terms = invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")
        for partial in terms.matched_credit_ids:
            entry = partial.credit_move_id.move_id
            amount = self._money_of(invoice, partial.debit_amount_currency)
            yield invoice.name, entry.name, entry.date, amount, invoice.currency_id.name
        for partial in terms.matched_debit_ids:
            entry = partial.debit_move_id.move_id
            amount = self._money_of(invoice, -partial.credit_amount_currency)
            yield invoice.name, entry.name, entry.date, amount, invoice.currency_id.name

    def _money_of(self, invoice, amount):
        return f"{amount:.{invoice.currency_id.decimal_places}f}"


def _table(head, rows):
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode()
