"""A customer pays online, over HTTP: the money is kept and booked, a held order stays unconfirmed."""

import re

import pytest

from .gate_support import (
    LIMIT,
    Visitor,
    call,
    create_order,
    holds_of,
    read,
    set_up_gate,
    web_server,
)
from .payment_support import PAID, allow_payments, pay, start
from .support import committed_database, transaction

PRICE = 2000.0


@pytest.fixture(scope="module")
def database():
    with committed_database("gate-payment") as name:
        allow_payments(name)
        yield name


@pytest.fixture(scope="module")
def people(database):
    return set_up_gate(database)


@pytest.fixture(scope="module")
def visitor(database, people):
    with web_server(database) as url:
        yield Visitor(url)


def booked(database, order):
    """Return ``[(amount, state)]`` of the payments of an order that were posted."""
    with transaction(database) as env:
        transactions = env["sale.order"].browse(order).transaction_ids
        assert all(transactions.mapped("is_post_processed"))
        return [(payment.amount, payment.move_id.state) for payment in transactions.payment_id]


def release_and_resume(database, people, order):
    with transaction(database) as env:
        domain = [("res_model", "=", "sale.order"), ("res_id", "=", order), ("state", "=", "active")]
        hold = env["order.hold"].search(domain).id
    call(database, people["controller"], "order.hold", "action_release_and_resume", [hold], "They have paid")


def test_paid_order_is_held_and_its_money_booked(database, people, visitor):
    order = create_order(database, people["seller"], **PAID)
    page = pay(database, visitor, order, PRICE)
    assert booked(database, order) == [(PRICE, "posted")]
    assert read(database, "sale.order", order, "state") in ("draft", "sent")
    assert [state for state, _act, _uid in holds_of(database, order)] == ["active"]
    assert re.search("under review", page, re.IGNORECASE)
    assert "over the limit" not in page
    with transaction(database) as env:
        hold = env["order.hold"].search([("res_model", "=", "sale.order"), ("res_id", "=", order)])
        told = set(hold.message_ids.notified_partner_ids.user_ids.ids)
        assert {people["controller"], people["second"]} <= told


def test_release_and_resume_confirms_a_paid_order(database, people, visitor):
    order = create_order(database, people["seller"], **PAID)
    pay(database, visitor, order, PRICE)
    release_and_resume(database, people, order)
    assert read(database, "sale.order", order, "state") == "sale"
    assert booked(database, order) == [(PRICE, "posted")]


def test_clean_order_is_confirmed_by_its_payment(database, people, visitor):
    order = create_order(database, people["seller"], price=LIMIT, **PAID)
    pay(database, visitor, order, LIMIT)
    assert read(database, "sale.order", order, "state") == "sale"
    assert not holds_of(database, order)


def test_browser_closed_before_the_status_page(database, people, visitor):
    """The cron books what no browser waited for."""
    order = create_order(database, people["seller"], **PAID)
    reference = start(database, visitor, order, PRICE)
    visitor.ask("/payment/demo/simulate_payment", reference=reference, payment_details="4242", simulated_state="done")
    with transaction(database) as env:
        assert not env["payment.transaction"].search([("reference", "=", reference)]).is_post_processed
        env["payment.transaction"]._cron_post_process()
    assert booked(database, order) == [(PRICE, "posted")]
    assert read(database, "sale.order", order, "state") in ("draft", "sent")
    assert [state for state, _act, _uid in holds_of(database, order)] == ["active"]


def test_status_page_asked_twice_books_once(database, people, visitor):
    order = create_order(database, people["seller"], **PAID)
    pay(database, visitor, order, PRICE)
    visitor.ask("/payment/status/poll")
    with transaction(database) as env:
        env["payment.transaction"]._cron_post_process()
    assert booked(database, order) == [(PRICE, "posted")]
    assert len(holds_of(database, order)) == 1


def test_partial_payment_that_confirms_nothing_holds_nothing(database, people, visitor):
    order = create_order(database, people["seller"], **PAID)
    pay(database, visitor, order, PRICE / 2)
    assert booked(database, order) == [(PRICE / 2, "posted")]
    assert read(database, "sale.order", order, "state") in ("draft", "sent")
    assert not holds_of(database, order)


def test_two_payments_of_one_order_are_one_hold(database, people, visitor):
    order = create_order(database, people["seller"], **PAID)
    pay(database, visitor, order, PRICE / 2)
    pay(database, visitor, order, PRICE / 2)
    assert booked(database, order) == [(PRICE / 2, "posted")] * 2
    assert [state for state, _act, _uid in holds_of(database, order)] == ["active"]
    release_and_resume(database, people, order)
    assert read(database, "sale.order", order, "state") == "sale"


def test_prepayment_reaches_the_gate(database, people, visitor):
    order = create_order(database, people["seller"], prepayment_percent=0.5, **PAID)
    pay(database, visitor, order, PRICE / 2)
    assert booked(database, order) == [(PRICE / 2, "posted")]
    assert [state for state, _act, _uid in holds_of(database, order)] == ["active"]


@pytest.fixture
def automatic_invoice(database):
    with transaction(database) as env:
        env["ir.config_parameter"].set_param("sale.automatic_invoice", "True")
        env["ir.config_parameter"].set_param("sale.async_emails", "True")
    yield
    with transaction(database) as env:
        env["ir.config_parameter"].set_param("sale.automatic_invoice", False)
        env["ir.config_parameter"].set_param("sale.async_emails", False)


def test_held_order_is_invoiced_when_it_is_resumed(database, people, visitor, automatic_invoice):
    order = create_order(database, people["seller"], **PAID)
    pay(database, visitor, order, PRICE)
    assert booked(database, order) == [(PRICE, "posted")]
    with transaction(database) as env:
        assert not env["sale.order"].browse(order).invoice_ids
    release_and_resume(database, people, order)
    with transaction(database) as env:
        record = env["sale.order"].browse(order)
        assert record.state == "sale"
        assert record.invoice_ids.mapped("state") == ["posted"]
        assert record.invoice_ids.amount_total == PRICE


def test_held_invoice_of_a_paid_order_stays_a_draft_and_the_money_is_booked(
    database, people, visitor, automatic_invoice
):
    with transaction(database) as env:
        vals = {"kind": "value", "mode": "enforce", "checkpoint": "invoice", "amount_limit": 10}
        rule = env["order.gate.rule"].create({"name": "Invoices", **vals}).id
        env.company.order_gate_invoice_blocks = True
    try:
        order = create_order(database, people["seller"], price=LIMIT, **PAID)
        pay(database, visitor, order, LIMIT)
        assert booked(database, order) == [(LIMIT, "posted")]
        with transaction(database) as env:
            record = env["sale.order"].browse(order)
            assert record.state == "sale"
            assert record.invoice_ids.state == "draft"
            invoice = record.invoice_ids.id
        assert [state for state, _act, _uid in holds_of(database, invoice, "account.move")] == ["active"]
    finally:
        with transaction(database) as env:
            env["order.gate.rule"].browse(rule).action_archive()
            env.company.order_gate_invoice_blocks = False
