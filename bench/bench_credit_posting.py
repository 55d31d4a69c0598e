"""What this addon and its gate add to the posting of a batch of invoices, beside the same posting without them.

    ./bin/odoo shell -d DATABASE --no-http < bench/bench_credit_posting.py

Once for 1,000 invoices that somebody wrote, once for those of 300 sales orders, whose lines then count as invoiced.
Without: as near to Odoo's own posting as one process comes: no gate, no counters, and the fields of our addons are not
computed. Each round goes back to the same drafts; nothing is kept.
"""

import gc
import sys
from pathlib import Path
from statistics import median

from odoo import fields
from odoo.addons import customer_credit_view
from odoo.fields import Command
from odoo.tools import SQL

# Odoo's shell runs this text, not this file: the folder is found from the addon.
sys.path.insert(0, str(Path(customer_credit_view.__path__[0]).parents[1] / "bench"))

from _figures import report
from _plain import PlainFields, without_gate
from _processor import get_clock

INVOICES, ORDERS = 1000, 300
CUSTOMERS = 50
# Whether ours counts: in turn, so that neither is always first.
ROUNDS = (False, True, True, False) * 2
LIMIT = 1.05


def written(env, customers, product):
    """Drafts that somebody wrote."""
    line = Command.create({"product_id": product.id, "quantity": 1, "price_unit": 100.0, "tax_ids": [Command.clear()]})
    vals_list = [
        {
            "move_type": "out_invoice",
            "partner_id": customers[number % CUSTOMERS].id,
            "invoice_date": fields.Date.today(),
            "invoice_line_ids": [line],
        }
        for number in range(INVOICES)
    ]
    return env["account.move"].create(vals_list)


def ordered(env, customers, product):
    """Drafts of sales orders that are confirmed."""
    line = Command.create({"product_id": product.id, "product_uom_qty": 1, "price_unit": 100.0})
    vals_list = [
        {"partner_id": customers[number % CUSTOMERS].id, "order_line": [line, line]} for number in range(ORDERS)
    ]
    orders = env["sale.order"].create(vals_list)
    orders.action_confirm()
    return orders._create_invoices(grouped=True)


def posted(moves, plain, *, counts):
    """Seconds of the posting up to the point before its commit, with ours or without; it is undone."""
    env, clock = moves.env, get_clock(moves.env)
    with env.cr.savepoint() as savepoint:
        switch(env, counts=counts)
        env.invalidate_all()
        gc.collect()
        start = clock()
        if counts:
            moves.action_post()
            env.flush_all()
        else:
            with without_gate(env), plain.without():
                moves.action_post()
                env.flush_all()
        seconds = clock() - start
        assert set(moves.mapped("state")) == {"posted"}
        savepoint.rollback()
    return seconds


def switch(env, *, counts):
    for table in ("account_move_line", "sale_order_line"):
        for occasion in ("insert", "update", "delete"):
            trigger = SQL.identifier(f"credit_count_{table}_{occasion}")
            verb = SQL("ENABLE" if counts else "DISABLE")
            env.cr.execute(SQL("ALTER TABLE %s %s TRIGGER %s", SQL.identifier(table), verb, trigger))


def measure(env, name, moves):
    plain = PlainFields(env.registry)
    env.flush_all()
    # The tables have grown since they were looked at: PostgreSQL would plan for the size that they had.
    env.cr.execute("ANALYZE account_move, account_move_line, sale_order, sale_order_line, credit_counter")
    posted(moves, plain, counts=True)
    seconds = {False: [], True: []}
    for counts in ROUNDS:
        seconds[counts].append(posted(moves, plain, counts=counts))
    alone, beside = median(seconds[False]), median(seconds[True])
    return report(
        f"posting {len(moves):,} invoices {name} with credit / without",
        beside / alone,
        LIMIT,
        seconds=round(alone, 2),
        added_seconds=round(beside - alone, 3),
    )


def main(env):
    customers = env["res.partner"].create([{"name": f"Customer {number}"} for number in range(CUSTOMERS)])
    values = {"name": "Pump", "type": "service", "invoice_policy": "order", "taxes_id": [Command.clear()]}
    product = env["product.product"].create(values)
    failed = measure(env, "that somebody wrote", written(env, customers, product))
    return measure(env, "of sales orders", ordered(env, customers, product)) or failed


try:
    code = main(env)  # noqa: F821 - given by the shell
finally:
    env.cr.rollback()  # noqa: F821
sys.exit(code)
