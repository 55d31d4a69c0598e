"""Two people answering, amending and accepting the same order at once, on committed data."""

import pytest
from odoo.exceptions import UserError

from .support import committed_database, in_parallel, retrying, transaction

CONSENT = {"channel": "portal", "name": "Pat Buyer"}


@pytest.fixture(scope="module")
def database():
    with committed_database("agreement-race") as name:
        yield name


def make_order(env, quantity=10):
    """Return an accepted order."""
    env["order.gate.rule"].search([]).action_archive()
    product = env["product.product"].create({"name": "Race pump", "list_price": 10.0, "is_storable": True})
    partner = env["res.partner"].create({"name": "Race customer"})
    line = {"product_id": product.id, "quantity": quantity, "requested_date": "2030-01-15"}
    values = {"partner_id": partner.id, "customer_reference": "R", "customer_date": "2029-12-01"}
    order = env["customer.order"].create({**values, "line_ids": [(0, 0, line)]})
    order.action_receive()
    return order


def outcome(database, act):
    """``act`` in its own transaction, as the server runs it; the sentence of a refusal, if it is refused."""
    try:
        retrying(database, act)
    except UserError as error:
        return str(error)
    return None


def propose(env, order, quantity):
    amendment = env["customer.order.amendment"].create({"order_id": order.id, "reason": "Agreed"})
    amendment.line_ids[0].quantity = quantity
    amendment.action_propose()
    return amendment


def test_counter_is_confirmed_once(database):
    with transaction(database) as env:
        order = make_order(env)
        order.line_ids.quantity = 8
        order.action_accept()
        order_id = order.id
    refused = []

    def confirm():
        refused.append(outcome(database, lambda env: env["customer.order"].browse(order_id)._confirm_counter(CONSENT)))

    in_parallel(confirm, confirm)
    with transaction(database) as env:
        order = env["customer.order"].browse(order_id)
        assert order.state == "accepted"
        assert len(order.consent_ids) == len(order.sale_order_ids) == 1
    assert len([sentence for sentence in refused if sentence]) == 1


def test_customer_confirms_while_we_withdraw(database):
    with transaction(database) as env:
        order = make_order(env)
        order.line_ids.quantity = 8
        order.action_accept()
        order_id = order.id
    refused = []

    def confirm():
        refused.append(outcome(database, lambda env: env["customer.order"].browse(order_id)._confirm_counter(CONSENT)))

    def withdraw():
        act = "Changed our mind"
        refused.append(
            outcome(database, lambda env: env["customer.order"].browse(order_id).action_withdraw_counter(act))
        )

    in_parallel(confirm, withdraw)
    with transaction(database) as env:
        order = env["customer.order"].browse(order_id)
        assert (order.state, len(order.sale_order_ids)) in (("accepted", 1), ("received", 0))
    assert len([sentence for sentence in refused if sentence]) == 1


def test_two_amendments_of_one_version(database):
    with transaction(database) as env:
        order = make_order(env)
        order.action_accept()
        ids = [propose(env, order, quantity).id for quantity in (4, 6)]
        order_id = order.id
    refused = []

    def agree(amendment_id):
        def act(env):
            env["customer.order.amendment"].browse(amendment_id)._record_customer_consent(CONSENT)

        refused.append(outcome(database, act))

    in_parallel(lambda: agree(ids[0]), lambda: agree(ids[1]))
    with transaction(database) as env:
        order = env["customer.order"].browse(order_id)
        amendments = env["customer.order.amendment"].browse(ids)
        # The second one was written for a version that is no longer in force: nobody can agree to it any more.
        assert sorted(amendments.mapped("state")) == ["applied", "expired"]
        assert order.current_version_id.number == 2
        [applied] = amendments.filtered(lambda amendment: amendment.state == "applied")
        assert order.line_ids.quantity == applied.line_ids.quantity
        order._check_as_accepted(order._get_open_sales())
    assert refused.count(None) == 1


def test_goods_leave_while_the_order_is_cancelled(database):
    with transaction(database) as env:
        order = make_order(env)
        order.action_accept()
        amendment = propose(env, order, 0)
        picking = order.sale_order_ids.picking_ids
        order_id, amendment_id, picking_id = order.id, amendment.id, picking.id
    refused = []

    def ship(env):
        picking = env["stock.picking"].browse(picking_id)
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        picking.button_validate()

    def agree(env):
        env["customer.order.amendment"].browse(amendment_id)._record_customer_consent(CONSENT)

    in_parallel(
        lambda: refused.append(outcome(database, ship)),
        lambda: refused.append(outcome(database, agree)),
    )
    with transaction(database) as env:
        order = env["customer.order"].browse(order_id)
        shipped = sum(order.sale_order_ids.order_line.mapped("qty_delivered"))
        assert (order.state == "cancelled", shipped) in ((True, 0), (False, 10))
        order._check_as_accepted(order._get_open_sales())


def test_numbers_of_amendments_are_unique(database):
    with transaction(database) as env:
        order = make_order(env)
        order.action_accept()
        order_id = order.id

    def amend():
        for _number in range(3):
            retrying(database, lambda env: env["customer.order.amendment"].create({"order_id": order_id}), tries=50)

    in_parallel(amend, amend)
    with transaction(database) as env:
        names = env["customer.order"].browse(order_id).amendment_ids.mapped("name")
        assert len(names) == len(set(names)) == 6
