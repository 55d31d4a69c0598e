"""Accepting a customer order of ten lines, beside creating and confirming the same plain sales order.

    ./bin/odoo shell -d DATABASE --no-http < bench/bench_accept.py

Acceptance creates and confirms the sales order, too, and beyond that judges, compares with what was received, freezes
the version and seals. Nothing is kept: it all rolls back.
"""

import itertools
import sys
import time
from pathlib import Path
from statistics import median

from odoo.addons import customer_order_mgmt

# Odoo's shell runs this text, not this file: the folder is found from the addon.
sys.path.insert(0, str(Path(customer_order_mgmt.__path__[0]).parents[1] / "bench"))

from _figures import report

LINES = 10
PAIRS = 16
WARM_UP = 3
LIMIT = 1.5
NUMBERS = itertools.count(1)


def products(env):
    vals_list = [{"name": f"Pump {number}", "is_storable": True, "list_price": 100 + number} for number in range(LINES)]
    return env["product.product"].create(vals_list)


def measured(env, act):
    """Seconds and queries of ``act`` up to the point before its commit."""
    env.flush_all()
    env.cr.flush()
    env.invalidate_all()
    start, queries = time.perf_counter(), env.cr.sql_log_count
    act()
    env.flush_all()
    env.cr.flush()
    return time.perf_counter() - start, env.cr.sql_log_count - queries


def sell(env, customer, goods):
    lines = [(0, 0, {"product_id": product.id, "product_uom_qty": 3}) for product in goods]

    def act():
        values = {"partner_id": customer.id, "commitment_date": "2030-01-15 12:00:00", "order_line": lines}
        env["sale.order"].create(values).action_confirm()

    return measured(env, act)


def accept(env, customer, goods):
    lines = [(0, 0, {"product_id": p.id, "quantity": 3, "requested_date": "2030-01-15"}) for p in goods]
    # A number twice would be a duplicate.
    number = f"B {next(NUMBERS)}"
    values = {"partner_id": customer.id, "customer_reference": number, "customer_date": "2029-12-01", "line_ids": lines}
    order = env["customer.order"].create(values)
    order.action_receive()
    figures = measured(env, order.action_accept)
    assert order.state == "accepted"
    return figures


def main(env):
    customer = env["res.partner"].create({"name": "Bench customer", "street": "1 Road", "city": "Leeds"})
    goods = products(env)
    plain, ours = [], []
    for _pair in range(PAIRS):
        plain.append(sell(env, customer, goods))
        ours.append(accept(env, customer, goods))
    plain_seconds, plain_queries = map(median, zip(*plain[WARM_UP:], strict=True))
    seconds, queries = map(median, zip(*ours[WARM_UP:], strict=True))
    failed = report(
        "acceptance / creating and confirming a plain sales order, time",
        seconds / plain_seconds,
        LIMIT,
        plain_ms=round(plain_seconds * 1000, 1),
        acceptance_ms=round(seconds * 1000, 1),
    )
    name = "acceptance / creating and confirming a plain sales order, queries"
    details = {"plain_queries": round(plain_queries), "acceptance_queries": round(queries)}
    return report(name, queries / plain_queries, LIMIT, **details) or failed


try:
    code = main(env)  # noqa: F821 - given by the shell
finally:
    env.cr.rollback()  # noqa: F821
sys.exit(code)
