from odoo import api, fields, models
from odoo.tools import SQL


class CreditBehaviour(models.Model):
    """The part of the statement about what is owed and what was sold."""

    _inherit = "credit.behaviour"

    @api.model
    def _query_ledger(self, span, of_all):
        """Balances and sales by customer. Summed by contact first: there are fewer contacts than items to be joined.

        Sales are the items of invoices and credit notes on the same accounts, so that both sides of a DSO are with
        taxes.
        """
        return SQL(
            """
            SELECT customer.profile_id, SUM(own.ending) AS ending, COALESCE(SUM(own.beginning), 0) AS beginning,
                   COALESCE(SUM(own.sales), 0) AS sales
              FROM (
                SELECT line.partner_id,
                       SUM(line.balance) AS ending,
                       SUM(line.balance) FILTER (WHERE line.date <= %(begin)s) AS beginning,
                       SUM(line.balance) FILTER (WHERE line.display_type = 'payment_term' AND line.date > %(begin)s)
                           AS sales
                  FROM account_move_line line
                 WHERE %(items)s AND %(chosen)s
                 GROUP BY line.partner_id
              ) own
              JOIN customer ON customer.id = own.partner_id
             GROUP BY customer.profile_id
            """,
            begin=span.begin,
            items=self._get_items(span),
            chosen=SQL("TRUE") if of_all else SQL("line.partner_id IN (SELECT id FROM customer)"),
        )

    @api.model
    def _get_items(self, span):
        """The condition for ``line``: a posted item on a receivable account, booked by the last day."""
        return SQL(
            "line.account_id IN %s AND line.parent_state = 'posted' AND line.company_id IN %s AND line.date <= %s",
            span.accounts,
            span.companies,
            span.end,
        )

    @api.model
    def _query_count_back(self, span):
        """Days of the count-back, as ``logic.receivable_days.count_back``; no row where the months do not suffice.

        Only those who owe have sales to be counted. Months without sales need no row of their own: the calendar days
        after a month are counted whatever was sold in them.
        """
        return SQL(
            """
            SELECT month.profile_id,
                   (%(end)s - month.last) + (month.ending - month.cumulated + month.sold) / month.sold
                       * (month.last - month.first + 1) AS days
              FROM (
                SELECT profile_id, ending, sold, first, LEAST((first + interval '1 month')::date - 1, %(end)s) AS last,
                       SUM(sold) OVER (PARTITION BY profile_id ORDER BY first DESC) AS cumulated
                  FROM (
                    SELECT ledger.profile_id, ledger.ending, date_trunc('month', line.date::timestamp)::date AS first,
                           SUM(line.balance) AS sold
                      FROM ledger
                      JOIN customer ON customer.profile_id = ledger.profile_id
                      JOIN account_move_line line ON line.partner_id = customer.id
                     WHERE ledger.ending > 0 AND line.display_type = 'payment_term' AND line.date > %(months)s
                       AND %(items)s
                     GROUP BY 1, 2, 3
                  ) sales
                 WHERE sold > 0
              ) month
             WHERE month.cumulated >= month.ending AND month.cumulated - month.sold < month.ending
            """,
            end=span.end,
            months=span.months_begin,
            items=self._get_items(span),
        )

    @api.model
    def _query_late(self, span):
        """What is open: not due, late so far, contested. An item without a due date is due when it was booked."""
        return SQL(
            """
            SELECT customer.profile_id,
                   SUM(item.residual) FILTER (WHERE item.due >= %(end)s) AS current,
                   SUM(item.residual) FILTER (WHERE %(late)s) AS amount,
                   COUNT(*) FILTER (WHERE %(late)s) AS items,
                   SUM(item.residual * (%(end)s - item.due)) FILTER (WHERE %(late)s) AS days,
                   MIN(item.due) FILTER (WHERE %(late)s) AS oldest,
                   SUM(item.residual) FILTER (WHERE contested.id IS NOT NULL) AS disputed,
                   COUNT(*) FILTER (WHERE %(late)s AND item.due > %(broken)s AND %(end)s - item.due > %(grace)s)
                       AS broken
              FROM (%(items)s) item
              JOIN customer ON customer.id = item.partner_id
              LEFT JOIN account_move contested
                ON contested.id = item.move_id AND contested.payment_state = 'blocked'
             WHERE item.residual > 0
             GROUP BY customer.profile_id
            """,
            late=SQL("(item.due < %s AND contested.id IS NULL)", span.end),
            end=span.end,
            broken=span.broken_begin,
            grace=span.grace,
            items=self._query_open_items(span),
        )

    @api.model
    def _query_open_items(self, span):
        """Debts on receivable accounts with what of each was open in the evening of the last day."""
        is_today = span.end >= fields.Date.context_today(self)
        return SQL(
            """
            SELECT line.partner_id, line.move_id, COALESCE(line.date_maturity, line.date) AS due,
                   %(residual)s AS residual
              FROM account_move_line line
             WHERE %(items)s AND line.balance > 0 AND %(open)s
            """,
            residual=SQL("line.amount_residual") if is_today else self._get_residual(span.end),
            items=self._get_items(span),
            open=SQL("line.reconciled IS NOT TRUE") if is_today else SQL("TRUE"),
        )

    @api.model
    def _get_residual(self, on_date):
        """What of ``line``, a debt, was open on a past day: what was reconciled by then is what both sides bear."""
        return SQL(
            """
            line.balance - COALESCE((
                SELECT SUM(part.amount) FROM account_partial_reconcile part
                 WHERE part.debit_move_id = line.id AND part.max_date <= %s
            ), 0)
            """,
            on_date,
        )

    @api.model
    def _query_pledged(self, company, span):
        return SQL(
            """
            SELECT profile_id, COUNT(*) AS pledges,
                   COALESCE(SUM(company_amount) FILTER (WHERE state = 'kept'), 0) / NULLIF(SUM(company_amount), 0)
                       AS kept
              FROM credit_pledge
             WHERE company_id = %s AND state IN ('kept', 'partly', 'broken') AND ended_date > %s AND ended_date <= %s
             GROUP BY profile_id
            """,
            company.id,
            span.begin,
            span.end,
        )
