"""A customer pays online for one order while a seller confirms another: together they exceed the limit, one passes."""

import time

import pytest

from .credit_support import PRICE, confirmed, confirming, enforce_limits, grant, new_customer, new_order
from .gate_support import Visitor, create_user, holds_of, web_server
from .payment_support import PAID, allow_payments, settle
from .support import LONG, committed_database, in_parallel, no_deadlock, record_figure, transaction

# Two head starts make 200 payments.
ROUNDS = 100 if LONG else 2
# A small deposit confirms the order, which then counts for the rest.
SHARE = 0.1


@pytest.fixture(scope="module")
def database():
    with committed_database("credit-payment") as name:
        allow_payments(name)
        enforce_limits(name, "confirm")
        with no_deadlock(name):
            yield name


@pytest.fixture(scope="module")
def url(database):
    with web_server(database) as address:
        yield address


@pytest.fixture(scope="module")
def seller(database):
    with transaction(database) as env:
        return create_user(env, "credit_seller", ["sales_team.group_sale_salesman_all_leads"])


def make_pairs(database, name):
    """Return the ids of orders to be paid and to be confirmed, each pair of a customer of its own."""
    with transaction(database) as env:
        pairs = []
        for number in range(ROUNDS):
            customer = new_customer(env, f"{name} {number}")
            customer.email = "paying@example.com"
            grant(env, customer)
            paid = new_order(env, customer, prepayment_percent=SHARE, **PAID).id
            pairs.append((paid, new_order(env, customer).id))
        return pairs


@pytest.mark.parametrize("head_start", [0.0, 0.3])
def test_payment_and_confirmation_exceed_a_limit_together(database, url, seller, head_start):
    visitor = Visitor(url)
    for paid, other in make_pairs(database, f"Paying {head_start}"):
        outcomes = []

        def confirm(order=other, outcomes=outcomes):
            time.sleep(head_start)
            confirming(database, outcomes, order, uid=seller)()

        in_parallel(lambda order=paid: settle(database, visitor, order, PRICE * SHARE), confirm)
        assert confirmed(database, paid, other) == [PRICE]
        held = [order for order in (paid, other) if holds_of(database, order)]
        assert len(held) == 1, (held, outcomes)
    record_figure("payments beside a confirmation over a limit, of which one passed", ROUNDS, head_start=head_start)
