"""Refusals on committed data: a hold survives the rollback that its refusal causes, and nothing else does."""

import contextlib
from datetime import timedelta
from unittest.mock import patch

import pytest
from odoo import api, fields
from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.modules.registry import Registry

from .gate_support import LIMIT, call, create_order, holds_of, line_of, read, set_up_gate
from .support import LONG, committed_database, retrying, transaction

HOSTILE = {
    "active_test": False,
    "allowed_company_ids": [1],
    "bypass_gate": True,
    "bypass_risk": True,
    "default_company_id": 1,
    "default_gate_hold_state": "released",
    "default_state": "sale",
    "disable_abnormal_invoice_detection": True,
    "force_company": 1,
    "force_delete": True,
    "from_orderpoint": True,
    "gate_quiet": True,
    "import_file": True,
    "install_mode": True,
    "lang": "en_US",
    "mail_create_nolog": True,
    "mail_notrack": True,
    "module_uninstall": True,
    "no_gate": True,
    "noonboarding": True,
    "order_gate.passed": True,
    "order_gate.quiet": True,
    "order_gate.watched": [["sale.order", 1]],
    "prefetch_fields": False,
    "send_email": True,
    "skip_gate": True,
    "skip_procurement": True,
    "skip_validation_check": True,
    "su": True,
    "tracking_disable": True,
    "tz": "Pacific/Kiritimati",
    "uid": 1,
    "validate_analytic": False,
}
# Each key goes the same way: a third of them shows it, all of them in the long run.
KEYS = sorted(HOSTILE) if LONG else sorted(HOSTILE)[::3]


@pytest.fixture(scope="module")
def database():
    with committed_database("gate-refusals") as name:
        yield name


@pytest.fixture(scope="module")
def people(database):
    return set_up_gate(database)


@pytest.fixture
def order(database, people):
    return create_order(database, people["seller"])


@pytest.fixture(scope="module")
def confirmed(database, people):
    order_id = create_order(database, people["seller"], price=LIMIT)
    call(database, people["seller"], "sale.order", "action_confirm", [order_id])
    assert read(database, "sale.order", order_id, "state") == "sale"
    return order_id


def test_hold_survives_the_rollback_of_its_refusal(database, people, order):
    with pytest.raises(OrderHeld):
        call(database, people["seller"], "sale.order", "action_confirm", [order])
    assert read(database, "sale.order", order, "state") == "draft"
    assert holds_of(database, order) == [("active", "act", people["seller"])]


def test_five_refusals_are_one_hold(database, people, order):
    for _attempt in range(5):
        with pytest.raises(OrderHeld):
            call(database, people["seller"], "sale.order", "action_confirm", [order])
    assert len(holds_of(database, order)) == 1


def test_other_writes_of_the_refused_transaction_are_undone(database, people, order):
    with pytest.raises(OrderHeld), transaction(database, people["seller"]) as env:
        record = env["sale.order"].browse(order)
        record.client_order_ref = "Never written"
        record.action_confirm()
    assert not read(database, "sale.order", order, "client_order_ref")
    assert len(holds_of(database, order)) == 1


def test_hold_is_kept_when_the_caller_goes_on(database, people, order):
    with transaction(database, people["seller"]) as env:
        record = env["sale.order"].browse(order)
        with contextlib.suppress(OrderHeld), env.cr.savepoint():
            record.action_confirm()
        record.client_order_ref = "Written"
    assert read(database, "sale.order", order, "client_order_ref", "state") == ("Written", "draft")
    assert holds_of(database, order) == [("active", "act", people["seller"])]


def test_nothing_is_kept_of_an_order_that_was_rolled_back_too(database, people):
    with transaction(database) as env:
        before = env["order.hold"].search_count([])
        partner = env["res.partner"].create({"name": "Gone"})
        product = env["product.product"].create({"name": "Gone pump"})
        ids = partner.id, product.id
    with pytest.raises(OrderHeld), transaction(database, people["seller"]) as env:
        line = Command.create({"product_id": ids[1], "product_uom_qty": 1, "price_unit": 9000.0})
        env["sale.order"].create({"partner_id": ids[0], "order_line": [line]}).action_confirm()
    with transaction(database) as env:
        assert env["order.hold"].search_count([]) == before


def test_refused_order_that_passes_in_the_same_transaction_has_no_hold(database, people, order):
    with transaction(database, people["seller"]) as env:
        record = env["sale.order"].browse(order)
        with contextlib.suppress(OrderHeld), env.cr.savepoint():
            record.action_confirm()
        record.order_line.price_unit = LIMIT
        record.action_confirm()
    assert read(database, "sale.order", order, "state") == "sale"
    assert not holds_of(database, order)


def test_other_causes_take_the_place_of_a_hold(database, people, order):
    with pytest.raises(OrderHeld):
        call(database, people["seller"], "sale.order", "action_confirm", [order])
    with transaction(database) as env:
        address = {"name": "Address", "kind": "address", "mode": "enforce"}
        rule = env["order.gate.rule"].create(address)
    try:
        with pytest.raises(OrderHeld):
            call(database, people["seller"], "sale.order", "action_confirm", [order])
    finally:
        with transaction(database) as env:
            rule.with_env(env).action_archive()
    assert [state for state, _act, _uid in holds_of(database, order)] == ["void", "active"]


def test_no_second_connection_while_the_act_is_open(database, people, order):
    opened = []
    registry = Registry(database)
    original = type(registry).cursor

    def cursor(self, *args, **kwargs):
        with original(self) as probe:
            probe.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND state LIKE 'idle in transaction%%' AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL"
            )
            opened.append(probe.fetchone()[0])
        return original(self, *args, **kwargs)

    with registry.cursor() as cr:
        env = api.Environment(cr, people["seller"], {})
        env["sale.order"].browse(order).client_order_ref = "Locks the row"
        env.flush_all()
        with patch.object(type(registry), "cursor", cursor):
            with pytest.raises(OrderHeld):
                env["sale.order"].browse(order).action_confirm()
            assert not opened, "a second cursor was opened inside the act"
            cr.rollback()
    assert opened, "the hold was not written"
    assert not any(opened), "a cursor was opened while the act held its locks"
    assert len(holds_of(database, order)) == 1


def test_batch_by_rpc_confirms_the_rest_and_names_the_held(database, people, order):
    small = create_order(database, people["seller"], price=LIMIT)
    answer = call(database, people["seller"], "sale.order", "action_confirm", [order, small])
    assert read(database, "sale.order", order, "name") in answer["params"]["message"]
    assert read(database, "sale.order", order, "state") == "draft"
    assert read(database, "sale.order", small, "state") == "sale"
    assert len(holds_of(database, order)) == 1


@pytest.mark.parametrize("key", KEYS)
def test_no_context_key_confirms_a_held_order(database, people, order, key):
    context = {key: HOSTILE[key]}
    with pytest.raises(OrderHeld):
        call(database, people["seller"], "sale.order", "action_confirm", [order], context=context)
    with pytest.raises(OrderHeld):
        call(database, people["seller"], "sale.order", "write", [order], {"state": "sale"}, context=context)
    assert read(database, "sale.order", order, "state") == "draft"


@pytest.mark.parametrize("key", KEYS)
def test_no_context_key_lets_a_confirmed_order_grow(database, people, confirmed, key):
    context = {key: HOSTILE[key]}
    line = line_of(database, confirmed)
    with pytest.raises(OrderHeld):
        call(database, people["seller"], "sale.order.line", "write", [line], {"product_uom_qty": 2}, context=context)
    command = {"order_line": [[1, line, {"price_unit": LIMIT + 0.01}]]}
    with pytest.raises(OrderHeld):
        call(database, people["seller"], "sale.order", "write", [confirmed], command, context=context)
    product = read(database, "sale.order.line", line, "product_id").id
    vals = {"product_id": product, "product_uom_qty": 1, "price_unit": 1.0}
    with pytest.raises(OrderHeld):
        hidden = {**context, "default_order_id": confirmed}
        call(database, people["seller"], "sale.order.line", "create", [vals], context=hidden)
    assert read(database, "sale.order", confirmed, "amount_total") == LIMIT


def test_import_of_confirmed_orders(database, people, order):
    partner = read(database, "sale.order", order, "partner_id").id
    product = read(database, "sale.order.line", line_of(database, order), "product_id").id
    names = ["partner_id/.id", "state", "order_line/product_id/.id", "order_line/product_uom_qty"]
    names.append("order_line/price_unit")
    rows = [[str(partner), "Sales Order", str(product), "1", str(price)] for price in (LIMIT + 1, 1)]
    result = call(database, people["seller"], "sale.order", "load", names, rows)
    assert not result["ids"]
    assert "is held" in result["messages"][0]["message"]
    with transaction(database) as env:
        assert not env["sale.order"].search([("partner_id", "=", partner), ("state", "=", "sale")])


def test_import_of_states_and_quantities(database, people, order, confirmed):
    result = call(database, people["seller"], "sale.order", "load", [".id", "state"], [[str(order), "Sales Order"]])
    assert not result["ids"]
    line = str(line_of(database, confirmed))
    result = call(database, people["seller"], "sale.order.line", "load", [".id", "product_uom_qty"], [[line, "50"]])
    assert not result["ids"]
    assert read(database, "sale.order", order, "state") == "draft"
    assert read(database, "sale.order", confirmed, "amount_total") == LIMIT
    assert len(holds_of(database, order)) == 1
    assert holds_of(database, confirmed)[-1][:2] == ("active", "change")


def test_nightly_posting_keeps_a_hold_and_posts_the_rest(database, people):
    with transaction(database) as env:
        env.company.order_gate_invoice_blocks = True
        vals = {"kind": "value", "mode": "enforce", "checkpoint": "invoice", "amount_limit": LIMIT}
        env["order.gate.rule"].create({"name": "Value of invoices", **vals})
        partner = env["res.partner"].create({"name": "Invoiced"})
        day = fields.Date.today() - timedelta(days=1)
        invoices = env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": day,
                    "auto_post": "at_date",
                    "date": day,
                    "invoice_line_ids": [Command.create({"name": "Pump", "price_unit": price, "tax_ids": False})],
                }
                for price in (LIMIT + 1, LIMIT, LIMIT + 2)
            ]
        )
        ids = invoices.ids
    with transaction(database) as env:
        env["account.move"]._autopost_draft_entries()
    assert [read(database, "account.move", move, "state") for move in ids] == ["draft", "posted", "draft"]
    for move in (ids[0], ids[2]):
        assert [state for state, _act, _uid in holds_of(database, move, "account.move")] == ["active"]
    with transaction(database) as env:
        env.company.order_gate_invoice_blocks = False


def test_release_and_resume_by_rpc(database, people, order):
    with pytest.raises(OrderHeld):
        call(database, people["seller"], "sale.order", "action_confirm", [order])
    with transaction(database) as env:
        hold = env["order.hold"].search([("res_model", "=", "sale.order"), ("res_id", "=", order)]).id
    call(database, people["controller"], "order.hold", "action_release_and_resume", [hold], "They paid in advance")
    assert read(database, "sale.order", order, "state") == "sale"
    assert read(database, "order.hold", hold, "state", "decision_reason") == ("released", "They paid in advance")


def test_resume_that_fails_leaves_no_release(database, people, order):
    with pytest.raises(OrderHeld):
        call(database, people["seller"], "sale.order", "action_confirm", [order])
    with transaction(database) as env:
        hold = env["order.hold"].search([("res_model", "=", "sale.order"), ("res_id", "=", order)]).id
    with pytest.raises(AccessError):
        call(database, people["clerk"], "order.hold", "action_release_and_resume", [hold], "Agreed")
    assert holds_of(database, order) == [("active", "act", people["seller"])]


def test_retried_transaction_leaves_one_hold(database, people, order):
    """A refusal that was caught, in a transaction that then loses a race and runs again."""
    tries = []

    def act(env):
        record = env["sale.order"].browse(order)
        tries.append(record.state)
        with contextlib.suppress(OrderHeld), env.cr.savepoint():
            record.action_confirm()
        if len(tries) == 1:
            with transaction(database) as other:
                other["sale.order"].browse(order).client_order_ref = "First"
        record.client_order_ref = "Second"

    assert retrying(database, act, uid=people["seller"]) == 1
    assert len(holds_of(database, order)) == 1
