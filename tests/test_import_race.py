"""One file imported by two people at the same time, on committed data."""

import base64

import pytest
from odoo.addons.customer_order_mgmt.exceptions import OrderFileKnown
from odoo.addons.customer_order_mgmt.tests.test_import_wizard import TABLE
from psycopg2.errors import UniqueViolation

from .support import committed_database, in_parallel, retrying, transaction
from .test_import_fuzz import make_master

PEOPLE = 6


@pytest.fixture(scope="module")
def database():
    with committed_database("import-race") as name:
        with transaction(name) as env:
            make_master(env)
        yield name


def preview(env, **vals):
    file = base64.b64encode(TABLE.encode())
    wizard = env["customer.order.import"].create({"file": file, "filename": "orders.csv", **vals})
    wizard.action_preview()
    return wizard.id


def import_together(database, wizard_ids):
    """Let everybody press Import at once; return how many were told that somebody was faster."""
    told = []

    def press(wizard_id):
        try:
            retrying(database, lambda env: env["customer.order.import"].browse(wizard_id).action_import())
        except (OrderFileKnown, UniqueViolation):
            told.append(wizard_id)

    in_parallel(*[lambda wizard_id=wizard_id: press(wizard_id) for wizard_id in wizard_ids])
    return len(told)


def count_orders(database):
    with transaction(database) as env:
        return env["customer.order"].search_count([("customer_reference", "in", ("PO 1", "PO 2"))])


@pytest.mark.parametrize("again", [False, True], ids=["new file", "known file"])
def test_one_of_those_who_import_the_same_file_succeeds(database, again):
    before = count_orders(database)
    with transaction(database) as env:
        wizard_ids = [preview(env, import_again=again) for _person in range(PEOPLE)]
    assert import_together(database, wizard_ids) == PEOPLE - 1
    assert count_orders(database) == before + 2
