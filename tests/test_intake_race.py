"""One message taken in and captured by two at once, on committed data."""

import pytest
from odoo.addons.customer_order_mgmt.tests.intake_support import order_mail, order_pdf
from odoo.exceptions import UserError

from .support import committed_database, in_parallel, retrying, transaction


@pytest.fixture(scope="module")
def database():
    with committed_database("intake-race") as name:
        with transaction(name) as env:
            domain = env["mail.alias.domain"].create({"name": "race.example.com"})
            env.company.write({"alias_domain_id": domain.id, "customer_order_alias_name": "orders"})
            env["res.partner"].create({"name": "Race customer", "email": "race@buyer.example.com"})
        yield name


def deliver(message_ref):
    mail = order_mail(
        ("order.pdf", "application/pdf", order_pdf()),
        message_id=message_ref,
        sender="race@buyer.example.com",
        to="orders@race.example.com",
    )
    return lambda env: env["mail.thread"].message_process(None, mail)


def find(env, message_ref):
    return env["customer.order.intake"].search([("message_ref", "=", message_ref)])


def test_mail_delivered_twice_at_once_is_taken_once(database):
    def gateway():
        retrying(database, deliver("<twice@buyer.example.com>"))

    in_parallel(gateway, gateway)
    with transaction(database) as env:
        assert len(find(env, "<twice@buyer.example.com>")) == 1
        assert not env["mail.mail"].search_count([("email_to", "ilike", "race@buyer.example.com")]), "nothing bounced"
        assert env.company.customer_order_alias_id.alias_status != "invalid"


def test_message_captured_by_two_becomes_one_order(database):
    with transaction(database) as env:
        deliver("<once@buyer.example.com>")(env)
        intake_id = find(env, "<once@buyer.example.com>").id
    refused = []

    def clerk():
        try:
            retrying(database, lambda env: env["customer.order.intake"].browse(intake_id).action_capture())
        except UserError as error:
            refused.append(str(error))

    in_parallel(clerk, clerk)
    with transaction(database) as env:
        intake = env["customer.order.intake"].browse(intake_id)
        assert intake.state == "captured"
        assert env["customer.order"].search_count([("intake_ids", "in", intake.ids)]) == 1
    assert len(refused) == 1
