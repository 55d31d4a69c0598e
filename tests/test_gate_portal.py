"""A customer signs in the portal, over HTTP: the signature is kept, a held order stays unconfirmed."""

import pytest
from odoo.addons.order_gate.exceptions import OrderHeld

from .gate_support import (
    LIMIT,
    Visitor,
    call,
    create_order,
    holds_of,
    portal_token,
    read,
    set_up_gate,
    web_server,
)
from .support import committed_database, transaction

# One white pixel.
SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII="
SIGNED = {"require_signature": True, "require_payment": False}


@pytest.fixture(scope="module")
def database():
    with committed_database("gate-portal") as name:
        yield name


@pytest.fixture(scope="module")
def people(database):
    return set_up_gate(database)


@pytest.fixture(scope="module")
def visitor(database, people):
    with web_server(database) as url:
        yield Visitor(url)


def sign(database, visitor, order):
    answer = visitor.ask(
        f"/my/orders/{order}/accept", access_token=portal_token(database, order), name="Ann Buyer", signature=SIGNATURE
    )
    return visitor.page(answer["redirect_url"])


def test_signature_is_kept_and_the_order_held(database, people, visitor):
    order = create_order(database, people["seller"], **SIGNED)
    page = sign(database, visitor, order)
    assert read(database, "sale.order", order, "signed_by", "state") == ("Ann Buyer", "draft")
    assert read(database, "sale.order", order, "signature")
    assert [state for state, _act, _uid in holds_of(database, order)] == ["active"]
    assert "Received, under review" in page
    assert "over the limit" not in page, "what we think of an order is not for its customer"


def test_controllers_are_told(database, people, visitor):
    order = create_order(database, people["seller"], **SIGNED)
    sign(database, visitor, order)
    with transaction(database) as env:
        hold = env["order.hold"].search([("res_model", "=", "sale.order"), ("res_id", "=", order)])
        told = hold.message_ids.notified_partner_ids.user_ids.ids
        assert hold.user_id or {people["controller"], people["second"]} <= set(told)


def test_released_order_is_confirmed(database, people, visitor):
    order = create_order(database, people["seller"], **SIGNED)
    sign(database, visitor, order)
    with transaction(database) as env:
        hold = env["order.hold"].search([("res_model", "=", "sale.order"), ("res_id", "=", order)]).id
    call(database, people["controller"], "order.hold", "action_release_and_resume", [hold], "We know them")
    assert read(database, "sale.order", order, "state", "signed_by") == ("sale", "Ann Buyer")
    page = visitor.page(f"/my/orders/{order}?access_token={portal_token(database, order)}")
    assert "under review" not in page


def test_rejected_order_promises_nothing(database, people, visitor):
    order = create_order(database, people["seller"], **SIGNED)
    sign(database, visitor, order)
    with transaction(database) as env:
        hold = env["order.hold"].search([("res_model", "=", "sale.order"), ("res_id", "=", order)]).id
    call(database, people["controller"], "order.hold", "action_reject", [hold], "They never pay")
    page = visitor.page(f"/my/orders/{order}?access_token={portal_token(database, order)}")
    assert "Received, not confirmed" in page
    assert "They never pay" not in page


def test_clean_order_is_confirmed_by_its_signature(database, people, visitor):
    order = create_order(database, people["seller"], price=LIMIT, **SIGNED)
    page = sign(database, visitor, order)
    assert read(database, "sale.order", order, "state", "signed_by") == ("sale", "Ann Buyer")
    assert not holds_of(database, order)
    assert "under review" not in page


def test_quotation_that_was_refused_inside_looks_like_any_other(database, people, visitor):
    """The customer has done nothing yet: a refusal of our seller is no news for them."""
    order = create_order(database, people["seller"], **SIGNED)
    with pytest.raises(OrderHeld):
        call(database, people["seller"], "sale.order", "action_confirm", [order])
    assert holds_of(database, order)
    page = visitor.page(f"/my/orders/{order}?access_token={portal_token(database, order)}")
    assert "under review" not in page


def test_web_shop_validates_as_its_public_user(database, people):
    order = create_order(database, people["seller"])
    public = _public(database)
    with transaction(database, public) as env:
        env["sale.order"].sudo().browse(order)._validate_order()
    assert read(database, "sale.order", order, "state") == "draft"
    assert holds_of(database, order) == [("active", "act", public)]


def _public(database):
    with transaction(database) as env:
        return env.ref("base.public_user").id
