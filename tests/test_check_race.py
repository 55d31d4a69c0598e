"""Two orders that must not both be accepted: one number, what is left of a framework, one quotation."""

import pytest
from odoo.exceptions import UserError

from .support import committed_database, in_parallel, retrying, transaction


@pytest.fixture(scope="module")
def database():
    with committed_database("check-race") as name:
        with transaction(name) as env:
            env["order.gate.rule"].search([]).action_archive()
        yield name


def make_orders(env, count=2, quantity=10, **vals):
    """Return received orders of one new customer, each with a number of its own."""
    product = env["product.product"].create({"name": "Race pump", "list_price": 10.0, "type": "consu"})
    partner = env["res.partner"].create({"name": "Race customer", "is_company": True})
    values = {"partner_id": partner.id, "customer_date": "2029-12-01", **vals}
    line = {"product_id": product.id, "quantity": quantity, "requested_date": "2030-01-15"}
    orders = env["customer.order"].create(
        [{**values, "customer_reference": f"Race {number}", "line_ids": [(0, 0, line)]} for number in range(count)]
    )
    orders.action_receive()
    return orders


def run_all(database, acts):
    """Run the acts at once, each as the server would; return the sentences of those that were refused."""
    refused = []

    def attempt(act):
        try:
            retrying(database, act)
        except UserError as error:
            refused.append(str(error))

    in_parallel(*[lambda act=act: attempt(act) for act in acts])
    return refused


def states(database, ids):
    with transaction(database) as env:
        return sorted(env["customer.order"].browse(ids).mapped("state"))


def test_two_orders_that_get_the_same_number_are_not_both_accepted(database):
    """Neither sees the other's number when it begins: only the claim lets the loser see it."""
    with transaction(database) as env:
        ids = make_orders(env).ids

    def renumber_and_accept(order_id):
        def act(env):
            order = env["customer.order"].browse(order_id)
            order.customer_reference = "PO-0077"
            order.action_accept()

        return act

    refused = run_all(database, [renumber_and_accept(order_id) for order_id in ids])
    assert states(database, ids) == ["accepted", "received"]
    assert len(refused) == 1 and "PO-0077" in refused[0], refused


def make_releases(env, quantity):
    """Return two received releases of ``quantity`` each, of a new framework over 100."""
    valid = {"is_framework": True, "framework_start_date": "2026-01-01", "framework_end_date": "2030-12-31"}
    framework = make_orders(env, count=1, quantity=100, **valid)
    framework.action_accept()
    line = {"product_id": framework.line_ids.product_id.id, "quantity": quantity, "requested_date": "2030-01-15"}
    values = {"partner_id": framework.partner_id.id, "framework_id": framework.id, "customer_date": "2029-12-01"}
    releases = env["customer.order"].create(
        [{**values, "customer_reference": f"Release {number}", "line_ids": [(0, 0, line)]} for number in (1, 2)]
    )
    releases.action_receive()
    return releases


def released(database, ids):
    with transaction(database) as env:
        return env["customer.order"].browse(ids).framework_id.line_ids.released_quantity


def test_two_releases_do_not_share_what_is_left_of_a_framework(database):
    with transaction(database) as env:
        ids = make_releases(env, 60).ids
    refused = run_all(database, [lambda env, one=one: env["customer.order"].browse(one).action_accept() for one in ids])
    assert states(database, ids) == ["accepted", "received"]
    assert len(refused) == 1 and "40" in refused[0], refused
    assert released(database, ids) == 60


def test_two_amended_releases_do_not_share_what_is_left_of_a_framework(database):
    with transaction(database) as env:
        releases = make_releases(env, 40)
        releases.action_accept()
        amendments = env["customer.order.amendment"].create(
            [{"order_id": release.id, "reason": "More is needed"} for release in releases]
        )
        amendments.line_ids.quantity = 60
        amendments.action_propose()
        ids = amendments.ids
        order_ids = releases.ids

    def agree(amendment_id):
        consent = {"channel": "portal", "name": "Pat Buyer"}
        return lambda env: env["customer.order.amendment"].browse(amendment_id)._record_customer_consent(consent)

    # What was agreed and cannot be carried out stays agreed and is held: the consent is not lost.
    assert run_all(database, [agree(one) for one in ids]) == []
    with transaction(database) as env:
        amendments = env["customer.order.amendment"].browse(ids)
        assert sorted(amendments.mapped("state")) == ["agreed", "applied"]
        [held] = env["order.hold"].search([("state", "=", "active"), ("res_id", "in", order_ids)])
        assert "40.00 Units are left" in held.finding_ids.message
    assert released(database, order_ids) == 100


def test_one_quotation_is_confirmed_for_one_order(database):
    with transaction(database) as env:
        orders = make_orders(env)
        sale = env["sale.order"].create({"partner_id": orders.partner_id.id})
        sale.order_line = [
            (0, 0, {"product_id": line.product_id.id, "product_uom_qty": line.quantity, "price_unit": line.price_unit})
            for line in orders[0].line_ids
        ]
        sale.payment_term_id = orders[0].payment_term_id
        orders.quotation_ids = sale
        ids, sale_id = orders.ids, sale.id
    refused = run_all(database, [lambda env, one=one: env["customer.order"].browse(one).action_accept() for one in ids])
    assert states(database, ids) == ["accepted", "received"]
    assert len(refused) == 1, refused
    with transaction(database) as env:
        assert env["sale.order"].browse(sale_id).customer_order_id.state == "accepted"
