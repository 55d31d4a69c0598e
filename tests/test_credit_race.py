"""Two orders that together exceed a limit, confirmed at the same moment: one passes, and nobody waits in vain."""

import os

import pytest
from odoo import fields
from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.fields import Command

from .support import committed_database, in_parallel, odoo_process, record_figure, retrying, transaction

ROUNDS = 200 if os.environ.get("SUITE_LONG") else 5
LIMIT = 1500


@pytest.fixture(scope="module")
def database():
    with committed_database("credit-race") as name:
        with transaction(name) as env:
            env["order.gate.rule"].search([]).action_archive()
            env["credit.rule"].create(
                {"name": "Limit", "kind": "limit_used", "checkpoint": "confirm", "mode": "enforce", "severity": "block"}
            )
        yield name


def new_customer(env, name, parent=None):
    return env["res.partner"].create({"name": name, "is_company": True, "parent_id": parent and parent.id})


def grant(env, customer, amount):
    profile = env["credit.profile"]._get_for(customer, env.company)
    vals = {
        "profile_id": profile.id,
        "currency_id": env.company.currency_id.id,
        "amount": amount,
        "date_from": fields.Date.context_today(profile),
    }
    env["credit.limit"]._grant([vals], "Agreed.")
    return profile


def new_order(env, customer, amount=1000):
    product = env["product.product"].search([("name", "=", "Race pump")], limit=1) or env["product.product"].create(
        {"name": "Race pump", "type": "service"}
    )
    line = {"product_id": product.id, "product_uom_qty": 1, "price_unit": amount, "tax_ids": [Command.clear()]}
    return env["sale.order"].create({"partner_id": customer.id, "order_line": [Command.create(line)]})


def confirming(database, outcomes, *order_ids):
    """A callable that confirms orders as Odoo's RPC layer would, and notes what came of it."""

    def run():
        try:
            for order_id in order_ids:
                retrying(database, lambda env, order_id=order_id: env["sale.order"].browse(order_id).action_confirm())
                outcomes.append("confirmed")
        except OrderHeld:
            outcomes.append("held")

    return run


def confirmed(database, *order_ids):
    with transaction(database) as env:
        return env["sale.order"].browse(order_ids).filtered(lambda order: order.state == "sale").mapped("amount_total")


def test_two_orders_that_exceed_a_limit_together(database):
    for number in range(ROUNDS):
        with transaction(database) as env:
            customer = new_customer(env, f"Both {number}")
            grant(env, customer, LIMIT)
            ids = (new_order(env, customer) + new_order(env, customer)).ids
        outcomes = []
        in_parallel(*(confirming(database, outcomes, order_id) for order_id in ids))
        assert sorted(outcomes) == ["confirmed", "held"], outcomes
        assert confirmed(database, *ids) == [1000.0]
    record_figure("pairs of orders over a limit, of which one passed", ROUNDS)


def test_limit_of_a_group_holds_for_its_members(database):
    with transaction(database) as env:
        head = new_customer(env, "Group")
        members = [new_customer(env, f"Member {number}", head) for number in range(4)]
        grant(env, head, LIMIT)
        env["credit.profile"]._get_for(env["res.partner"].union(*members), env.company)
        ids = [new_order(env, member).id for member in members]
    outcomes = []
    in_parallel(*(confirming(database, outcomes, order_id) for order_id in ids))
    assert sorted(outcomes) == ["confirmed", "held", "held", "held"], outcomes


def test_orders_of_two_customers_in_opposite_order_do_not_wait_for_each_other_for_ever(database):
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


def test_nothing_waits_behind_a_customer_it_does_not_share(database):
    with transaction(database) as env:
        busy, free = (new_customer(env, name) for name in ("Busy", "Free"))
        for customer in (busy, free):
            grant(env, customer, 10**6)
        held, passing = new_order(env, busy).id, new_order(env, free).id
    with transaction(database) as slow:
        slow["sale.order"].browse(held).action_confirm()
        slow.cr.flush()
        # The first has not committed yet.
        with transaction(database) as env:
            env.cr.execute("SET LOCAL lock_timeout = '2s'")
            env["sale.order"].browse(passing).action_confirm()
    assert len(confirmed(database, held, passing)) == 2


def test_two_processes(database):
    with transaction(database) as env:
        customer = new_customer(env, "Processes")
        grant(env, customer, LIMIT)
        ids = (new_order(env, customer) + new_order(env, customer)).ids
    script = (
        "from odoo.service.model import retrying\n"
        "def act():\n"
        "    env['sale.order'].browse({}).action_confirm()\n"
        "    env.cr.commit()\n"
        "try:\n"
        "    retrying(act, env)\n"
        "except Exception as error:\n"
        "    print(type(error).__name__)\n"
    )
    processes = [odoo_process(database, script.format(order_id)) for order_id in ids]
    output = "".join(process.communicate(timeout=240)[0] for process in processes)
    assert "OrderHeld" in output, output
    assert confirmed(database, *ids) == [1000.0]
