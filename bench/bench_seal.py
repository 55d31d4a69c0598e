"""What ``_seal`` adds to the confirmation of a sales order with ten lines. Nothing is kept: it all rolls back.

    ./bin/odoo shell -d DATABASE --no-http < bench/bench_seal.py

The database needs ``sale_stock`` and ``evidence_ledger``. The checkpoint is made after the commit, in a transaction of
its own, and is no part of the confirmation.
"""

import sys
import time
from pathlib import Path
from statistics import median
from unittest.mock import patch

from odoo.addons import evidence_ledger
from odoo.addons.evidence_ledger.logic.canonical import money
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema

# Odoo's shell runs this text, not this file: the folder is found from the addon.
sys.path.insert(0, str(Path(evidence_ledger.__path__[0]).parents[1] / "bench"))

from _figures import report

LINES = 10
ORDERS = 24
WARM_UP = 4
LIMIT = 1.05
EVENT = {
    "bench.accepted": EventSchema(
        1,
        {
            "number": "text",
            "customer": {"name": "text", "contact": "personal"},
            "total": "money",
            "lines": [{"product": "text", "quantity": "quantity", "price": "money", "subtotal": "money"}],
        },
    )
}


def products(env):
    vals_list = [{"name": f"Pump {number}", "is_storable": True, "list_price": 100 + number} for number in range(LINES)]
    return env["product.product"].create(vals_list)


def new_order(env, customer, goods):
    lines = [(0, 0, {"product_id": product.id, "product_uom_qty": 3}) for product in goods]
    order = env["sale.order"].create({"partner_id": customer.id, "order_line": lines})
    env.flush_all()
    env.invalidate_all()
    return order


def payload(order):
    decimals = order.currency_id.decimal_places
    return {
        "number": order.name,
        "customer": {"name": order.partner_id.name, "contact": "Ana Müller"},
        "total": money(order.amount_total, decimals),
        "lines": [
            {
                "product": line.name,
                "quantity": money(line.product_uom_qty, 3),
                "price": money(line.price_unit, decimals),
                "subtotal": money(line.price_subtotal, decimals),
            }
            for line in order.order_line
        ],
    }


def confirmed_and_sealed(env, order, subject):
    """Seconds and queries of the confirmation alone, then of the confirmation with its seal."""
    start, queries = time.perf_counter(), env.cr.sql_log_count
    order.action_confirm()
    env.flush_all()
    alone = time.perf_counter() - start, env.cr.sql_log_count - queries
    subject._seal("bench.accepted", payload(order))
    env.flush_all()
    return *alone, time.perf_counter() - start, env.cr.sql_log_count - queries


def main(env):
    customer = env["res.partner"].create({"name": "Söhne & Co"})
    goods = products(env)
    subjects = env["evidence.hold"].create(
        [{"subject_model": "bench", "subject_key": str(number), "reason": "bench"} for number in range(ORDERS)]
    )
    with patch.object(env.registry["evidence.hold"], "_get_evidence_events", lambda _holds: EVENT):
        runs = [confirmed_and_sealed(env, new_order(env, customer, goods), subject) for subject in subjects]
    alone, queries_alone, together, queries_together = map(median, zip(*runs[WARM_UP:], strict=True))
    return report(
        "confirmation with _seal / confirmation",
        together / alone,
        LIMIT,
        confirmation_ms=round(alone * 1000, 1),
        seal_ms=round((together - alone) * 1000, 2),
        confirmation_queries=round(queries_alone),
        seal_queries=round(queries_together - queries_alone),
    )


try:
    code = main(env)  # noqa: F821 - given by the shell
finally:
    env.cr.rollback()  # noqa: F821
sys.exit(code)
