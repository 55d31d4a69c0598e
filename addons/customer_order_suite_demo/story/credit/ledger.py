"""A year of maintenance visits, day by day: how each customer pays, and what it promised and kept."""

from datetime import date, timedelta
from typing import NamedTuple

from odoo.fields import Command

from ..book import workday


class Deed(NamedTuple):
    day: date
    act: callable
    row: dict
    percent: str = "100"


def tell(book):
    invoices = _post(book, book.table("credit_invoices"))
    deeds = [*_payments(invoices, book.table("credit_invoices")), *_promises(book)]
    for deed in sorted(deeds, key=lambda deed: deed.day):
        deed.act(book, invoices, deed)
    book.env["credit.pledge"].search([("company_id", "=", book.company.id)])._judge()


def _post(book, rows):
    """Return ``{(customer, day): invoice}``: posted together, numbered by their dates in a journal of their own."""
    journal = book.once(
        "journal_maintenance",
        "account.journal",
        name="Maintenance",
        code="MNT",
        type="sale",
        company_id=book.company.id,
    )
    rows = sorted(rows, key=lambda row: int(row["day"]))
    moves = book.env["account.move"].create([_prepare_invoice_vals(book, journal, row) for row in rows])
    moves.action_post()
    return {(row["customer"], row["day"]): move for row, move in zip(rows, moves, strict=True)}


def _prepare_invoice_vals(book, journal, row):
    customer, day = book.get(f"partner_{row['customer']}"), book.day(row["day"])
    terms = customer.with_company(book.company).property_payment_term_id
    if terms == book.get("payment_term_advance"):
        terms = book.get("payment_term_60")  # Nothing of a visit is paid in advance.
    line = {"product_id": book.get("product_com_1").id, "name": "Maintenance visit", "price_unit": float(row["amount"])}
    return {
        "move_type": "out_invoice",
        "journal_id": journal.id,
        "partner_id": customer.id,
        "currency_id": customer.with_company(book.company).property_product_pricelist.currency_id.id,
        "invoice_date": day,
        "invoice_payment_term_id": terms.id,
        "invoice_line_ids": [Command.create(line)],
    }


def _payments(invoices, rows):
    """What is paid how many days after it was due: ``-2`` all of it, ``70=50`` a half."""
    for row in rows:
        due = invoices[row["customer"], row["day"]].invoice_date_due
        for part in row["paid"].split():
            days, _equals, percent = part.partition("=")
            yield Deed(workday(due + timedelta(days=int(days))), _pay, row, percent or "100")


def _promises(book):
    return [Deed(book.day(row["given"]), _promise, row) for row in book.table("credit_pledges")]


def _pay(book, invoices, deed):
    invoice = invoices[deed.row["customer"], deed.row["day"]]
    register = book.env["account.payment.register"].with_context(active_model=invoice._name, active_ids=invoice.ids)
    wizard = register.create({"payment_date": deed.day})
    if deed.percent != "100":
        wizard.amount = invoice.currency_id.round(invoice.amount_residual * float(deed.percent) / 100)
    wizard._create_payments()


def _promise(book, invoices, deed):
    row, invoice = deed.row, invoices[deed.row["customer"], deed.row["invoice"]]
    due = invoice.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
    vals = {
        "profile_id": book.get(f"profile_{row['customer']}").id,
        "contact_id": book.get(f"partner_{row['customer']}_contact").id,
        "currency_id": invoice.currency_id.id,
        "given_date": deed.day,
        "promised_date": book.day(row["promised"]),
        "note": row["note"],
        "item_ids": [Command.create({"line_id": line.id}) for line in due],
    }
    pledge = book.env["credit.pledge"].with_user(book.get("user_analyst")).create(vals)
    book.keep(f"pledge_{row['customer']}_{row['invoice'].lstrip('-')}", pledge)
