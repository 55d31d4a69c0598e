"""Two orders that together exceed a limit, confirmed at the same moment: one passes, and nobody waits in vain."""

import threading
from concurrent.futures import ThreadPoolExecutor

import odoo.sql_db
import pytest
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from psycopg2.errors import DeadlockDetected

from .credit_support import LIMIT, PRICE, confirmed, confirming, enforce_limits, grant, new_customer, new_order
from .gate_support import create_user
from .support import (
    LONG,
    committed_database,
    empty_database,
    in_parallel,
    no_deadlock,
    odoo_process,
    record_figure,
    retrying,
    transaction,
)

ROUNDS = 200 if LONG else 5
SELLER = ["sales_team.group_sale_salesman_all_leads"]
# Each process confirms its orders one by one; before each it waits until the other one is as far.
PROCESS = """
import os, time
from pathlib import Path
from odoo.service.model import retrying
from odoo.addons.order_gate.exceptions import OrderHeld
folder, own, other = Path(os.environ["MEET"]), os.environ["OWN"], os.environ["OTHER"]
def act(order_id):
    env["sale.order"].browse(order_id).action_confirm()
    env.cr.commit()
for number, order_id in enumerate(map(int, os.environ["ORDERS"].split(","))):
    env.cr.rollback()
    (folder / f"{own}-{number}").touch()
    until = time.monotonic() + 200
    while not (folder / f"{other}-{number}").exists() and time.monotonic() < until:
        time.sleep(0.001)
    try:
        retrying(lambda: act(order_id), env)
        print("confirmed")
    except OrderHeld:
        env.cr.rollback()
        print("held")
"""


@pytest.fixture(scope="module")
def database():
    with committed_database("credit-race") as name:
        enforce_limits(name, "accept", "confirm")
        with no_deadlock(name):
            yield name


@pytest.fixture(scope="module")
def sellers(database):
    with transaction(database) as env:
        return [create_user(env, login, SELLER) for login in ("credit_first", "credit_second")]


def make_pair(database, number, amount=PRICE):
    with transaction(database) as env:
        customer = new_customer(env, f"Pair {number}")
        grant(env, customer)
        return (new_order(env, customer, amount) + new_order(env, customer, amount)).ids


def test_two_users_exceed_a_limit_together(database, sellers):
    for number in range(ROUNDS):
        pair, outcomes = make_pair(database, number), []
        in_parallel(*(confirming(database, outcomes, one, uid=uid) for one, uid in zip(pair, sellers, strict=True)))
        assert sorted(outcomes) == ["confirmed", "held"], outcomes
        assert confirmed(database, *pair) == [PRICE]
    record_figure("pairs of orders over a limit, of which one passed", ROUNDS)


def test_two_processes_exceed_a_limit_together(database, tmp_path):
    rounds = ROUNDS if LONG else 2
    pairs = [make_pair(database, f"of processes {number}") for number in range(rounds)]
    names = ("first", "second")
    processes = [
        odoo_process(
            database, PROCESS, MEET=str(tmp_path), OWN=own, OTHER=other, ORDERS=",".join(str(one) for one in orders)
        )
        for own, other, orders in zip(names, reversed(names), zip(*pairs, strict=True), strict=True)
    ]
    # Both are read at once: who writes more than a pipe holds waits for its reader, and the other one for him.
    with ThreadPoolExecutor(len(processes)) as readers:
        outputs = list(readers.map(lambda process: process.communicate(timeout=1200)[0], processes))
    # Beside what Odoo logs of the collisions.
    told = [[line for line in output.splitlines() if line in ("confirmed", "held")] for output in outputs]
    assert all(len(outcomes) == rounds for outcomes in told), outputs
    for pair, outcomes in zip(pairs, zip(*told, strict=True), strict=True):
        assert sorted(outcomes) == ["confirmed", "held"], outputs
        assert confirmed(database, *pair) == [PRICE]
    record_figure("pairs of orders over a limit in two processes, of which one passed", rounds)


def test_several_that_fit_all_pass(database):
    """Who lost a race runs again, and is not held for it."""
    with transaction(database) as env:
        customer = new_customer(env, "Roomy")
        grant(env, customer, 8 * 100)
        ids = [new_order(env, customer, 100).id for _number in range(9)]
    outcomes = []
    in_parallel(*(confirming(database, outcomes, order_id) for order_id in ids))
    assert sorted(outcomes) == ["confirmed"] * 8 + ["held"], outcomes


def test_raised_order_and_new_order(database):
    """One seller raises a confirmed order while another confirms a new one."""
    with transaction(database) as env:
        customer = new_customer(env, "Raising")
        grant(env, customer)
        old, new = new_order(env, customer, 500), new_order(env, customer, 600)
        old.action_confirm()
        line, ids = old.order_line.id, (old + new).ids
    outcomes = []

    def raise_it():
        try:
            retrying(database, lambda env: env["sale.order.line"].browse(line).write({"price_unit": 1400}))
        except Exception as error:
            outcomes.append(type(error).__name__)

    in_parallel(raise_it, confirming(database, [], ids[1]))
    assert sum(confirmed(database, *ids)) <= LIMIT, outcomes


def test_limit_of_a_group_holds_for_its_members(database):
    with transaction(database) as env:
        head = new_customer(env, "Group")
        members = [new_customer(env, f"Member {number}", head) for number in range(4)]
        grant(env, head)
        ids = [new_order(env, member).id for member in members]
    outcomes = []
    in_parallel(*(confirming(database, outcomes, order_id) for order_id in ids))
    assert sorted(outcomes) == ["confirmed", "held", "held", "held"], outcomes


def first_orders(database, name):
    with transaction(database) as env:
        customer = new_customer(env, name)
        return (new_order(env, customer) + new_order(env, customer)).ids


def test_two_first_orders_of_a_new_customer_make_one_profile(database):
    for number in range(ROUNDS):
        name = f"New {number}"
        ids, outcomes = first_orders(database, name), []
        in_parallel(*(confirming(database, outcomes, order_id) for order_id in ids))
        assert outcomes == ["confirmed", "confirmed"]
        with transaction(database) as env:
            assert env["credit.profile"].search_count([("partner_id.name", "=", name)]) == 1


def test_two_first_orders_of_a_customer_who_gets_no_credit(database):
    with transaction(database) as env:
        env.company.credit_empty_limit = "none"
    ids, outcomes = first_orders(database, "Without credit"), []
    try:
        in_parallel(*(confirming(database, outcomes, order_id) for order_id in ids))
    finally:
        with transaction(database) as env:
            env.company.credit_empty_limit = "unlimited"
    assert outcomes == ["held", "held"]


def test_two_customer_orders_are_accepted(database):
    with transaction(database) as env:
        customer = new_customer(env, "Accepting")
        grant(env, customer)
        product = env["product.product"].create({"name": "Race valve", "type": "consu", "taxes_id": False})
        line = {"product_id": product.id, "quantity": 1, "price_unit": PRICE, "promised_date": "2030-01-15"}
        vals = {"partner_id": customer.id, "customer_date": "2029-12-01", "line_ids": [(0, 0, line)]}
        orders = env["customer.order"].create([{**vals, "customer_reference": name} for name in ("A", "B")])
        orders.action_receive()
        ids = orders.ids

    def accept(order_id):
        def run():
            try:
                retrying(database, lambda env: env["customer.order"].browse(order_id).action_accept())
            except Exception as error:
                refused.append(type(error).__name__)

        return run

    refused = []
    in_parallel(*(accept(order_id) for order_id in ids))
    assert refused == ["OrderHeld"]
    with transaction(database) as env:
        assert sorted(env["customer.order"].browse(ids).mapped("state")) == ["accepted", "received"]


def test_batches_of_two_customers_in_opposite_order_do_not_wait_for_each_other_for_ever(database):
    with transaction(database) as env:
        first, second = (new_customer(env, name) for name in ("First", "Second"))
        for customer in (first, second):
            grant(env, customer, 10**6)
        forth = [(new_order(env, first) + new_order(env, second)).ids for _time in range(5)]
        back = [(new_order(env, second) + new_order(env, first)).ids for _time in range(5)]

    def batch(pairs):
        def run():
            for ids in pairs:
                retrying(database, lambda env, ids=ids: env["sale.order"].browse(ids).action_confirm())

        return run

    in_parallel(batch(forth), batch(back))
    ids = [order_id for pair in forth + back for order_id in pair]
    assert len(confirmed(database, *ids)) == len(ids)


def passes_beside(database, slow, passing):
    """Whether the order ``passing`` is confirmed while the confirmation of ``slow`` has not committed yet."""
    with transaction(database) as first:
        first["sale.order"].browse(slow).action_confirm()
        first.cr.flush()
        try:
            with transaction(database) as env:
                env.cr.execute("SET LOCAL lock_timeout = '2s'")
                env["sale.order"].browse(passing).action_confirm()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            return False
    return len(confirmed(database, slow, passing)) == 2


def test_nothing_waits_behind_a_customer_it_does_not_share(database):
    with transaction(database) as env:
        customers = [new_customer(env, name) for name in ("Busy", "Free")]
        for customer in customers:
            grant(env, customer, 10**6)
        ids = [new_order(env, customer).id for customer in customers]
    assert passes_beside(database, *ids)


def test_new_customers_do_not_wait_for_each_other(database):
    with transaction(database) as env:
        ids = [new_order(env, new_customer(env, name)).id for name in ("Newcomer", "Other newcomer")]
    assert passes_beside(database, *ids)


def test_members_of_a_group_wait_for_each_other_where_the_group_has_a_limit(database):
    with transaction(database) as env:
        head = new_customer(env, "Head")
        members = [new_customer(env, f"Daughter {number}", head) for number in range(2)]
        for customer in members:
            grant(env, customer, 10**6)
        profile = env["credit.profile"]._get_for(head, env.company)
        ids = [new_order(env, customer).id for customer in members * 2]
    assert passes_beside(database, *ids[:2])
    with transaction(database) as env:
        grant(env, profile.with_env(env).partner_id, 10**6)
    assert not passes_beside(database, *ids[2:])


def test_deadlock_is_noticed():
    """What the others rest on: two transactions that lock in opposite order are a deadlock, and it is counted."""
    both_have_one, ended = threading.Barrier(2), []

    def lock(database, *keys):
        def run():
            with odoo.sql_db.db_connect(database).cursor() as cr:
                try:
                    cr.execute("SELECT pg_advisory_xact_lock(%s)", [keys[0]])
                    both_have_one.wait(10)
                    cr.execute("SELECT pg_advisory_xact_lock(%s)", [keys[1]])
                except DeadlockDetected:
                    # Swallowed, as by whoever tries again.
                    ended.append(keys)

        return run

    noticed = pytest.raises(AssertionError, match="1 deadlocks")
    with empty_database("deadlock") as database, noticed, no_deadlock(database):
        in_parallel(lock(database, 1, 2), lock(database, 2, 1))
    assert len(ended) == 1
