"""Lists of 10,000 customer orders, beside the list of as many plain sales orders.

    ./bin/odoo shell -d DATABASE --no-http < bench/bench_lists.py

The list is read as the web client reads it. The number of queries must not depend on the number of rows. Orders are
copied by SQL from one that went through the acts; nothing is kept: it all rolls back.
"""

import sys
import time
from pathlib import Path
from statistics import median

from odoo.addons import customer_order_mgmt
from odoo.tools import SQL

# Odoo's shell runs this text, not this file: the folder is found from the addon.
sys.path.insert(0, str(Path(customer_order_mgmt.__path__[0]).parents[1] / "bench"))

from _figures import report

ROWS = 10_000
PAGE, LONG_PAGE = 80, 2_000
ROUNDS = 5
LIMIT = 2.0


def copied(env, record, **changed):
    """Copy the row of ``record`` so often, with another name each."""
    env.flush_all()
    columns = [
        name
        for (name,) in env.execute_query(
            SQL(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name != 'id'",
                record._table,
            )
        )
    ]
    values = [changed.get(column, SQL.identifier("source", column)) for column in columns]
    env.cr.execute(
        SQL(
            "INSERT INTO %(table)s (%(columns)s)"
            " SELECT %(values)s FROM %(table)s source, generate_series(1, %(rows)s) n WHERE source.id = %(id)s",
            table=SQL.identifier(record._table),
            columns=SQL(", ").join(map(SQL.identifier, columns)),
            values=SQL(", ").join(values),
            rows=ROWS,
            id=record.id,
        )
    )
    env.invalidate_all()


def specification(env, model, view):
    """The fields of the list as the web client asks for them."""
    arch = env[model].get_views([(env.ref(view).id, "list")])["models"][model]["fields"]
    fields = env[model].fields_get(list(arch))
    return {
        name: {"fields": {"display_name": {}}} if spec["type"] == "many2one" else {} for name, spec in fields.items()
    }


def read(env, model, fields, limit):
    """Seconds and queries of one page."""
    env.invalidate_all()
    start, queries = time.perf_counter(), env.cr.sql_log_count
    page = env[model].web_search_read([], fields, limit=limit)
    assert len(page["records"]) == limit
    return time.perf_counter() - start, env.cr.sql_log_count - queries


def measure(env, model, view):
    fields = specification(env, model, view)
    read(env, model, fields, PAGE)
    pages = [read(env, model, fields, PAGE) for _round in range(ROUNDS)]
    return median(seconds for seconds, _queries in pages), pages[-1][1], read(env, model, fields, LONG_PAGE)[1]


def main(env):
    customer = env["res.partner"].create({"name": "Bench customer", "street": "1 Road", "city": "Leeds"})
    product = env["product.product"].create({"name": "Pump", "is_storable": True, "list_price": 100})
    line = (0, 0, {"product_id": product.id, "quantity": 3, "requested_date": "2030-01-15"})
    values = {"partner_id": customer.id, "customer_reference": "B", "customer_date": "2029-12-01", "line_ids": [line]}
    order = env["customer.order"].create(values)
    order.action_receive()
    order.action_accept()
    sale = order.sale_order_ids
    number = SQL("'BENCH' || n")
    copied(env, order, name=number, access_token=SQL("NULL"))
    copied(env, sale, name=number, access_token=SQL("NULL"), customer_order_id=SQL("NULL"))
    seconds, queries, long_queries = measure(env, "customer.order", "customer_order_mgmt.customer_order_view_list")
    plain_seconds, plain_queries, _long = measure(env, "sale.order", "sale.view_order_tree")
    failed = report(
        "list of customer orders / list of sales orders, time",
        seconds / plain_seconds,
        LIMIT,
        rows=ROWS,
        plain_ms=round(plain_seconds * 1000, 1),
        ours_ms=round(seconds * 1000, 1),
        plain_queries=plain_queries,
        our_queries=queries,
    )
    name = f"queries of a page of {LONG_PAGE} / of a page of {PAGE}"
    return report(name, long_queries / queries, 1.0, queries=queries, long_queries=long_queries) or failed


try:
    code = main(env)  # noqa: F821 - given by the shell
finally:
    env.cr.rollback()  # noqa: F821
sys.exit(code)
