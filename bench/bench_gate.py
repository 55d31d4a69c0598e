"""What the gate adds to the confirmation of a clean sales order with ten lines, beside the confirmation without it.

    ./bin/odoo shell -d DATABASE --no-http < bench/bench_gate.py

First with no rule enforced: the framework itself. Then with five enforced rules that find nothing. Nothing is kept: it
all rolls back.
"""

import sys
import time
from contextlib import nullcontext
from pathlib import Path
from statistics import median

from odoo.addons import order_gate

# Odoo's shell runs this text, not this file: the folder is found from the addon.
sys.path.insert(0, str(Path(order_gate.__path__[0]).parents[1] / "bench"))

from _figures import report
from _plain import without_gate

LINES = 10
PAIRS = 40
WARM_UP = 3
LIMIT_FRAME = 1.05
LIMIT_RULES = 1.15
KINDS = ("customer", "value", "margin", "address", "first_order")


def products(env):
    vals_list = [
        {"name": f"Pump {number}", "is_storable": True, "list_price": 100 + number, "standard_price": 10}
        for number in range(LINES)
    ]
    return env["product.product"].create(vals_list)


def new_order(env, customer, goods):
    lines = [(0, 0, {"product_id": product.id, "product_uom_qty": 3}) for product in goods]
    order = env["sale.order"].create({"partner_id": customer.id, "order_line": lines})
    env.flush_all()
    env.cr.flush()
    env.invalidate_all()
    return order


def confirmed(order):
    """Seconds and queries of the confirmation up to the point before its commit."""
    env = order.env
    start, queries = time.perf_counter(), env.cr.sql_log_count
    order.action_confirm()
    env.flush_all()
    env.cr.flush()
    return time.perf_counter() - start, env.cr.sql_log_count - queries


def measure(env, name, limit, customer, goods):
    """Neighbours are compared, each in turn the first of its pair: what else the machine does falls on both."""
    pairs = []
    for number in range(PAIRS):
        pair = {}
        for is_alone in (True, False) if number % 2 else (False, True):
            with without_gate(env) if is_alone else nullcontext():
                pair[is_alone] = confirmed(new_order(env, customer, goods))
        pairs.append(pair)
    alone, beside = ([pair[is_alone] for pair in pairs[WARM_UP:]] for is_alone in (True, False))
    seconds_alone, queries_alone = map(median, zip(*alone, strict=True))
    added, added_queries = (
        median(with_gate[part] - without[part] for without, with_gate in zip(alone, beside, strict=True))
        for part in (0, 1)
    )
    return report(
        name,
        1 + added / seconds_alone,
        limit,
        confirmation_ms=round(seconds_alone * 1000, 1),
        gate_ms=round(added * 1000, 2),
        confirmation_queries=round(queries_alone),
        gate_queries=round(added_queries),
    )


def main(env):
    rules = env["order.gate.rule"]
    rules.search([]).action_archive()
    country = env.ref("base.nl").id
    customer = env["res.partner"].create({"name": "Aqua", "street": "Quay 1", "city": "Zwolle", "country_id": country})
    goods = products(env)
    new_order(env, customer, goods).action_confirm()
    failed = measure(env, "confirmation through the gate / confirmation", LIMIT_FRAME, customer, goods)
    rules.create(
        [
            {"name": kind, "kind": kind, "checkpoint": "confirm", "mode": "enforce", "amount_limit": 10**9}
            for kind in KINDS
        ]
    )
    name = "confirmation with five enforced rules / confirmation"
    return measure(env, name, LIMIT_RULES, customer, goods) or failed


try:
    code = main(env)  # noqa: F821 - given by the shell
finally:
    env.cr.rollback()  # noqa: F821
sys.exit(code)
