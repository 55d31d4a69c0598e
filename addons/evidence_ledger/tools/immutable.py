from odoo.tools import SQL

VERBS = ("update", "delete", "truncate")
REFUSAL = """
    CREATE OR REPLACE FUNCTION evidence_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'Sealed evidence: % on table % is refused.', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation',
                  HINT = 'What was recorded stays. Record a correction instead.';
    END $$
"""


def guard_table(cr, table, columns=None):
    """Make PostgreSQL refuse DELETE and TRUNCATE on ``table``, and UPDATE: of any column, or only where one of
    ``columns`` changes.

    Call it in the ``init()`` of a model. It runs again at every update and replaces the triggers, so that ``columns``
    can grow with the model.
    """
    cr.execute(REFUSAL)
    refusals = {
        "update": SQL("BEFORE UPDATE ON %s FOR EACH ROW %s", SQL.identifier(table), _changed(columns)),
        "delete": SQL("BEFORE DELETE ON %s FOR EACH ROW", SQL.identifier(table)),
        "truncate": SQL("BEFORE TRUNCATE ON %s FOR EACH STATEMENT", SQL.identifier(table)),
    }
    for verb, occasion in refusals.items():
        name = SQL.identifier(f"{table}_refuse_{verb}")
        cr.execute(SQL("CREATE OR REPLACE TRIGGER %s %s EXECUTE FUNCTION evidence_refuse()", name, occasion))


def _changed(columns):
    """The condition under which an update is refused; always, without columns."""
    if not columns:
        return SQL()
    changes = [SQL("OLD.%(c)s IS DISTINCT FROM NEW.%(c)s", c=SQL.identifier(column)) for column in columns]
    return SQL("WHEN (%s)", SQL(" OR ").join(changes))
