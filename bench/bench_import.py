"""Importing 1,000 customer orders of 5 lines from a workbook, beside creating as many plain quotations in one batch.

    ./bin/odoo shell -d DATABASE --no-http < bench/bench_import.py

Both say the same: customer, number, products, quantities, prices. The import reads, checks and resolves a file as well.
BENCH_ORDERS changes the number of orders. Nothing is kept: it all rolls back.
"""

import base64
import os
import sys
import time
from pathlib import Path

from odoo.addons import customer_order_mgmt
from odoo.addons.customer_order_mgmt.logic.xlsx_writer import Sheet, write_xlsx

# Odoo's shell runs this text, not this file: the folder is found from the addon.
sys.path.insert(0, str(Path(customer_order_mgmt.__path__[0]).parents[1] / "bench"))

from _figures import report

ORDERS = int(os.environ.get("BENCH_ORDERS", "1000"))
LINES = 5
WARM_UP = 20
LIMIT = 1.5
HEAD = ("customer_number", "order_number", "product_code", "quantity", "unit_price")


def products(env):
    vals_list = [
        {"name": f"Pump {number}", "default_code": f"BENCH{number}", "is_storable": True, "list_price": 100 + number}
        for number in range(LINES)
    ]
    return env["product.product"].create(vals_list)


def customers(env):
    vals_list = [{"name": f"Aqua {number}", "ref": f"BENCH{number}", "is_company": True} for number in range(20)]
    return env["res.partner"].create(vals_list)


def workbook(start, count, buyers, goods):
    rows = [
        (buyers[number % len(buyers)].ref, f"B{start + number}", product.default_code, 3, 90)
        for number in range(count)
        for product in goods
    ]
    return write_xlsx([Sheet("Orders", HEAD, rows)])


def imported(env, content):
    """Seconds and queries of an import of the file."""

    wizard = env["customer.order.import"].create({"file": base64.b64encode(content), "filename": "orders.xlsx"})
    return timed(env, wizard._import)


def quoted(env, count, buyers, goods):
    """Seconds and queries of plain quotations of the same content."""
    vals_list = [
        {
            "partner_id": buyers[number % len(buyers)].id,
            "client_order_ref": f"B{number}",
            "order_line": [
                (0, 0, {"product_id": product.id, "product_uom_qty": 3, "price_unit": 90}) for product in goods
            ],
        }
        for number in range(count)
    ]
    return timed(env, lambda: env["sale.order"].create(vals_list))


def timed(env, act):
    env.flush_all()
    env.cr.flush()
    env.invalidate_all()
    start, queries = time.perf_counter(), env.cr.sql_log_count
    act()
    env.flush_all()
    env.cr.flush()
    return time.perf_counter() - start, env.cr.sql_log_count - queries


def main(env):
    goods, buyers = products(env), customers(env)
    imported(env, workbook(10**6, WARM_UP, buyers, goods))
    quoted(env, WARM_UP, buyers, goods)
    seconds_alone, queries_alone = quoted(env, ORDERS, buyers, goods)
    seconds, queries = imported(env, workbook(0, ORDERS, buyers, goods))
    return report(
        f"import of {ORDERS} orders of {LINES} lines / quotations in a batch",
        seconds / seconds_alone,
        LIMIT,
        quotations_s=round(seconds_alone, 2),
        import_s=round(seconds, 2),
        quotation_queries=queries_alone,
        import_queries=queries,
    )


try:
    code = main(env)  # noqa: F821 - given by the shell
finally:
    env.cr.rollback()  # noqa: F821
sys.exit(code)
