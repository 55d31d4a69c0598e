from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import SQL

from ...logic.ageing import BEGINS
from ...logic.expected_loss import loss_rates

# Items of three years, the last of which had a year to be paid: what is open then counts as lost.
OLDEST_MONTHS, NEWEST_MONTHS = 36, 12


class CreditLossMatrix(models.Model):
    """Rates from the company's own history: of what reached a bucket, how much was never paid."""

    _inherit = "credit.loss.matrix"

    def action_propose_rates(self):
        """Fill in the rates that the last years had. The person who uses them says in the basis why they still fit."""
        self.check_access("write")
        for matrix in self:
            begins = sorted(set(matrix.rate_ids.mapped("days_from"))) or list(BEGINS)
            reached, unpaid = matrix._get_history(begins)
            if not any(reached):
                raise ValidationError(
                    self.env._("No invoice was due between one and three years ago: there is no history to learn from.")
                )
            rates = zip(begins, loss_rates(reached, unpaid), strict=True)
            # Nothing reached a late bucket: the rate of the one before is the best that is known.
            known, commands = Decimal(0), [Command.clear()]
            for begin, rate in rates:
                known = known if rate is None else rate
                commands.append(Command.create({"days_from": begin, "rate": float(round(known, 6))}))
            matrix.write({"rate_ids": commands})

    def _get_history(self, begins):
        """Return (what reached each bucket, what was never paid), as Decimals in the currency of the company."""
        self.env.flush_all()
        [row] = self.env.execute_query(self._query_history(begins))
        *reached, unpaid = (Decimal(str(amount or 0)) for amount in row)
        return reached, max(unpaid, Decimal(0))

    @api.model
    def _get_history_columns(self, begins):
        """Return ``(reached, before)``, lists of SQL: what of all items reached each bucket, and what of an item was
        paid before. What is not due is reached by all; what is late since day n was not paid before that day."""
        reached = [
            SQL("SUM(item.claim)")
            if begin <= 0
            else SQL("SUM(GREATEST(item.claim - item.%s, 0))", SQL.identifier(f"before_{begin}"))
            for begin in begins
        ]
        before = [
            SQL(
                "COALESCE(SUM(settled.paid) FILTER (WHERE settled.date < line.date_maturity + %s), 0) AS %s",
                begin,
                SQL.identifier(f"before_{begin}"),
            )
            for begin in begins
            if begin > 0
        ]
        return reached, before

    def _query_history(self, begins):
        today = self.company_id._get_credit_today()
        reached, before = self._get_history_columns(begins)
        return SQL(
            """
            SELECT %(reached)s, SUM(GREATEST(item.claim - item.paid, 0))
              FROM (
                SELECT line.balance - COALESCE(SUM(settled.credited), 0) AS claim,
                       COALESCE(SUM(settled.paid), 0) AS paid, %(before)s
                  FROM account_move_line line
                  JOIN account_account account ON account.id = line.account_id
                  JOIN res_partner contact ON contact.id = line.partner_id
                  LEFT JOIN credit_profile profile
                    ON profile.partner_id = contact.commercial_partner_id AND profile.company_id = %(company)s
                  LEFT JOIN LATERAL (%(settled)s) settled ON TRUE
                 WHERE line.company_id IN %(companies)s AND account.account_type = 'asset_receivable'
                   AND line.parent_state = 'posted' AND line.display_type = 'payment_term' AND line.balance > 0
                   AND line.date_maturity >= %(oldest)s AND line.date_maturity < %(newest)s
                   AND (%(segment)s IS NULL OR profile.segment = %(segment)s)
                 GROUP BY line.id
              ) item
            """,
            reached=SQL(", ").join(reached),
            before=SQL(", ").join(before or [SQL("0 AS before_none")]),
            settled=self._query_settled(),
            company=self.company_id.id,
            # sudo: branches count with their company, whoever asks.
            companies=tuple(self.company_id.sudo().search([("id", "child_of", self.company_id.id)]).ids),
            oldest=fields.Date.subtract(today, months=OLDEST_MONTHS),
            newest=fields.Date.subtract(today, months=NEWEST_MONTHS),
            segment=self.segment or None,
        )

    @api.model
    def _query_settled(self):
        """What settled ``line``: paid, credited, or neither, which is what was written off. An exchange difference is
        no part of the claim."""
        return SQL(
            """
            SELECT other.date,
                   CASE WHEN other.payment_id IS NOT NULL OR other.statement_line_id IS NOT NULL THEN part.amount END
                       AS paid,
                   CASE WHEN move.move_type = 'out_refund' OR company.currency_exchange_journal_id = move.journal_id
                        THEN part.amount END AS credited
              FROM account_partial_reconcile part
              JOIN account_move_line other ON other.id = part.credit_move_id
              JOIN account_move move ON move.id = other.move_id
              JOIN res_company company ON company.id = move.company_id
             WHERE part.debit_move_id = line.id
            """
        )
