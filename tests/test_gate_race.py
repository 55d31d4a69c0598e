"""Two people at one document at once, and a process that is killed between a refusal and its hold."""

import signal
import threading

import pytest
from odoo.addons.order_gate.exceptions import HoldStateRefused, OrderHeld
from odoo.exceptions import UserError

from .gate_support import LIMIT, call, create_order, holds_of, line_of, read, set_up_gate
from .support import committed_database, in_parallel, odoo_process, transaction

ROUNDS = 5


@pytest.fixture(scope="module")
def database():
    with committed_database("gate-race") as name:
        yield name


@pytest.fixture(scope="module")
def people(database):
    return set_up_gate(database)


@pytest.fixture
def order(database, people):
    return create_order(database, people["seller"])


def hold_id(database, order_id):
    with transaction(database) as env:
        holds = env["order.hold"].search([("res_model", "=", "sale.order"), ("res_id", "=", order_id)])
        return holds.sorted("id")[-1:].id


def events(database, hold):
    with transaction(database) as env:
        name = env["order.hold"].browse(hold).name
        entries = env["evidence.entry"].search([("subject_model", "=", "order.hold"), ("subject_key", "=", name)])
        return [event.removeprefix("order_hold.") for event in entries.sorted("sequence").mapped("event")]


def attempt(outcomes, act):
    """A callable that runs ``act`` and notes what became of it."""

    def run():
        try:
            outcomes.append(act() or "done")
        except UserError as error:
            outcomes.append(type(error))

    return run


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_who_are_refused_at_once_share_one_hold(database, people, order, _round):
    outcomes = []
    in_parallel(
        *[
            attempt(outcomes, lambda who=who: call(database, people[who], "sale.order", "action_confirm", [order]))
            for who in ("seller", "colleague")
        ]
    )
    assert outcomes == [OrderHeld, OrderHeld]
    assert len(holds_of(database, order)) == 1
    assert events(database, hold_id(database, order)) == ["placed"]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_decisions_at_once_are_one(database, people, order, _round):
    with pytest.raises(OrderHeld):
        call(database, people["seller"], "sale.order", "action_confirm", [order])
    hold, outcomes = hold_id(database, order), []
    acts = {"controller": "action_release", "second": "action_reject"}
    in_parallel(
        *[
            attempt(outcomes, lambda who=who, act=act: call(database, people[who], "order.hold", act, [hold], "Mine"))
            for who, act in acts.items()
        ]
    )
    assert outcomes.count(HoldStateRefused) == 1, outcomes
    [(state, _act, _uid)] = holds_of(database, order)
    assert events(database, hold) == ["placed", state]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_release_and_growth_at_once_let_nothing_through(database, people, order, _round):
    """The release is for the order that the controller saw, or void."""
    with pytest.raises(OrderHeld):
        call(database, people["seller"], "sale.order", "action_confirm", [order])
    hold, line, outcomes = hold_id(database, order), line_of(database, order), []
    in_parallel(
        attempt(
            outcomes,
            lambda: call(database, people["controller"], "order.hold", "action_release_and_resume", [hold], "Agreed"),
        ),
        attempt(
            outcomes,
            lambda: call(
                database,
                people["seller"],
                "sale.order.line",
                "write",
                [line],
                {"product_uom_qty": 5, "price_unit": 2000},
            ),
        ),
    )
    state, total = read(database, "sale.order", order, "state", "amount_total")
    assert state != "sale" or total == 2000, outcomes
    if state != "sale" and total == 10000:
        with pytest.raises(OrderHeld):
            call(database, people["seller"], "sale.order", "action_confirm", [order])


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_confirmation_and_growth_at_once_are_judged_together(database, people, _round):
    order = create_order(database, people["seller"], price=LIMIT)
    line, outcomes = line_of(database, order), []
    vals = {"product_uom_qty": 3, "price_unit": LIMIT}
    in_parallel(
        attempt(outcomes, lambda: call(database, people["seller"], "sale.order", "action_confirm", [order])),
        attempt(outcomes, lambda: call(database, people["colleague"], "sale.order.line", "write", [line], vals)),
    )
    state, total = read(database, "sale.order", order, "state", "amount_total")
    assert OrderHeld in outcomes, outcomes
    assert (state, total) in (("sale", LIMIT), ("draft", 3 * LIMIT))


def test_growth_that_leaves_the_total_alone_collides_too(database, people):
    """Twice the quantity at half the price changes no total of the order: the rule of margins sees it."""
    with transaction(database) as env:
        vals = {"kind": "margin", "mode": "enforce", "margin_floor": 10}
        rule = env["order.gate.rule"].create({"name": "Margin", **vals})
        rule_id = rule.id
    try:
        order = create_order(database, people["seller"], price=LIMIT)
        line = line_of(database, order)
        with transaction(database) as env:
            env["sale.order.line"].browse(line).product_id.standard_price = 0.8 * LIMIT
        with transaction(database, people["seller"]) as env:
            env["sale.order"].browse(order)._gate_judge("confirm")
            other = {"product_uom_qty": 2, "price_unit": LIMIT / 2}
            call(database, people["colleague"], "sale.order.line", "write", [line], other)
            with pytest.raises(Exception, match="could not serialize"):
                env["sale.order"].browse(order).action_confirm()
                env.flush_all()
            env.cr.rollback()
        assert read(database, "sale.order", order, "state") == "draft"
    finally:
        with transaction(database) as env:
            env["order.gate.rule"].browse(rule_id).action_archive()


def test_hold_placed_while_another_waits_for_the_same_order(database, people, order):
    """The second refusal is written after the first has been: it finds that hold."""
    first_refused, placed = threading.Event(), threading.Event()

    def first():
        with pytest.raises(OrderHeld):
            call(database, people["seller"], "sale.order", "action_confirm", [order])
        placed.set()

    def second():
        with pytest.raises(OrderHeld), transaction(database, people["colleague"]) as env:
            record = env["sale.order"].browse(order)
            record.read(["state"])  # the snapshot is taken before the first hold exists
            first_refused.set()
            assert placed.wait(60)
            record.action_confirm()

    thread = threading.Thread(target=second)
    thread.start()
    assert first_refused.wait(60)
    first()
    thread.join(60)
    assert len(holds_of(database, order)) == 1


KILLED = """
import os
from odoo.addons.order_gate.tools.refusals import PendingRefusals

def die(self, refusals):
    print("KILL ME", flush=True)
    os.kill(os.getpid(), 9)

PendingRefusals._write_retrying = die
env = env(user=int(os.environ["SELLER"]))
try:
    env["sale.order"].browse(int(os.environ["ORDER"])).action_confirm()
except Exception:
    env.cr.rollback()
"""


def test_process_killed_before_the_hold_was_written(database, people, order):
    process = odoo_process(database, KILLED, SELLER=str(people["seller"]), ORDER=str(order))
    output, _none = process.communicate(timeout=180)
    assert process.returncode == -signal.SIGKILL, output
    assert "KILL ME" in output
    assert read(database, "sale.order", order, "state") == "draft"
    assert not holds_of(database, order)
    with pytest.raises(OrderHeld):
        call(database, people["seller"], "sale.order", "action_confirm", [order])
    assert holds_of(database, order) == [("active", "act", people["seller"])]
