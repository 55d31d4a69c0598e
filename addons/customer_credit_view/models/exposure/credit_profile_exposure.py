from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ...logic.exposure import Exposure, Maturity
from ...tools import plan

ZERO = Decimal()
# The parts of open orders, which are promised for a day.
PROMISED = ("ordered", "undelivered")
COUNTED = """
    SELECT profile.id, counted.currency_id, counted.part, counted.day, counted.amount
      FROM credit_profile AS profile
      JOIN res_company AS branch ON branch.parent_path LIKE profile.company_id || '/%%'
      JOIN res_partner AS debtor ON debtor.commercial_partner_id = profile.partner_id
      JOIN LATERAL (
            SELECT * FROM credit_counter
             WHERE credit_counter.partner_id = debtor.id
            UNION ALL
            SELECT * FROM credit_counter_change
             WHERE credit_counter_change.partner_id = debtor.id
           ) AS counted ON counted.company_id = branch.id
     WHERE profile.id = ANY (%(profiles)s)
"""
# A day on which all is paid is none on which something is due.
NOT_ZERO = """
    SELECT id, currency_id, part, day, SUM(amount) AS amount FROM (%(rows)s) AS counted
     GROUP BY id, currency_id, part, day
    HAVING SUM(amount) <> 0
"""
SUMMED = """
    SELECT id, currency_id, part, MIN(day), SUM(amount)::text
      FROM (%(rows)s) AS counted
     GROUP BY id, currency_id, part, %(key)s
    HAVING SUM(amount) <> 0
     ORDER BY id, 4
"""
BY_DAY = SQL("day")
BY_LATENESS = "CASE WHEN part <> 'open' THEN day WHEN day < %s THEN '-infinity' ELSE 'infinity' END"


class CreditProfile(models.Model):
    """What the customers of profiles owe, from the counters."""

    _inherit = "credit.profile"

    def init(self):
        super().init()
        rows, key = SQL(COUNTED, profiles=SQL("of_profiles")), SQL(BY_LATENESS, SQL("on_day"))
        plan(
            self.env.cr,
            "credit_totals",
            {"of_profiles": "integer[]", "on_day": "date"},
            {"id": "integer", "currency_id": "integer", "part": "varchar", "day": "date", "amount": "text"},
            SQL(SUMMED, rows=rows, key=key),
        )

    def _claim(self):
        """Make two transactions that compare with the totals of these customers go one after the other.

        Under REPEATABLE READ a lock is not enough: who waited for it would still read the old totals. The update makes
        PostgreSQL refuse who comes second, and Odoo runs it again, with the new ones. In the order of the customers, so
        that nobody waits in a circle.
        """
        if self:
            self.flush_recordset()
            self.env.cr.execute(
                """
                UPDATE credit_profile SET checks = checks + 1
                  FROM (SELECT id FROM credit_profile WHERE id IN %s
                         ORDER BY partner_id, company_id FOR NO KEY UPDATE) AS claimed
                 WHERE credit_profile.id = claimed.id
                """,
                [tuple(self.ids)],
            )
            self.invalidate_recordset(["checks"])

    def _get_exposure(self, on_date=None, *, with_disputes=True, with_days=True):
        """Return ``{profile: Exposure}`` in the currency of each profile's company, in a constant number of queries.

        ``on_date`` is today unless given; what is due before it is overdue. For a day that is past, the documents are
        asked what they said then. The company's branches count with it.

        What is contested counts as due without ``with_disputes``, which saves a query where only totals are compared.
        Without ``with_days`` the maturities may be two, what is overdue and what is not, each under its earliest day:
        as fast for a thousand due dates as for one. Without either, that may be a day of which all is paid by now.
        """
        # sudo: what a customer owes does not depend on who asks; who may see figures is decided where they are shown.
        profiles = self.sudo()
        today = on_date or fields.Date.context_today(self)
        is_past = today < fields.Date.context_today(self)
        rows = {profile: [] for profile in profiles}
        disputed = profiles._get_disputed(today) if with_disputes and not is_past else {}
        if is_past:
            found = profiles._read_documents(today)
        elif with_days or with_disputes:
            found = profiles._read_counters(BY_DAY if with_days or disputed else SQL(BY_LATENESS, today))
        else:
            found = profiles._read_totals(today)
        for profile_id, currency_id, part, day, amount in found:
            rows[profiles.browse(profile_id)].append((currency_id, part, day, Decimal(amount)))
        return {
            profile.with_env(self.env): profile._build_exposure(rows[profile], disputed.get(profile, {}), today)
            for profile in profiles
        }

    def _read_counters(self, key):
        """Return (profile id, currency id, part, day, amount as text) of each total that is not zero.

        Days with the same ``key`` that are not zero themselves are summed, under the earliest of them.
        """
        if not self:
            return []
        self._flush_counted()
        rows = SQL(NOT_ZERO, rows=SQL(COUNTED, profiles=self.ids))
        return self.env.execute_query(SQL(SUMMED, rows=rows, key=key))

    def _read_totals(self, today):
        """Return the same of what is overdue ``today`` and what is not, in one query whose plan is kept."""
        if not self:
            return []
        self._flush_counted()
        return self.env.execute_query(SQL("SELECT * FROM credit_totals(%s, %s)", self.ids, today))

    def _build_exposure(self, rows, disputed, today):
        """Return the ``Exposure`` of ``rows`` without ``disputed``, which is ``{day: amount}``."""
        self.ensure_one()
        parts, due, promised = {}, {day: -amount for day, amount in disputed.items()}, {}
        rates = {currency_id: self._get_own_rate(currency_id, today) for currency_id in {row[0] for row in rows}}
        for currency_id, part, day, amount in rows:
            own = amount * rates[currency_id]
            if part == "open":
                due[day] = due.get(day, ZERO) + own
            else:
                parts[part] = parts.get(part, ZERO) + own
            if part in PROMISED and day:
                promised[day] = promised.get(day, ZERO) + own
        late = {day: amount for day, amount in due.items() if day < today and amount}
        return Exposure(
            **parts,
            overdue=sum(late.values(), ZERO),
            open_due_later=sum((amount for day, amount in due.items() if day >= today), ZERO),
            disputed=sum(disputed.values(), ZERO),
            maturities=tuple(Maturity(day, amount) for day, amount in sorted(due.items()) if amount),
            commitments=tuple(Maturity(day, amount) for day, amount in sorted(promised.items())),
            oldest_overdue_date=min(late, default=None),
            counts_quoted=self.company_id.credit_counts_quotations,
        )

    def _get_own_rate(self, currency_id, today):
        """The rate that amounts are multiplied with. Rates apply when totals are read: they move every day."""
        own = self.company_id.currency_id
        if currency_id == own.id:
            return Decimal(1)
        currency = self.env["res.currency"].browse(currency_id)
        return Decimal(repr(currency._get_conversion_rate(currency, own, self.company_id, today)))

    # Hooks

    @api.model
    def _flush_counted(self):
        """Let PostgreSQL see what it counts. Extend with ``super()`` for models of your own."""
        self.env["account.move.line"].flush_model()
        self.env["sale.order.line"].flush_model()

    def _get_disputed(self, today):
        """Return ``{profile: {due date: amount}}`` of open items that are contested, in company currency."""
        return {}
