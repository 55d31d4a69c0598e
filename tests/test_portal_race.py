"""What a customer does twice at once in the portal, on committed data: it happens once."""

import pytest
from odoo.exceptions import AccessError, UserError

from .support import committed_database, in_parallel, retrying, transaction
from .test_invoicing_race import make_delivered

CLICKS = 4
SIGNER = {
    "name": "Pat",
    "signature": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
}


@pytest.fixture(scope="module")
def database():
    with committed_database("portal-race") as name:
        yield name


def click(database, act, refused, **kwargs):
    try:
        retrying(database, act, **kwargs)
    except (AccessError, UserError) as error:
        refused.append(str(error))


def make_customer(env, login):
    """Return the id of a new portal user."""
    partner = env["res.partner"].create({"name": "Race buyer", "email": f"{login}@race.example"})
    portal = env.ref("base.group_portal").ids
    users = env["res.users"].with_context(no_reset_password=True)
    return users.create({"login": login, "partner_id": partner.id, "group_ids": [(6, 0, portal)]}).id


def test_delivery_is_answered_once(database):
    with transaction(database) as env:
        order_id = make_delivered(env, 1)[0]
        uid = make_customer(env, "race answer")
    refused = []

    def answer(env):
        # As the controller does: access was checked, the user stays who it is.
        order = env["customer.order"].browse(order_id).sudo()
        order._portal_answer_delivery(order._get_portal_deliveries(), "accepted", "", {}, SIGNER)

    in_parallel(*[lambda: click(database, answer, refused, uid=uid)] * CLICKS)
    with transaction(database) as env:
        order = env["customer.order"].browse(order_id)
        assert order.delivery_acceptance_ids.mapped("verdict") == ["accepted"]
        sealed = env["evidence.entry"].search_count(
            [("subject_key", "=", order.name), ("event", "=", "customer_order.delivery_answered")]
        )
        assert sealed == 1
    assert len(refused) == CLICKS - 1, refused


def test_draft_is_submitted_once(database):
    with transaction(database) as env:
        env.company.customer_order_use_portal = True
        product = env["product.product"].create({"name": "Race valve", "is_customer_orderable": True})
        uid = make_customer(env, "race order")
    with transaction(database, uid) as env:
        draft = env["customer.order"]._portal_create_draft()
        draft._portal_add_products([(product.id, 1, False)])
        _faults, reviewed_hash = draft._portal_review()
    refused = []

    def submit(env):
        env["customer.order"].browse(draft.id)._portal_submit(reviewed_hash, SIGNER)

    in_parallel(*[lambda: click(database, submit, refused, uid=uid)] * CLICKS)
    with transaction(database) as env:
        order = env["customer.order"].browse(draft.id)
        assert order.state == "received"
        assert len(order.consent_ids) == 1
    assert len(refused) == CLICKS - 1, refused
