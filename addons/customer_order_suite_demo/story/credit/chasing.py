"""What is owed and contested, who shows signs of trouble, and what is expected to be lost."""

from odoo.fields import Command

LOSS_RATES = {0: 0.004, 1: 0.012, 31: 0.035, 61: 0.09, 91: 0.22, 181: 0.55}


def tell(book):
    _dispute(book)
    _expect_losses(book)
    _warn(book)
    _decide_standings(book)
    _look_back(book)


def _dispute(book):
    disputes = book.env["credit.dispute"].with_user(book.get("user_analyst"))
    denied = disputes.create(
        {
            "move_id": _get_open_invoice(book, "11").id,
            "reason": "other",
            "description": "Purchasing says that it never placed the order; Sales has its signed confirmation.",
            "user_id": book.get("user_manager").id,
            "raised_date": book.day(-12),
            "deadline_date": book.day(9),
        }
    )
    book.keep("dispute_greatbend", denied)
    broken = disputes.create(
        {
            "move_id": _get_open_invoice(book, "14").id,
            "amount": 1200,
            "reason": "quality",
            "description": "The terminal box of one pump is cracked.",
            "user_id": book.get("user_manager").id,
            "raised_date": book.day(-20),
            "deadline_date": book.day(-2),
        }
    )
    book.keep("dispute_sluiswachter", broken)
    price = disputes.create(
        {
            "move_id": _get_open_invoice(book, "12").id,
            "reason": "price",
            "description": "The buyer has last year's list on his desk.",
            "raised_date": book.day(-16),
        }
    )
    price.settlement = "The price is that of the order which the customer confirmed; the buyer agrees and pays."
    book.keep("dispute_calder", price).action_reject()


def _get_open_invoice(book, key):
    invoices = book.get(f"order_{key}").sale_order_ids.invoice_ids
    open_ones = invoices.filtered(lambda move: move.state == "posted" and move.amount_residual > 0)
    return open_ones.sorted("amount_residual")[-1]


def _expect_losses(book):
    rates = [Command.create({"days_from": begin, "rate": rate}) for begin, rate in LOSS_RATES.items()]
    book.once(
        "credit_loss_matrix",
        "credit.loss.matrix",
        name="Loss rates of trade customers",
        company_id=book.company.id,
        valid_from=book.day(-330),
        forward_factor=1.1,
        basis="Write-offs of five years by age; a tenth more for the outlook of the construction trade.",
        rate_ids=rates,
    )


def _warn(book):
    behaviour = book.env["credit.behaviour"]
    behaviour._count_all(book.company)
    behaviour._warn(book.company)


def _decide_standings(book):
    controller = book.get("user_controller")
    decisions = {
        "good": (("polderwerk", "nordstein", "nordstein_group", "calder", "lakeshore"), "Pays within its terms."),
        "watch": (("harrow", "greatbend"), "Owes for more than a month, or kept half a promise; two years of losses."),
    }
    for standing, (customers, reason) in decisions.items():
        for customer in customers:
            book.get(f"profile_{customer}").with_user(controller)._set_standing(standing, reason)


def _look_back(book):
    test = book.env["credit.back.test"].with_user(book.get("user_analyst"))
    test.create({"date": book.day(-190), "months": 6, "bad_days": 30}).action_test()
