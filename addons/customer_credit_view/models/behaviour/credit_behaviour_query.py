from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from odoo import api, models
from odoo.tools import SQL

from ...logic.payment_index import EXPERIENCES, LOW_FROM, MEDIUM_FROM

COUNT_BACK_MONTHS = 24
TREND_MONTHS = 6
BROKEN_DAYS = 90


class Span(NamedTuple):
    """What is looked at: the companies (with branches) and receivable accounts; the days after ``begin`` up to ``end``;
    sales by month after ``months_begin``; the trend after ``trend_begin``; terms as broken in the items due after
    ``broken_begin``."""

    companies: tuple[int, ...]
    accounts: tuple[int, ...]
    begin: date
    end: date
    months_begin: date
    trend_begin: date
    broken_begin: date
    grace: int


class CreditBehaviour(models.Model):
    """The figures of all customers of a company in one statement. The rules in ``logic`` are its reference: the tests
    compare both on random payments."""

    _inherit = "credit.behaviour"

    @api.model
    def _get_span(self, company, on_date):
        month = on_date.replace(day=1)
        # sudo: branches count with their company, and closed accounts with the others, whoever counts.
        everything = self.sudo().with_context(active_test=False).env
        # By their ids, and not joined: PostgreSQL then knows that most items are theirs, and reads them in one go.
        accounts = everything["account.account"].search([("account_type", "=", "asset_receivable")])
        return Span(
            companies=tuple(everything["res.company"].search([("id", "child_of", company.id)]).ids),
            accounts=tuple(accounts.ids) or (0,),
            begin=on_date - timedelta(days=company.credit_behaviour_days),
            end=on_date,
            months_begin=month - relativedelta(months=COUNT_BACK_MONTHS - 1) - timedelta(days=1),
            trend_begin=month - relativedelta(months=TREND_MONTHS - 1) - timedelta(days=1),
            broken_begin=on_date - timedelta(days=BROKEN_DAYS),
            grace=company.credit_behaviour_grace_days,
        )

    @api.model
    def _query_figures(self, company, on_date, profiles=None):
        """Return the statement that has one row of figures for each profile of ``company`` (or for ``profiles``)."""
        span = self._get_span(company, on_date)
        figures = [SQL("%s AS %s", figure, SQL.identifier(name)) for name, figure in self._get_figures(span).items()]
        return SQL(
            """
            WITH customer AS NOT MATERIALIZED (%(customers)s),
                 paid_month AS MATERIALIZED (%(paid_months)s),
                 paid AS (%(paid)s),
                 ledger AS MATERIALIZED (%(ledger)s),
                 counted AS (%(count_back)s),
                 late AS (%(late)s),
                 pledged AS (%(pledged)s)
            SELECT %(figures)s
              FROM credit_profile profile
              LEFT JOIN paid ON paid.profile_id = profile.id
              LEFT JOIN ledger ON ledger.profile_id = profile.id
              LEFT JOIN counted ON counted.profile_id = profile.id
              LEFT JOIN late ON late.profile_id = profile.id
              LEFT JOIN pledged ON pledged.profile_id = profile.id
             WHERE profile.company_id = %(company)s AND %(chosen)s
            """,
            customers=self._query_customers(company, profiles),
            paid_months=self._query_paid_months(span, of_all=profiles is None),
            paid=self._query_paid(),
            ledger=self._query_ledger(span, of_all=profiles is None),
            count_back=self._query_count_back(span),
            late=self._query_late(span),
            pledged=self._query_pledged(company, span),
            figures=SQL(", ").join(figures),
            company=company.id,
            chosen=self._get_chosen(profiles),
        )

    @api.model
    def _get_chosen(self, profiles):
        return SQL("TRUE") if profiles is None else SQL("profile.id = ANY(%s)", profiles.ids)

    @api.model
    def _query_customers(self, company, profiles):
        """The contacts of each profile: items bear the commercial partner of their time, which may have changed."""
        return SQL(
            """
            SELECT contact.id, profile.id AS profile_id
              FROM credit_profile profile
              JOIN res_partner contact ON contact.commercial_partner_id = profile.partner_id
             WHERE profile.company_id = %s AND %s
            """,
            company.id,
            self._get_chosen(profiles),
        )

    @api.model
    def _get_figures(self, span):
        """Return ``{field: SQL}``: each figure from the sums of the customer. NULL where it rests on nothing."""
        return {
            "profile_id": SQL("profile.id"),
            "partner_id": SQL("profile.partner_id"),
            "company_id": SQL("profile.company_id"),
            "on_date": SQL("%s::date", span.end),
            "period_days": SQL("%s", (span.end - span.begin).days),
            **self._get_paid_figures(),
            **self._get_sold_figures(span),
            **self._get_owed_figures(),
        }

    @api.model
    def _get_paid_figures(self):
        index = SQL("CASE WHEN paid.payments >= %s THEN paid.points END", EXPERIENCES)
        return {
            "payment_count": SQL("COALESCE(paid.payments, 0)"),
            "paid_amount": SQL("COALESCE(ROUND(paid.amount::numeric, 6), 0)"),
            "last_paid_date": SQL("paid.last_date"),
            "days_to_pay": SQL("paid.to_pay"),
            "days_late": SQL("paid.late"),
            "days_late_floored": SQL("paid.floored"),
            "on_terms_share": SQL("paid.on_terms"),
            "payment_index": index,
            "payment_risk": self._case_risk(index),
            "late_slope": SQL("paid.slope"),
            "newest_days_late": SQL("paid.newest"),
        }

    @api.model
    def _get_sold_figures(self, span):
        days = (span.end - span.begin).days
        sales = SQL("NULLIF(GREATEST(ledger.sales, 0), 0)")
        return {
            "receivable_amount": SQL("COALESCE(ledger.ending, 0)"),
            "current_amount": SQL("COALESCE(late.current, 0)"),
            "sales_amount": SQL("COALESCE(ledger.sales, 0)"),
            "dso": SQL("ledger.ending / %s * %s", sales, days),
            "dso_count_back": SQL(
                "CASE WHEN ledger.ending <= 0 THEN 0 WHEN ledger.ending > 0 THEN COALESCE(counted.days, %s) END",
                (span.end - span.months_begin).days,
            ),
            "is_dso_more": SQL("COALESCE(ledger.ending > 0 AND counted.days IS NULL, FALSE)"),
            "best_possible_dso": SQL("COALESCE(late.current, 0) / %s * %s", sales, days),
            "days_delinquent": SQL("(ledger.ending - COALESCE(late.current, 0)) / %s * %s", sales, days),
            "effectiveness": SQL(
                "(ledger.beginning + ledger.sales - ledger.ending)"
                " / NULLIF(GREATEST(ledger.beginning + ledger.sales - COALESCE(late.current, 0), 0), 0) * 100"
            ),
        }

    @api.model
    def _get_owed_figures(self):
        return {
            "open_late_amount": SQL("COALESCE(late.amount, 0)"),
            "open_late_count": SQL("COALESCE(late.items, 0)"),
            "open_late_days": SQL("late.days / NULLIF(late.amount, 0)"),
            "oldest_due_date": SQL("late.oldest"),
            "disputed_amount": SQL("COALESCE(late.disputed, 0)"),
            "pledge_count": SQL("COALESCE(pledged.pledges, 0)"),
            "pledge_kept_share": SQL("pledged.kept"),
            "broken_count": SQL("COALESCE(paid.broken, 0) + COALESCE(late.broken, 0)"),
        }

    @api.model
    def _case_risk(self, index):
        """As ``logic.payment_index.risk``: judged as it is printed, without decimals."""
        whole = SQL("ROUND((%s)::numeric)", index)
        return SQL(
            "CASE WHEN %s >= %s THEN 'low' WHEN %s >= %s THEN 'medium' WHEN %s IS NOT NULL THEN 'high' END",
            whole,
            LOW_FROM,
            whole,
            MEDIUM_FROM,
            index,
        )
