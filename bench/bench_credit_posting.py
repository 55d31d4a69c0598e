"""What counting adds to the posting of a batch of invoices, beside the same posting with the counting switched off.

    ./bin/odoo shell -d DATABASE --no-http < bench/bench_credit_posting.py

Each round rolls back, so that the next one finds the same database; nothing is kept.
"""

import sys
import time
from pathlib import Path

from odoo import fields
from odoo.addons import customer_credit_view
from odoo.fields import Command
from odoo.tools import SQL

# Odoo's shell runs this text, not this file: the folder is found from the addon.
sys.path.insert(0, str(Path(customer_credit_view.__path__[0]).parents[1] / "bench"))

from _figures import report

INVOICES = 1000
CUSTOMERS = 50
# In turn, so that neither is always first.
ROUNDS = ("DISABLE", "ENABLE", "ENABLE", "DISABLE") * 2
LIMIT = 1.05


def drafts(env, number_of_invoices):
    """A batch of invoices that wait for their posting."""
    today = fields.Date.today()
    customers = env["res.partner"].create([{"name": f"Customer {number}"} for number in range(CUSTOMERS)])
    product = env["product.product"].create({"name": "Pump", "type": "service"})
    line = Command.create({"product_id": product.id, "quantity": 1, "price_unit": 100.0, "tax_ids": [Command.clear()]})
    vals_list = [
        {
            "move_type": "out_invoice",
            "partner_id": customers[number % CUSTOMERS].id,
            "invoice_date": today,
            "invoice_line_ids": [line],
        }
        for number in range(number_of_invoices)
    ]
    moves = env["account.move"].create(vals_list)
    env.flush_all()
    env.invalidate_all()
    return moves


def posted(moves):
    """Seconds of the posting up to the point before its commit."""
    env = moves.env
    start = time.perf_counter()
    moves.action_post()
    env.flush_all()
    env.cr.flush()
    return time.perf_counter() - start


def switch(env, verb):
    for occasion in ("insert", "update", "delete"):
        trigger = SQL.identifier(f"credit_count_account_move_line_{occasion}")
        env.cr.execute(SQL("ALTER TABLE account_move_line %s TRIGGER %s", SQL(verb), trigger))


def timed(env, verb, number_of_invoices=INVOICES):
    """Seconds of the posting of one batch with the counting switched on or off."""
    switch(env, verb)
    seconds = posted(drafts(env, number_of_invoices))
    env.cr.rollback()
    return seconds


def main(env):
    timed(env, "ENABLE", CUSTOMERS)
    seconds = {"DISABLE": [], "ENABLE": []}
    for verb in ROUNDS:
        seconds[verb].append(timed(env, verb))
    # The fastest of each: whatever else the machine does only makes a round slower.
    alone, beside = min(seconds["DISABLE"]), min(seconds["ENABLE"])
    return report(
        "posting 1,000 invoices with counters / without",
        beside / alone,
        LIMIT,
        seconds=round(alone, 2),
        added_seconds=round(beside - alone, 3),
    )


try:
    code = main(env)  # noqa: F821 - given by the shell
finally:
    env.cr.rollback()  # noqa: F821
sys.exit(code)
