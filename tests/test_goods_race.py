"""Requirements ticked, and incidents reported, by several people at once, on committed data."""

import pytest
from odoo.exceptions import UserError

from .support import committed_database, in_parallel, retrying, transaction

PEOPLE = 4


@pytest.fixture(scope="module")
def database():
    with committed_database("goods-race") as name:
        yield name


def make_delivery(database):
    """Accept an order with one requirement; return the ids of its delivery and of the requirement."""
    with transaction(database) as env:
        product = env["product.product"].create({"name": "Race crate", "list_price": 10.0, "type": "consu"})
        line = {"product_id": product.id, "quantity": 2, "price_unit": 10.0, "promised_date": "2030-01-15"}
        partner = env["res.partner"].create({"name": "Race packer's customer", "city": "Leeds", "street": "1"})
        order = env["customer.order"].create(
            {
                "partner_id": partner.id,
                "customer_reference": "R",
                "line_ids": [(0, 0, line)],
                "head_requirement_ids": [(0, 0, {"name": "Two pallets"})],
            }
        )
        order.action_receive()
        order.action_accept()
        picking = order.sale_order_ids.picking_ids
        picking.move_ids.quantity = 2
        return picking.id, order.requirement_ids.id


def tick(picking_id, requirement_id):
    return lambda env: (
        env["stock.picking"].browse(picking_id)._tick(env["customer.order.requirement"].browse(requirement_id))
    )


def test_requirement_ticked_by_four_is_ticked_once(database):
    place = make_delivery(database)
    in_parallel(*[lambda: retrying(database, tick(*place), tries=50)] * PEOPLE)
    with transaction(database) as env:
        assert len(env["customer.order.requirement"].browse(place[1]).check_ids) == 1


def test_tick_is_not_taken_back_while_the_goods_leave(database):
    picking_id, requirement_id = make_delivery(database)
    retrying(database, tick(picking_id, requirement_id))
    refused = []

    def act(method):
        try:
            retrying(database, method, tries=50)
        except UserError as error:
            refused.append(error)

    def take_back(env):
        requirement = env["customer.order.requirement"].browse(requirement_id)
        env["stock.picking"].browse(picking_id)._withdraw_ticks(requirement)

    def leave(env):
        env["stock.picking"].browse(picking_id).button_validate()

    in_parallel(lambda: act(take_back), lambda: act(leave))
    with transaction(database) as env:
        is_ticked = not env["customer.order.requirement"].browse(requirement_id).check_ids.withdrawn_at
        assert (env["stock.picking"].browse(picking_id).state == "done") == is_ticked
    assert len(refused) == 1, refused


def test_incidents_reported_by_four_are_numbered_without_gaps(database):
    picking_id, _requirement_id = make_delivery(database)

    def report(env):
        env["customer.order.incident"].create({"picking_id": picking_id, "description": "Wet"})

    in_parallel(*[lambda: retrying(database, report, tries=50)] * PEOPLE)
    with transaction(database) as env:
        incidents = env["customer.order.incident"].search([("picking_id", "=", picking_id)])
        assert sorted(incidents.mapped("number")) == list(range(1, PEOPLE + 1))
