"""What the credit check adds to the confirmation of a sales order with ten lines, beside the confirmation without it,
and whether that depends on how much the customer owes.

    ./bin/odoo shell -d DATABASE --no-http < bench/bench_credit_confirm.py

Once for a customer with five open items, once for one with 100,000, due on a thousand days, and as many order
lines of the past. Without: as near to Odoo's own confirmation as one process comes: no gate, no rule about credit, no
counters, and the fields of our addons are not computed. Each begins with nothing in memory, as a request does; garbage
of what went before is collected outside of the measurement. The orders are in the currency of the company: one in
another costs a query more, for its rate. Nothing is kept: it all rolls back.
"""

import gc
import sys
from pathlib import Path
from statistics import median

from odoo import fields
from odoo.addons import customer_credit_view
from odoo.tools import SQL

# Odoo's shell runs this text, not this file: the folder is found from the addon.
sys.path.insert(0, str(Path(customer_credit_view.__path__[0]).parents[1] / "bench"))

from _figures import report
from _owing import OPEN_ITEMS
from _plain import PlainFields, without_gate
from _processor import get_clock

LINES = 10
ROUNDS = 84
WARM_UP = 4
FEW, MANY = 5, 100_000
LIMIT_TIME = 1.05
LIMIT_QUERIES = 3
LIMIT_GROWTH = 1.1


def new_order(env, customer, goods):
    lines = [(0, 0, {"product_id": product.id, "product_uom_qty": 3}) for product in goods]
    prices = env["product.pricelist"].search([("currency_id", "=", env.company.currency_id.id)], limit=1)
    order = env["sale.order"].create({"partner_id": customer.id, "order_line": lines, "pricelist_id": prices.id})
    assert order.currency_id == env.company.currency_id
    env.flush_all()
    env.cr.flush()
    env.invalidate_all()
    return order


def confirmed(order):
    """Seconds and queries of the confirmation up to the point before its commit."""
    env = order.env
    clock, queries = get_clock(env), env.cr.sql_log_count
    start = clock()
    order.action_confirm()
    env.flush_all()
    env.cr.flush()
    return clock() - start, env.cr.sql_log_count - queries


def owe(env, customer, number):
    """Let ``customer`` owe ``number`` items, due on a thousand days, and have bought as many lines."""
    receivable = env["account.account"].search([("account_type", "=", "asset_receivable")], limit=1)
    journal = env["account.journal"].search([("type", "=", "sale"), ("company_id", "=", env.company.id)], limit=1)
    today = fields.Date.today()
    move = env["account.move"].create({"move_type": "entry", "journal_id": journal.id, "date": today})
    order = new_order(env, customer, env["product.product"])
    shared = {
        "move": move.id,
        "account": receivable.id,
        "journal": journal.id,
        "company": env.company.id,
        "currency": env.company.currency_id.id,
        "customer": customer.id,
        "number": number,
        "order": order.id,
    }
    # Rows as they lie in a database that has grown for years; the counters count them by themselves.
    env.cr.execute(OPEN_ITEMS, shared)
    env.cr.execute(
        """
        INSERT INTO sale_order_line (order_id, name, product_uom_qty, price_unit, customer_lead, state, company_id,
                                     currency_id, order_partner_id, credit_debtor_id, qty_delivered, qty_invoiced,
                                     price_total, credit_undelivered, credit_delivered)
        SELECT %(order)s, 'Past', 1, 1, 0, 'sale', %(company)s, %(currency)s, %(customer)s, %(customer)s, 1, 1, 1, 0, 0
          FROM generate_series(1, %(number)s) AS item
        """,
        shared,
    )
    env["credit.counter"]._fold()
    env.cr.execute("ANALYZE account_move_line, sale_order_line, credit_counter")
    env.invalidate_all()


def count(env, verb):
    for table in ("account_move_line", "sale_order_line"):
        for occasion in ("insert", "update", "delete"):
            trigger = SQL.identifier(f"credit_count_{table}_{occasion}")
            env.cr.execute(SQL("ALTER TABLE %s %s TRIGGER %s", SQL.identifier(table), SQL(verb), trigger))


def settle(env, order, *, counts):
    """Let PostgreSQL count or not, and have what it forgets of a table with other triggers in its memory again."""
    for verb in ("DISABLE", "ENABLE") if counts else ("ENABLE", "DISABLE"):
        count(env, verb)
    env.cr.execute("UPDATE sale_order_line SET sequence = sequence WHERE order_id = %s", [order.id])
    env.invalidate_all()
    gc.collect()


def beside(env, _plain, customer, goods):
    order = new_order(env, customer, goods)
    settle(env, order, counts=True)
    return confirmed(order)


def without(env, plain, customer, goods):
    """A confirmation as if this addon and its gate were not installed."""
    order = new_order(env, customer, goods)
    settle(env, order, counts=False)
    with without_gate(env), plain.without():
        return confirmed(order)


def undone(env, act, *args):
    """Every confirmation finds what the first one found: no totals of those before, and no old versions of rows, which
    nothing clears away inside a transaction."""
    with env.cr.savepoint() as savepoint:
        found = act(env, *args)
        savepoint.rollback()
    return found


def measure(env, customers, goods):
    """Return the rounds as ``{(number of items, with or without): (seconds, queries)}``.

    Neighbours are compared, each in turn the first of its pair: what else the machine does falls on both.
    """
    rounds, plain = [], PlainFields(env.registry)
    for number in range(ROUNDS):
        found = {}
        for items in (FEW, MANY) if number % 2 else (MANY, FEW):
            for is_alone in (True, False) if number // 2 % 2 else (False, True):
                act = without if is_alone else beside
                found[items, is_alone] = undone(env, act, plain, customers[items], goods)
        rounds.append(found)
    return rounds[WARM_UP:]


def report_check(rounds, items):
    seconds_alone = median(one[items, True][0] for one in rounds)
    added, queries = (median(one[items, False][part] - one[items, True][part] for one in rounds) for part in (0, 1))
    failed = report(
        f"confirmation with a credit limit / without, {items} open items",
        1 + added / seconds_alone,
        LIMIT_TIME,
        confirmation_ms=round(seconds_alone * 1000, 1),
        check_ms=round(added * 1000, 2),
    )
    return report(f"queries that a credit limit adds, {items} open items", round(queries), LIMIT_QUERIES) or failed


def main(env):
    env["order.gate.rule"].search([]).action_archive()
    vals_list = [{"name": f"Pump {n}", "is_storable": True, "list_price": 100 + n} for n in range(LINES)]
    goods = env["product.product"].create(vals_list)
    env["credit.rule"].create(
        {"name": "Limit", "kind": "limit_used", "checkpoint": "confirm", "mode": "enforce", "severity": "block"}
    )
    customers = {}
    for number in (FEW, MANY):
        customer = customers[number] = env["res.partner"].create({"name": f"Owes {number}", "is_company": True})
        owe(env, customer, number)
        profile = env["credit.profile"]._get_for(customer, env.company)
        limit = {"profile_id": profile.id, "currency_id": env.company.currency_id.id, "amount": 10**9}
        env["credit.limit"]._grant([{**limit, "date_from": fields.Date.today()}], "For the measurement.")
    rounds = measure(env, customers, goods)
    failed = report_check(rounds, FEW) | report_check(rounds, MANY)
    growth = median(one[MANY, False][0] - one[FEW, False][0] for one in rounds)
    ratio = 1 + growth / median(one[FEW, False][0] for one in rounds)
    return report("confirmation beside 100,000 open items / beside 5", ratio, LIMIT_GROWTH) or failed


try:
    code = main(env)  # noqa: F821 - given by the shell
finally:
    env.cr.rollback()  # noqa: F821
sys.exit(code)
