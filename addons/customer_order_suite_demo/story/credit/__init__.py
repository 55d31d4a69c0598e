"""Who may owe the company how much: the credit of its customers, and three that apply for it."""

from . import chasing, ledger, limits, people, restricted, rules, strength
from . import applying

PARTS = (people, ledger, strength, limits, chasing, restricted, applying, rules)


def tell(book):
    """Tell it once, the day it is loaded: who pays how follows from invoices, not from what is written about it."""
    if book.find("credit_proof"):
        return
    for part in PARTS:
        part.tell(book)
        book.env.flush_all()
    _forget_mails(book)
    proofs = book.env["credit.proof"]._prove()
    book.keep("credit_proof", proofs.filtered(lambda proof: proof.company_id == book.company))


def _forget_mails(book):
    """Told, not mailed: customers of a story have no mailbox."""
    book.env["mail.mail"].search([("model", "=like", "credit.%"), ("state", "=", "outgoing")]).cancel()
