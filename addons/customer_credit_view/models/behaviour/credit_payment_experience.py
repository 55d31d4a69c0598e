from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import root_id

DEPENDS = {
    "account.partial.reconcile": ["debit_move_id", "credit_move_id", "amount"],
    "account.move.line": [
        "account_id",
        "balance",
        "date",
        "date_maturity",
        "display_type",
        "invoice_date",
        "journal_id",
        "move_name",
        "parent_state",
        "partner_id",
        "payment_id",
        "statement_line_id",
    ],
    "credit.profile": ["partner_id", "company_id"],
    "res.partner": ["commercial_partner_id"],
}

RECEIVABLE = SQL("(SELECT id FROM account_account WHERE account_type = 'asset_receivable')")


class CreditPaymentExperience(models.Model):
    """A part of a customer's invoice that was paid: what days to pay and days late are made of, row by row.

    One row for each partial reconciliation of an invoice's due item with an entry of a payment or of the bank. Its day
    is that of the payment's own entry: the reconciliation's date is the later of both, so that a prepayment would look
    paid on the day of the invoice. What was credited, written off, moved into a plan or lost by exchange was not paid.
    """

    _name = "credit.payment.experience"
    _description = "Payment Experience"
    _auto = False
    _order = "paid_date desc, id desc"
    _rec_name = "move_name"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    profile_id = fields.Many2one("credit.profile", string="Credit Profile", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    payer_id = fields.Many2one(
        "res.partner", string="Payer", readonly=True, help="Who paid, where another company of the group pays."
    )
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    move_name = fields.Char(string="Invoice Number", readonly=True)
    payment_move_id = fields.Many2one("account.move", string="Payment", readonly=True)
    invoice_date = fields.Date(readonly=True)
    due_date = fields.Date(readonly=True, help="Of this instalment.")
    paid_date = fields.Date(string="Paid On", readonly=True, help="Day of the payment's own entry.")
    amount = fields.Monetary(string="Paid", readonly=True, help="In the currency of the company.")
    days_to_pay = fields.Integer(readonly=True, aggregator="avg", help="From the invoice; negative for a prepayment.")
    days_late = fields.Integer(readonly=True, aggregator="avg", help="From the due date; negative when it was early.")
    is_on_terms = fields.Boolean(string="On Terms", readonly=True)

    _depends = DEPENDS

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT part.id, item.company_id, profile.id AS profile_id, contact.commercial_partner_id AS partner_id,
                   payment.partner_id AS payer_id, item.move_id, item.move_name, payment.move_id AS payment_move_id,
                   item.invoice_date, %(due)s AS due_date, payment.date AS paid_date,
                   %(amount)s AS amount,
                   payment.date - item.invoice_date AS days_to_pay,
                   payment.date - %(due)s AS days_late,
                   payment.date <= %(due)s AS is_on_terms
              FROM %(source)s
              JOIN res_partner contact ON contact.id = item.partner_id
              JOIN res_company branch ON branch.id = item.company_id
              LEFT JOIN credit_profile profile
                ON profile.partner_id = contact.commercial_partner_id AND profile.company_id = %(root)s
             WHERE %(conditions)s
            """,
            amount=self._get_amount(),
            due=self._get_due_date(),
            source=self._get_source(),
            root=root_id("branch"),
            conditions=SQL(" AND ").join(self._get_conditions()),
        )

    # The parts of the query, also used where all customers are counted at once. ``item`` is the due item of an invoice,
    # ``payment`` the item that paid it, ``part`` their reconciliation.

    @api.model
    def _get_source(self, short_payments=None):
        """The joined tables. Where the payments of all customers are read, ``short_payments`` were found before, and
        are not looked for payment by payment."""
        if short_payments is None:
            short_payments = self._get_short_payments(SQL("line.move_id = payment.move_id"))
        return SQL(
            """
            account_partial_reconcile part
              JOIN account_move_line item ON item.id = part.debit_move_id
              JOIN account_move_line payment ON payment.id = part.credit_move_id
              LEFT JOIN LATERAL (%s) short ON short.move_id = payment.move_id
            """,
            short_payments,
        )

    @api.model
    def _find_short_payments(self, begin, end):
        """Return the rows of ``_get_short_payments`` of the days after ``begin`` up to ``end``, as SQL of values.

        PostgreSQL reads what is joined to values with all its workers; a joined query would be for one of them.
        """
        found = self.env.execute_query(self._get_short_payments(SQL("line.date > %s AND line.date <= %s", begin, end)))
        moves, shares = zip(*found, strict=True) if found else ((), ())
        return SQL("SELECT * FROM unnest(%s::int[], %s::numeric[]) AS one (move_id, share)", [*moves], [*shares])

    @api.model
    def _get_amount(self):
        """What of the reconciled amount was really paid."""
        return SQL("part.amount * (1 - COALESCE(short.share, 0))")

    @api.model
    def _get_due_date(self):
        return SQL("COALESCE(item.date_maturity, item.date)")

    @api.model
    def _get_short_payments(self, condition):
        """Payments that settled more than they brought, and by which share: the rest was written off with them, as
        *mark as fully paid* does, or kept by the bank as its fee. Both are a debit on a result account."""
        return SQL(
            """
            SELECT lost.move_id, LEAST(lost.amount / SUM(-line.balance), 1) AS share
              FROM (
                SELECT line.move_id, SUM(line.balance) AS amount
                  FROM account_move_line line
                  JOIN account_account kind ON kind.id = line.account_id
                 WHERE (line.payment_id IS NOT NULL OR line.statement_line_id IS NOT NULL) AND line.balance > 0
                   AND split_part(kind.account_type, '_', 1) IN ('income', 'expense') AND %s
                 GROUP BY line.move_id
              ) lost
              JOIN account_move_line line ON line.move_id = lost.move_id AND line.balance < 0
              JOIN account_account kind ON kind.id = line.account_id AND kind.account_type = 'asset_receivable'
             GROUP BY lost.move_id, lost.amount
            """,
            condition,
        )

    @api.model
    def _get_conditions(self, accounts=None):
        """Which reconciliations are payments of customers' invoices, as a list of SQL conditions on ``item``,
        ``payment`` and ``part``. ``accounts`` are the ids of the receivable accounts, where they are known already.

        Only due items of invoices have ``display_type = 'payment_term'``; those of credit notes are credits. An addon
        that settles invoices by entries of its own extends ``_get_excluded`` instead.
        """
        return [
            SQL("item.account_id IN %s", accounts or RECEIVABLE),
            SQL("item.display_type = 'payment_term' AND item.balance > 0"),
            SQL("item.parent_state = 'posted' AND payment.parent_state = 'posted'"),
            SQL("(payment.payment_id IS NOT NULL OR payment.statement_line_id IS NOT NULL)"),
            SQL("part.amount > 0 AND COALESCE(short.share, 0) < 1"),
            *self._get_excluded(),
        ]

    @api.model
    def _get_excluded(self):
        """Conditions that leave out what looks like a payment and is none: entries of the journals that the companies
        chose. Extend with ``super()``: plans and their instalments, sold receivables, netting."""
        chosen = SQL("SELECT chosen.account_journal_id FROM credit_behaviour_excluded_journal_rel chosen")
        return [
            SQL("payment.journal_id NOT IN (%s)", chosen),
            SQL("item.journal_id NOT IN (%s)", chosen),
        ]
