"""Three that apply for credit: one approved, one refused, one in review because of its name."""

import base64

from odoo.fields import Command

from ..paper import print_sheet


def tell(book):
    _approve(book)
    _refuse(book)
    _review(book)


def _approve(book):
    """Approved this morning; the limit waits for the director."""
    application = _apply(
        book,
        "vecht",
        amount=40000,
        yearly=260000,
        purpose="Two stock pumps of the paper machine each year, and their parts. We make paper for books.",
        persons=[("Marleen Dekker", "director", 0), ("Stichting Vecht", "owner", 100)],
    )
    _hand_in(book, application, "register", -30)
    _hand_in(book, application, "accounts", -150)
    application.action_submit()
    application.action_review()
    _accept(application)
    application._recommend(
        "approve", 40000, book.get("payment_term_30"), "Strong figures, old customer of two suppliers whom we asked."
    )
    decided = application.with_user(book.get("user_controller"))
    decided._approve(40000, book.get("payment_term_30"), "Agreed: the figures carry ten times as much.")
    profile = book.get("profile_vecht")
    book.keep("proposal_vecht", book.env["credit.limit.proposal"].search([("profile_id", "=", profile.id)]))


def _refuse(book):
    application = _apply(
        book,
        "voskuil",
        amount=15000,
        yearly=60000,
        purpose="Pumps for resale.",
        persons=[("Arie Voskuil", "both", 100)],
    )
    _hand_in(book, application, "register", -20)
    application.action_submit()
    application.action_review()
    _accept(application)
    application._recommend("refuse", 0, book.get("payment_term_30"), "Equity is used up after three years.")
    application.with_user(book.get("user_controller"))._refuse_credit(
        book.env.ref("customer_credit_view.credit_refusal_reason_figures"),
        "Grade E by a knock-out; nobody stands behind it.",
        customer_note="We gladly deliver against payment in advance.",
        standing="hold",
    )


def _review(book):
    """In review: a document to check, one that is missing, and a name like one on a list."""
    application = _apply(
        book,
        "orvane",
        amount=25000,
        yearly=120000,
        purpose="Ballast pumps for three coasters.",
        persons=[("Aoife Brennan", "director", 0), ("Cormac Orvane", "owner", 70), ("Niamh Orvane", "owner", 30)],
    )
    _hand_in(book, application, "register", -8)
    application.action_submit()
    application.action_review()


def _apply(book, customer, *, amount, yearly, purpose, persons):
    applications = book.env["credit.application"].with_user(book.get("user_analyst"))
    vals = {
        "partner_id": book.get(f"partner_{customer}").id,
        "contact_id": book.get(f"partner_{customer}_contact").id,
        "requested_amount": amount,
        "yearly_amount": yearly,
        "payment_term_id": book.get("payment_term_30").id,
        "purpose": purpose,
        "person_ids": [Command.create({"name": name, "role": role, "share": share}) for name, role, share in persons],
    }
    return book.keep(f"application_{customer}", applications.create(vals))


def _hand_in(book, application, kind, issued):
    """Hand in the document where it is asked for."""
    document_type = book.env.ref(f"customer_credit_view.credit_document_type_{kind}")
    rows = application.answer_ids.filtered(lambda row: row.type_id == document_type)
    sheet = print_sheet(document_type.name, (application.partner_id.name, "A document of the demo company."))
    document = book.env["credit.document"].with_user(book.get("user_analyst"))
    handed_in = document.create(
        {
            "partner_id": application.partner_id.id,
            "type_id": document_type.id,
            "file": base64.b64encode(sheet),
            "file_name": f"{kind}.pdf",
            "issue_date": book.day(issued),
        }
    )
    rows.document_ids = handed_in


def _accept(application):
    """Look at everything that was handed in, and look the rest up."""
    application.answer_ids.document_ids.action_accept()
    application.answer_ids.filtered(lambda row: row.kind == "check").action_accept()
