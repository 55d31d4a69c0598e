"""How strong the customers are: three years of statements, a bureau's reports, and their grades then and now."""

import base64
import csv
import io

from dateutil.relativedelta import relativedelta
from odoo.addons.customer_credit_view.logic.statement_figures import Figure
from odoo.fields import Command

# A year is closed when this many months have passed: accounts are drawn up, and filed.
MONTHS_TO_CLOSE = 5
GRADED_BEFORE = -200


def tell(book):
    _keep_statements(book)
    _ask_bureau(book)
    _keep_references(book)
    _bring_scorecard_into_force(book)
    customers = book.env["credit.profile"].search([("company_id", "=", book.company.id)]).filtered("statement_ids")
    assessments = book.env["credit.assessment"].with_user(book.get("user_analyst"))
    buyers = customers & customers.browse().union(*customers._get_first_invoice_dates())
    assessments._assess(buyers, book.day(GRADED_BEFORE))
    assessments._assess(customers, book.today)
    for row in book.table("credit_customers"):
        if row["review"]:
            book.get(f"profile_{row['customer']}").next_review_date = book.day(row["review"])


def _keep_statements(book):
    last = book.today - relativedelta(months=MONTHS_TO_CLOSE)
    closed = last.replace(day=31, month=12) - relativedelta(years=1)
    vals_list = [_prepare_statement_vals(book, row, closed) for row in book.table("credit_statements")]
    # Half a year that is not over yet is nobody's statement.
    known = [vals for vals in vals_list if vals["period_end"] < book.today]
    book.env["credit.statement"].with_user(book.get("user_analyst")).create(known).action_confirm()


def _prepare_statement_vals(book, row, closed):
    given = [(figure.value, row[figure.value]) for figure in Figure if row[figure.value]]
    months = int(row["end"])
    partner = book.get(f"partner_{row['customer']}").with_company(book.company)
    return {
        "profile_id": book.get(f"profile_{row['customer']}").id,
        # From the last day of a month to that of another.
        "period_end": closed + relativedelta(months=months, day=31),
        "months": int(row["months"]),
        "currency_id": partner.property_product_pricelist.currency_id.id,
        "unit": row["unit"],
        "is_audited": row["audited"] == "1",
        "is_consolidated": row["consolidated"] == "1",
        "source": row["source"],
        "figure_ids": [
            Command.create({"figure": name, "amount": float(amount), "is_given": True}) for name, amount in given
        ],
    }


def _ask_bureau(book):
    """The bureau sends a file."""
    answers = io.StringIO()
    writer = csv.writer(answers)
    writer.writerow(("identifier", "report_date", "report_number", "score", "rating", "limit", "currency", "insolvent"))
    for row in book.table("credit_bureau"):
        number = book.get(f"profile_{row['customer']}").name
        values = (row[name] for name in ("number", "score", "rating", "limit", "currency", "insolvent"))
        writer.writerow((number, book.day(row["day"]).isoformat(), *values))
    bureau = book.once(
        "credit_bureau",
        "credit.bureau",
        name="Registerhuis",
        company_id=book.company.id,
        file=base64.b64encode(answers.getvalue().encode()),
        filename="registerhuis.csv",
    )
    bureau._fetch(book.env["credit.profile"].search([("company_id", "=", book.company.id)]))


def _keep_references(book):
    """Two suppliers of the applicant told what they allow it."""
    for place, (name, amount) in enumerate({"De Vlijt Machinebouw B.V.": 35000, "Hanze Chemie B.V.": 60000}.items()):
        book.once(
            f"credit_reference_{place}",
            "credit.limit.reference",
            profile_id=book.get("profile_vecht").id,
            supplier=name,
            note="Within terms.",
            date=book.day(-9),
            currency_id=book.company.currency_id.id,
            limit_amount=amount,
        )


def _bring_scorecard_into_force(book):
    """The scorecard that comes with the suite, looked at by the director and found right."""
    template = book.env.ref("customer_credit_view.scorecard_trade")
    card = template.sudo().copy({"name": "Buyers of pumps", "company_id": book.company.id})
    book.keep("credit_scorecard", card).with_user(book.get("user_director")).action_activate()
