"""What the OCA's pair of addons for credit limits adds to the confirmation of a sales order with ten lines.

Run in the shell of a database with ``sale_financial_risk`` by tests/test_credit_beside_oca.py, which compares with
bench_credit_confirm.py. The customer owes 5 or 100,000 items and has bought as many order lines. Without: the pair's
own way past its check; its stored amounts are computed on both sides, which is to its advantage. Prints a line of JSON:
``{items: {"alone_ms", "check_ms", "queries"}}``. Nothing is kept: it all rolls back.
"""

import gc
import json
import os
import sys
from pathlib import Path
from statistics import median

from odoo import fields

# Odoo's shell runs this text, not this file.
sys.path.insert(0, str(Path(os.environ["SUITE_ROOT"]) / "bench"))

from _owing import OPEN_ITEMS
from _processor import get_clock

LINES = 10
ROUNDS = 24
WARM_UP = 4
FEW, MANY = 5, 100_000


def new_order(env, customer, goods):
    lines = [(0, 0, {"product_id": product.id, "product_uom_qty": 3}) for product in goods]
    order = env["sale.order"].create({"partner_id": customer.id, "order_line": lines})
    env.flush_all()
    env.invalidate_all()
    gc.collect()
    return order


def confirmed(order):
    """Seconds of the processor and queries of the confirmation up to the point before its commit."""
    env, clock = order.env, get_clock(order.env)
    start, queries = clock(), env.cr.sql_log_count
    order.action_confirm()
    env.flush_all()
    assert order.state == "sale"
    return clock() - start, env.cr.sql_log_count - queries


def owe(env, customer, number):
    """Let ``customer`` owe ``number`` items, due on a thousand days, and have bought as many lines."""
    journal = env["account.journal"].search([("type", "=", "sale"), ("company_id", "=", env.company.id)], limit=1)
    move = env["account.move"].create({"move_type": "entry", "journal_id": journal.id, "date": fields.Date.today()})
    shared = {
        "move": move.id,
        "account": customer.property_account_receivable_id.id,
        "journal": journal.id,
        "company": env.company.id,
        "currency": env.company.currency_id.id,
        "customer": customer.id,
        "number": number,
        "order": new_order(env, customer, env["product.product"]).id,
    }
    env.cr.execute(OPEN_ITEMS, shared)
    env.cr.execute(
        """
        INSERT INTO sale_order_line (order_id, name, product_uom_qty, price_unit, customer_lead, state, company_id,
                                     currency_id, order_partner_id, risk_partner_id, qty_delivered, qty_invoiced,
                                     price_total, risk_amount)
        SELECT %(order)s, 'Past', 1, 1, 0, 'sale', %(company)s, %(currency)s, %(customer)s, %(customer)s, 1, 1, 1, 0
          FROM generate_series(1, %(number)s) AS item
        """,
        shared,
    )
    env.cr.execute("ANALYZE account_move_line, sale_order_line")
    env.invalidate_all()


def main(env):
    vals_list = [{"name": f"Pump {n}", "is_storable": True, "list_price": 100 + n} for n in range(LINES)]
    goods = env["product.product"].create(vals_list)
    included = ("sale_order", "invoice_draft", "invoice_open", "invoice_unpaid")
    found = {}
    for number in (FEW, MANY):
        values = {"name": f"Owes {number}", "is_company": True, "credit_limit": 10**9}
        customer = env["res.partner"].create({**values, **{f"risk_{name}_include": True for name in included}})
        owe(env, customer, number)
        pairs = []
        for turn in range(ROUNDS):
            one = {}
            for is_alone in (True, False) if turn % 2 else (False, True):
                order = new_order(env, customer, goods)
                one[is_alone] = confirmed(order.with_context(bypass_risk=True) if is_alone else order)
            pairs.append(one)
        pairs = pairs[WARM_UP:]
        found[number] = {
            "alone_ms": 1000 * median(one[True][0] for one in pairs),
            "check_ms": 1000 * median(one[False][0] - one[True][0] for one in pairs),
            "queries": median(one[False][1] - one[True][1] for one in pairs),
        }
    sys.stdout.write(json.dumps(found) + "\n")


try:
    main(env)  # noqa: F821 - given by the shell
finally:
    env.cr.rollback()  # noqa: F821
