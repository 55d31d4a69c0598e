from odoo import api, models
from odoo.tools import SQL

from ...logic.early_warning import MONTHS
from ...logic.payment_index import ANCHORS, BEYOND, LAST_WITH_20


class CreditBehaviour(models.Model):
    """The part of the statement about what was paid."""

    _inherit = "credit.behaviour"

    @api.model
    def _query_paid_months(self, span, of_all):
        """Sums of what was paid by customer and month; the months before the trend are one row.

        In floating point: these are weights of means, and exact decimals would take three times as long.
        """
        source = self.env["credit.payment.experience"]
        due = source._get_due_date()
        late = SQL("(payment.date - %s)", due)
        return SQL(
            """
            SELECT customer.profile_id, %(month)s AS month,
                   COUNT(*) AS payments, MAX(payment.date) AS last_date, SUM(%(amount)s) AS amount,
                   SUM(%(amount)s * (payment.date - item.invoice_date)) AS to_pay,
                   SUM(%(amount)s * %(late)s) AS late,
                   SUM(%(amount)s * %(late)s) FILTER (WHERE %(late)s > 0) AS floored,
                   SUM(%(amount)s) FILTER (WHERE %(late)s <= 0) AS on_terms,
                   SUM(%(amount)s * %(points)s) AS points,
                   COUNT(*) FILTER (WHERE %(late)s > %(grace)s AND %(due)s > %(broken)s) AS broken
              FROM %(source)s
              JOIN customer ON customer.id = item.partner_id
             WHERE %(conditions)s AND item.company_id IN %(companies)s
               AND payment.date > %(begin)s AND payment.date <= %(end)s
             GROUP BY 1, 2
            """,
            month=self._get_trend_month(span),
            amount=SQL("(%s)::float8", source._get_amount()),
            late=late,
            due=due,
            points=self._case_points(late),
            source=source._get_source(source._find_short_payments(span.begin, span.end) if of_all else None),
            conditions=SQL(" AND ").join(source._get_conditions(span.accounts)),
            companies=span.companies,
            begin=span.begin,
            end=span.end,
            grace=span.grace,
            broken=span.broken_begin,
        )

    @api.model
    def _get_trend_month(self, span):
        """Number of the month, so that those without payments keep their place; NULL before the trend."""
        number = SQL("date_part('year', payment.date) * 12 + date_part('month', payment.date)")
        return SQL("CASE WHEN payment.date > %s THEN %s END", span.trend_begin, number)

    @api.model
    def _case_points(self, late):
        """The points of a payment that came ``late`` days beyond the terms, as ``logic.payment_index.points``."""
        cases, (before_days, before) = [SQL("WHEN %s <= %s THEN %s", late, *ANCHORS[0])], ANCHORS[0]
        for days, points in ANCHORS[1:]:
            slope = (points - before) / (days - before_days)
            line = SQL("%s + %s * (%s - (%s))", before, slope, late, before_days)
            line = SQL("LEAST(%s, %s)", line, BEYOND) if days > LAST_WITH_20 else line
            cases.append(SQL("WHEN %s <= %s THEN %s", late, days, line))
            before_days, before = days, points
        return SQL("(CASE %s ELSE %s END)", SQL(" ").join(cases), before)

    @api.model
    def _query_paid(self):
        """The months of a customer together, and the trend over them as ``logic.early_warning.slope``."""
        return SQL(
            """
            SELECT profile_id, SUM(payments) AS payments, MAX(last_date) AS last_date, SUM(amount) AS amount,
                   SUM(to_pay) / SUM(amount) AS to_pay,
                   SUM(late) / SUM(amount) AS late,
                   COALESCE(SUM(floored), 0) / SUM(amount) AS floored,
                   COALESCE(SUM(on_terms), 0) / SUM(amount) AS on_terms,
                   SUM(points) / SUM(amount) AS points,
                   SUM(broken) AS broken,
                   CASE WHEN COUNT(month) >= %s THEN regr_slope(late / amount, month) END AS slope,
                   (array_agg(late / amount ORDER BY month DESC) FILTER (WHERE month IS NOT NULL))[1] AS newest
              FROM paid_month
             GROUP BY profile_id
            """,
            MONTHS,
        )
