"""Lists of 10,000 customer orders, beside the list of as many plain sales orders.

    ./bin/odoo shell -d DATABASE --no-http < bench/bench_lists.py

Lists are read as the web client reads them. The number of queries must not depend on the number of rows: that of the
main list, of amendments, differences, incoming orders and invoicing items. Orders with their lines and versions are
copied by SQL from one that went through the acts; nothing is kept: it all rolls back.
"""

import sys
import time
from pathlib import Path
from statistics import median

from odoo.addons import customer_order_mgmt
from odoo.addons.customer_order_mgmt.tests.list_reading import ListSample, copy_rows, list_fields, nth
from odoo.tools import SQL

# Odoo's shell runs this text, not this file: the folder is found from the addon.
sys.path.insert(0, str(Path(customer_order_mgmt.__path__[0]).parents[1] / "bench"))

from _figures import report

ROWS = 10_000
PAGE, LONG_PAGE = 80, 2_000
ROUNDS = 15
LIMIT = 1.5
OURS, PLAIN = "customer_order_mgmt.customer_order_view_list", "sale.view_order_tree"


def read(env, model, fields, limit):
    """Seconds and queries of one page."""
    env.invalidate_all()
    start, queries = time.perf_counter(), env.cr.sql_log_count
    page = env[model].web_search_read([], fields, limit=limit)
    assert len(page["records"]) == limit
    return time.perf_counter() - start, env.cr.sql_log_count - queries


def measure(env, *lists):
    """Median seconds of a page of each of ``lists``, ``(model, view)``; rounds alternate, so that load cancels."""
    fields = [list_fields(env, model, view) for model, view in lists]
    rounds = [
        [read(env, model, names, PAGE)[0] for (model, _view), names in zip(lists, fields, strict=True)]
        for _round in range(ROUNDS + 1)
    ]
    # The first round fills what the registry keeps.
    return [median(seconds) for seconds in zip(*rounds[1:], strict=True)]


def count_queries(env, model, view, limit):
    fields = list_fields(env, model, view)
    read(env, model, fields, PAGE)
    return read(env, model, fields, limit)[1]


def make_order(env):
    """Return an accepted order with two lines, and its invoice."""
    customer = env["res.partner"].create({"name": "Bench customer", "street": "1 Road", "city": "Leeds"})
    goods = [
        {"name": name, "type": "consu", "invoice_policy": "order", "list_price": 100} for name in ("Pump", "Valve")
    ]
    lines = [
        (0, 0, {"product_id": product.id, "quantity": 3, "requested_date": "2030-01-15"})
        for product in env["product.product"].create(goods)
    ]
    values = {"partner_id": customer.id, "customer_reference": "B", "customer_date": "2029-12-01", "line_ids": lines}
    order = env["customer.order"].create(values)
    order.action_receive()
    order.action_accept()
    invoice = order.sale_order_ids._create_invoices()
    invoice.action_post()
    return order, invoice


def main(env):
    order, invoice = make_order(env)
    sample = ListSample(env, order, invoice)
    lists = sample.multiply(ROWS)
    own = {"name": SQL("'PLAIN' || n"), "access_token": SQL("NULL"), "customer_order_id": SQL("NULL")}
    copy_rows(env, order.sale_order_ids, ROWS, partner_id=nth(sample.partners), **own)
    ours, plain = ("customer.order", OURS), ("sale.order", PLAIN)
    plain_seconds, our_seconds = measure(env, plain, ours)
    failed = report(
        "list of customer orders / list of sales orders, time",
        our_seconds / plain_seconds,
        LIMIT,
        rows=ROWS,
        plain_ms=round(plain_seconds * 1000, 1),
        ours_ms=round(our_seconds * 1000, 1),
        plain_queries=count_queries(env, *plain, PAGE),
    )
    for view, model in lists.items():
        queries, long_queries = (count_queries(env, model, view, limit) for limit in (PAGE, LONG_PAGE))
        name = f"{model}: queries of a page of {LONG_PAGE} / of a page of {PAGE}"
        failed = report(name, long_queries / queries, 1.0, queries=queries, long_queries=long_queries) or failed
    return failed


try:
    code = main(env)  # noqa: F821 - given by the shell
finally:
    env.cr.rollback()  # noqa: F821
sys.exit(code)
