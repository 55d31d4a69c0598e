"""The tables of the counters, and the triggers that count.

PostgreSQL counts, because what customers owe changes on many ways: recomputed fields, imports, raw SQL such as that of
core's partner merge. A trigger sees all of them, at once and to the cent; what the amounts are is decided by fields and
their Python. Each statement appends one row for each total that it changes (``credit_counter_change``): transactions
that do not compare with a limit never wait for each other. A job folds these rows into ``credit_counter``; what is read
is the sum of both.
"""

from odoo.tools import SQL

# Numbers of rows that are counted anew by one statement.
BATCH = 200_000
TABLES = """
    CREATE TABLE IF NOT EXISTS credit_counter_change (
        id bigserial PRIMARY KEY,
        partner_id integer NOT NULL,
        company_id integer NOT NULL,
        currency_id integer NOT NULL,
        part varchar NOT NULL,
        day date,
        amount numeric NOT NULL
    );
    CREATE INDEX IF NOT EXISTS credit_counter_change_of_customer ON credit_counter_change (partner_id);
    CREATE TABLE IF NOT EXISTS credit_counter (LIKE credit_counter_change INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
    CREATE UNIQUE INDEX IF NOT EXISTS credit_counter_one_total
        ON credit_counter (partner_id, company_id, currency_id, part, COALESCE(day, DATE '0001-01-01'));
"""
COUNT = """
    CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger AS $count$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            %(change_new)s;
        ELSIF TG_OP = 'DELETE' THEN
            %(change_old)s;
        ELSE
            %(change_both)s;
        END IF;
        RETURN NULL;
    END
    $count$ LANGUAGE plpgsql
"""
CHANGE = """
    INSERT INTO credit_counter_change (partner_id, company_id, currency_id, part, day, amount)
    SELECT partner_id, company_id, currency_id, part, day, SUM(amount)
      FROM (%s) AS counted
     GROUP BY partner_id, company_id, currency_id, part, day
    HAVING SUM(amount) <> 0
     ORDER BY partner_id
"""
REVERSE = "SELECT partner_id, company_id, currency_id, part, day, -amount AS amount FROM (%s) AS before"
OCCASIONS = {
    "insert": "NEW TABLE AS credit_new",
    "update": "OLD TABLE AS credit_old NEW TABLE AS credit_new",
    "delete": "OLD TABLE AS credit_old",
}


def create_counters(cr):
    """Create the tables of the counters where they are missing."""
    cr.execute(TABLES)


def count_table(cr, table, counted):
    """Let PostgreSQL count the rows of ``table``, from now on. Call it in ``init()``: it replaces what was there.

    :param counted: a SELECT of partner_id, company_id, currency_id, part, day and amount from ``%(rows)s``, which
        stands for the table, and for the rows before and after a change; it reads columns of that table alone, or what
        never changes
    """
    new, old = (SQL(counted, rows=SQL.identifier(rows)) for rows in ("credit_new", "credit_old"))
    reverse = SQL(REVERSE, old)
    name = f"credit_count_{table}"
    function = SQL(
        COUNT,
        name=SQL.identifier(name),
        change_new=SQL(CHANGE, new),
        change_old=SQL(CHANGE, reverse),
        change_both=SQL(CHANGE, SQL("%s UNION ALL %s", new, reverse)),
    )
    cr.execute(function)
    for verb, rows in OCCASIONS.items():
        trigger = SQL(
            "CREATE OR REPLACE TRIGGER %s AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION %s()",
            SQL.identifier(f"{name}_{verb}"),
            SQL(verb),
            SQL.identifier(table),
            SQL(rows),
            SQL.identifier(name),
        )
        cr.execute(trigger)


def count_anew(cr, table, counted):
    """Count all rows of ``table`` once more, beside what is counted already: batch by batch, while it is iterated.

    Yields (the number of the row that was reached, the last number).
    """
    cr.execute(SQL("SELECT COALESCE(MIN(id), 1), COALESCE(MAX(id), 0) FROM %s", SQL.identifier(table)))
    first, last = cr.fetchone()
    for begin in range(first, last + 1, BATCH):
        rows = SQL("(SELECT * FROM %s WHERE id BETWEEN %s AND %s)", SQL.identifier(table), begin, begin + BATCH - 1)
        cr.execute(SQL(CHANGE, SQL(counted, rows=rows)))
        yield min(begin + BATCH - 1, last), last


def stop_counting(cr, table, parts):
    """Remove the triggers of ``table``, and from the totals the ``parts`` that were counted of it alone."""
    cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(f"credit_count_{table}")))
    for counters in ("credit_counter", "credit_counter_change"):
        cr.execute(SQL("DELETE FROM %s WHERE part IN %s", SQL.identifier(counters), tuple(parts)))


def drop_counters(cr, tables):
    """Remove the triggers of ``tables``, and the counters."""
    for table in tables:
        stop_counting(cr, table, ["-"])
    cr.execute("DROP TABLE IF EXISTS credit_counter, credit_counter_change")
