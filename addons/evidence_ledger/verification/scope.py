from typing import NamedTuple

from odoo.tools import SQL

BATCH = 1000


class Scope(NamedTuple):
    """What a verification reads: the ledgers of ``companies`` (ids, None for all), or of these only the chains of
    ``subjects``, a query for ``(company_ref, subject_model, subject_key)``."""

    companies: list | None = None
    subjects: SQL | None = None

    def condition(self, alias):
        """Whether a row that names its subject is in scope."""
        table = SQL.identifier(alias)
        conditions = [self.company_condition(alias)]
        if self.subjects:
            place = SQL("(%(t)s.company_ref, %(t)s.subject_model, %(t)s.subject_key)", t=table)
            conditions.append(SQL("%s IN (%s)", place, self.subjects))
        return SQL(" AND ").join(conditions)

    def company_condition(self, alias, column="company_ref"):
        """Whether a row is of a company in scope."""
        if self.companies is None:
            return SQL("TRUE")
        return SQL("%s = ANY(%s)", SQL.identifier(alias, column), list(self.companies))


def batches(env, query, key):
    """Rows of ``query`` (a function from the last key, None at first, to SQL) as dicts, ``BATCH`` at a time."""
    last = None
    while rows := env.execute_query_dict(query(last)):
        yield from rows
        if len(rows) < BATCH:
            return
        last = key(rows[-1])
