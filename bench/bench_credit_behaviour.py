"""Payment behaviour of 50,000 customers with a million receivable items, beside the bare aggregate of the same items.

    ./bin/odoo shell -d DATABASE --no-http < bench/bench_credit_behaviour.py

The bare aggregate is what the first two figures of each customer take in the plainest SQL: the balance of the account,
and the mean of the days late, weighted by amount, of the year's payments. Ours counts all thirty figures by the rules,
and writes them, as every night. How long the balances alone take is printed beside.

Half of the items are invoices of two years, half the payments that settled most of them. Items are made by SQL; nothing
is kept: it all rolls back.
"""

import sys
import time
from pathlib import Path
from statistics import median

from odoo.addons import customer_credit_view
from odoo.tools import SQL

# Odoo's shell runs this text, not this file: the folder is found from the addon.
sys.path.insert(0, str(Path(customer_credit_view.__path__[0]).parents[1] / "bench"))

from _figures import report

CUSTOMERS = 50_000
INVOICES = 10
ROUNDS = 3
LIMIT = 5.0
BALANCES = """
    SELECT line.partner_id, SUM(line.balance), COUNT(*)
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
     WHERE account.account_type = 'asset_receivable' AND line.parent_state = 'posted' AND line.company_id = %s
     GROUP BY line.partner_id
"""
LATENESS = """
    SELECT item.partner_id, SUM(part.amount), COUNT(*),
           SUM(part.amount * (payment.date - item.date_maturity)) / SUM(part.amount)
      FROM account_partial_reconcile part
      JOIN account_move_line item ON item.id = part.debit_move_id
      JOIN account_move_line payment ON payment.id = part.credit_move_id
      JOIN account_account account ON account.id = item.account_id
     WHERE account.account_type = 'asset_receivable' AND item.parent_state = 'posted' AND item.company_id = %s
       AND payment.payment_id IS NOT NULL AND payment.date > CURRENT_DATE - 365
     GROUP BY item.partner_id
"""


def insert(env, table, names, query):
    """Insert what ``query`` returns, without the foreign keys and counters that real documents keep by the way."""
    env.cr.execute(
        SQL("INSERT INTO %s (%s) %s", SQL.identifier(table), SQL(", ").join(map(SQL.identifier, names)), query)
    )


def unguard(env):
    """Take away, until the rollback, what would be most of the making and is none of the measuring: foreign keys, and
    the triggers of the counters."""
    env.flush_all()
    tables = ("account_move_line", "account_partial_reconcile", "res_partner", "credit_profile")
    env.cr.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid::regclass::text IN %s",
        [tables],
    )
    for table, name in env.cr.fetchall():
        env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(name)))
    for table in tables:
        env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table)))


def make_customers(env, company):
    """Return the first id of the contacts, whose ids follow each other."""
    env.cr.execute("SELECT COALESCE(MAX(id), 0) FROM res_partner")
    first = env.cr.fetchone()[0] + 1_000_001
    columns = ["id", "name", "active", "is_company", "commercial_partner_id", "type", "lang", "autopost_bills"]
    numbers = SQL("generate_series(%s, %s) n", first, first + CUSTOMERS - 1)
    insert(
        env,
        "res_partner",
        columns,
        SQL("SELECT n, 'Bench ' || n, TRUE, TRUE, n, 'contact', 'en_US', 'ask' FROM %s", numbers),
    )
    # As many profiles as customers, copied from one that was made as usual.
    customer = env["res.partner"].create({"name": "Bench", "is_company": True})
    profile = env["credit.profile"]._get_for(customer, company)
    env.flush_all()
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'credit_profile'")
    own = {"name": SQL("'B' || n"), "partner_id": SQL("n"), "parent_path": SQL("NULL")}
    columns = [name for (name,) in env.cr.fetchall() if name != "id"]
    values = SQL(", ").join(own.get(name, SQL.identifier("source", name)) for name in columns)
    rows = SQL("SELECT %s FROM credit_profile source, %s WHERE source.id = %s", values, numbers, profile.id)
    insert(env, "credit_profile", columns, rows)
    return first


def make_items(env, company, first):
    """Invoices spread over two years; most of them paid, early and late, and a little on account for the others."""
    journal = env["account.journal"].search([("type", "=", "sale"), ("company_id", "=", company.id)], limit=1)
    account = env["account.account"].search(
        [("account_type", "=", "asset_receivable"), ("company_ids", "in", company.ids)], limit=1
    )
    move = env["account.move"].create({"journal_id": journal.id, "move_type": "entry"})
    env.flush_all()
    env.cr.execute("SELECT COALESCE(MAX(id), 0) + 1000000 FROM account_move_line")
    base = env.cr.fetchone()[0]
    count = CUSTOMERS * INVOICES
    payment = env["account.payment"].search([], limit=1)
    shared = SQL(
        "%s AS move_id, %s AS company_id, %s AS company_currency_id, %s AS currency_id, %s AS account_id,"
        " %s AS journal_id, 'posted' AS parent_state",
        move.id, company.id, company.currency_id.id, company.currency_id.id, account.id, journal.id,
    )  # fmt: skip
    columns = ["id", "move_id", "company_id", "company_currency_id", "currency_id", "account_id", "journal_id"]
    columns += ["parent_state", "partner_id", "display_type", "date", "invoice_date", "date_maturity", "balance"]
    columns += [
        "amount_currency",
        "amount_residual",
        "amount_residual_currency",
        "reconciled",
        "payment_id",
        "move_name",
    ]
    # Not of the same length: 50,000 customers in turn, with days that differ from invoice to invoice.
    row = SQL(
        "generate_series(0, %s) n, LATERAL (SELECT %s + n %% %s AS partner, CURRENT_DATE - (n * 131 %% 720) AS day,"
        " 100 + n * 31 %% 9000 AS amount, n %% 10 > 0 OR n * 131 %% 720 > 200 AS is_paid) one",
        count - 1, first, CUSTOMERS,
    )  # fmt: skip
    invoices = SQL(
        "SELECT %s + n, %s, one.partner, 'payment_term', one.day, one.day, one.day + 30, one.amount, one.amount,"
        " CASE WHEN one.is_paid THEN 0 ELSE one.amount END, CASE WHEN one.is_paid THEN 0 ELSE one.amount END,"
        " one.is_paid, NULL::int, 'BENCH/' || n FROM %s",
        base, shared, row,
    )  # fmt: skip
    insert(env, "account_move_line", columns, invoices)
    payments = SQL(
        "SELECT %s + n, %s, one.partner, 'product', LEAST(one.day + 10 + n * 977 %% 60, CURRENT_DATE), NULL::date,"
        " NULL::date, -paid.amount, -paid.amount, CASE WHEN one.is_paid THEN 0 ELSE -paid.amount END,"
        " CASE WHEN one.is_paid THEN 0 ELSE -paid.amount END, one.is_paid, %s, 'PAY/' || n"
        " FROM %s, LATERAL (SELECT CASE WHEN one.is_paid THEN one.amount ELSE 10 END AS amount) paid",
        base + count, shared, payment.id or 1, row,
    )  # fmt: skip
    insert(env, "account_move_line", columns, payments)
    columns = ["debit_move_id", "credit_move_id", "amount", "debit_amount_currency", "credit_amount_currency"]
    columns += ["company_id", "debit_currency_id", "credit_currency_id", "max_date"]
    parts = SQL(
        "SELECT %s + n, %s + n, one.amount, one.amount, one.amount, %s, %s, %s, CURRENT_DATE FROM %s WHERE one.is_paid",
        base, base + count, company.id, company.currency_id.id, company.currency_id.id, row,
    )  # fmt: skip
    insert(env, "account_partial_reconcile", columns, parts)


def seconds(act):
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def bare(env, company, *statements):
    for statement in statements:
        env.cr.execute(statement, [company.id])
        assert len(env.cr.fetchall()) >= CUSTOMERS


def main(env):
    company = env.company
    unguard(env)
    make_items(env, company, make_customers(env, company))
    env.cr.execute("ANALYZE account_move_line, account_partial_reconcile, res_partner, credit_profile")
    env.invalidate_all()
    rows = env["credit.behaviour"]
    rows._count_all(company)
    balances = median(seconds(lambda: bare(env, company, BALANCES)) for _round in range(ROUNDS))
    alone = median(seconds(lambda: bare(env, company, BALANCES, LATENESS)) for _round in range(ROUNDS))
    ours = median(seconds(lambda: rows._count_all(company)) for _round in range(ROUNDS))
    counted = rows.search_count([("payment_count", ">", 0), ("company_id", "=", company.id)])
    assert counted >= CUSTOMERS, counted
    return report(
        "payment behaviour of all customers / bare aggregate of their items",
        ours / alone,
        LIMIT,
        customers=CUSTOMERS,
        items=CUSTOMERS * INVOICES * 2,
        balances_s=round(balances, 2),
        bare_s=round(alone, 2),
        ours_s=round(ours, 2),
    )


try:
    code = main(env)  # noqa: F821 - given by the shell
finally:
    env.cr.rollback()  # noqa: F821
sys.exit(code)
