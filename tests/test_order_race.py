"""Order numbers without gaps, and two people accepting one order, on committed data."""

import re

import pytest
from odoo.exceptions import UserError

from .support import LONG, committed_database, in_parallel, record_figure, retrying, transaction

WRITERS = 8
ORDERS = 48 if LONG else 16


@pytest.fixture(scope="module")
def database():
    with committed_database("order-race") as name:
        yield name


def make_orders(env, count):
    product = env["product.product"].create({"name": "Race pump", "list_price": 10.0, "type": "consu"})
    partner = env["res.partner"].create({"name": "Race customer"})
    line = {"product_id": product.id, "quantity": 2, "price_unit": 10.0, "promised_date": "2030-01-15"}
    values = {"partner_id": partner.id, "customer_reference": "R", "customer_date": "2029-12-01"}
    return env["customer.order"].create([{**values, "line_ids": [(0, 0, line)]} for _number in range(count)])


def test_numbers_have_no_gaps_when_eight_receive_and_some_roll_back(database):
    with transaction(database) as env:
        ids = make_orders(env, ORDERS).ids
    collisions = []

    class ChangedMind(Exception):
        pass

    def receive(order_id):
        return lambda env: env["customer.order"].browse(order_id).action_receive()

    def receive_and_roll_back(order_id):
        def act(env):
            receive(order_id)(env)
            env.flush_all()
            raise ChangedMind

        return act

    def writer(number):
        for order_id in ids[number::WRITERS]:
            with pytest.raises(ChangedMind):
                retrying(database, receive_and_roll_back(order_id))
            collisions.append(retrying(database, receive(order_id), tries=200))

    in_parallel(*[lambda number=number: writer(number) for number in range(WRITERS)])
    with transaction(database) as env:
        orders = env["customer.order"].browse(ids)
        every = env["customer.order"].search([("company_id", "=", orders[0].company_id.id), ("state", "!=", "draft")])
        numbers = sorted(int(re.sub(r"\D", "", name)) for name in orders.mapped("name"))
        assert numbers == list(range(numbers[0], numbers[0] + ORDERS))
        assert len(set(every.mapped("name"))) == len(every)
    record_figure("orders received by 8 at once without a gap", ORDERS, collisions=sum(collisions))


def test_order_accepted_by_two_is_accepted_once(database):
    with transaction(database) as env:
        order = make_orders(env, 1)
        order.action_receive()
        order_id = order.id
    refused = []

    def accept():
        try:
            retrying(database, lambda env: env["customer.order"].browse(order_id).action_accept())
        except UserError as error:
            refused.append(str(error))

    in_parallel(accept, accept)
    with transaction(database) as env:
        order = env["customer.order"].browse(order_id)
        assert order.state == "accepted"
        assert len(order.version_ids) == 1
        assert len(order.sale_order_ids) == 1
    assert len(refused) == 1, refused


def test_deposit_invoiced_by_two_is_invoiced_once(database):
    with transaction(database) as env:
        order = make_orders(env, 1)
        env.ref("base.main_company").account_sale_tax_id = False
        order.arrangement_ids = [(0, 0, {"kind": "deposit", "percent": 40.0}), (0, 0, {"kind": "open_credit"})]
        order.action_receive()
        order.action_accept()
        order_id = order.id

    def press():
        retrying(database, lambda env: env["customer.order"].browse(order_id).action_invoice_deposit())

    in_parallel(press, press)
    with transaction(database) as env:
        row = env["customer.order"].browse(order_id).arrangement_ids[0]
        assert len(row.deposit_move_ids) == 1
        assert row.deposit_move_ids.amount_total == row.amount
