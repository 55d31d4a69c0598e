from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL

from ...logic.backtest import FEWEST_CASES, FEWEST_EACH, Case, back_test


class CreditBackTest(models.TransientModel):
    """Did the grades of a day tell who would pay late afterwards?"""

    _name = "credit.back.test"
    _inherit = ["credit.company.mixin"]
    _description = "Back-Test of Grades"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company.root_id)
    date = fields.Date(
        string="Grades Of",
        required=True,
        default=lambda self: fields.Date.subtract(fields.Date.context_today(self), months=12),
        help="The grade that each customer had on this day is judged by what was due afterwards.",
    )
    months = fields.Integer(string="Judged Over", default=12, required=True, help="In months after that day.")
    bad_days = fields.Integer(
        string="Bad Is Later Than",
        default=60,
        required=True,
        help="A customer turned bad when something was paid, or is still unpaid, that many days after it was due.",
    )
    state = fields.Selection([("open", "Open"), ("done", "Done")], default="open", readonly=True)
    case_count = fields.Integer(string="Customers", readonly=True)
    bad_count = fields.Integer(string="Turned Bad", readonly=True)
    is_enough = fields.Boolean(readonly=True)
    not_enough = fields.Char(string="Not Enough Data", compute="_compute_not_enough")
    gini = fields.Float(
        string="Gini",
        digits=(16, 2),
        readonly=True,
        help="1: every customer that turned bad had a lower score than every other. 0: no better than chance. Below 0:"
        " upside down.",
    )
    line_ids = fields.One2many("credit.back.test.line", "test_id", string="By Grade", readonly=True)

    @api.depends("case_count", "bad_count")
    def _compute_not_enough(self):
        for test in self:
            test.not_enough = self.env._(
                "Not enough data: %(count)s customers with a grade and something due, %(bad)s of them bad. At least"
                " %(cases)s are needed, with %(each)s bad and %(each)s good ones.",
                count=test.case_count,
                bad=test.bad_count,
                cases=FEWEST_CASES,
                each=FEWEST_EACH,
            )

    @api.constrains("months", "bad_days", "date")
    def _check_sense(self):
        for test in self:
            if not 1 <= test.months <= 60 or not 0 <= test.bad_days <= 3650:
                raise ValidationError(self.env._("Judge over 1 to 60 months, and by 0 to 3650 days."))
            if test.date >= fields.Date.context_today(self):
                raise ValidationError(self.env._("Choose a day in the past: grades are judged by what came after."))

    def action_test(self):
        """Compare the grades with what came after, and show it."""
        self.ensure_one()
        if not self.env.user.has_group("customer_credit_view.group_credit_analyst"):
            raise AccessError(self.env._("Only an analyst of credit may test grades."))
        # All customers of the company are read as superuser: it must be one of the user's.
        self.company_id.check_access("read")
        # A handful. pylint: disable-next=no-search-all
        grades = self.env["credit.grade"].with_context(active_test=False).search([])
        found = back_test(self._get_cases(), grades.mapped("name"))
        rows = [
            {
                "grade": hits.grade,
                "count": hits.count,
                "bad": hits.bad,
                "bad_percent": (hits.bad_rate or 0) * 100,
                "is_inversion": hits.grade in found.inversions,
            }
            for hits in found.grades
        ]
        self.write(
            {
                "state": "done",
                "case_count": found.count,
                "bad_count": found.bad,
                "is_enough": found.is_enough,
                "gini": found.gini or 0.0,
                "line_ids": [Command.clear(), *map(Command.create, rows)],
            }
        )
        return {**self._get_records_action(), "target": "new"}

    def _get_cases(self):
        """Return a ``Case`` for each customer that had a grade on the day and something due in the time after."""
        # sudo: all customers of the company count, whoever tests.
        profiles = self.env["credit.profile"].sudo().search([("company_id", "=", self.company_id.id)])
        assessed = self.env["credit.assessment"]._get_in_force(profiles, self.date)
        late = self._get_latest_days(profiles)
        return [
            Case(assessment.grade, self._get_case_score(assessment), late[profile.partner_id.id] > self.bad_days)
            for profile, assessment in assessed.items()
            if assessment.grade and profile.partner_id.id in late
        ]

    @api.model
    def _get_case_score(self, assessment):
        """A knock-out puts the customer below every other, whatever its points say."""
        return -1.0 if assessment.verdict == "knocked_out" else assessment.score

    def _get_latest_days(self, profiles):
        """Return ``{commercial partner id: days}``: how late the latest of what fell due in the time was, or is.

        What is paid is as late as its last payment, what is open as late as today. Credit notes and write-offs are no
        payments: what they alone have cleared says nothing.
        """
        today = fields.Date.context_today(self)
        query = SQL(
            """
            SELECT customer.commercial_partner_id,
                   MAX(CASE WHEN item.reconciled THEN paid.date ELSE %(today)s END - item.date_maturity)
              FROM account_move_line item
              JOIN account_move move ON move.id = item.move_id
              JOIN res_partner customer ON customer.id = item.partner_id
              JOIN account_account account ON account.id = item.account_id
         LEFT JOIN LATERAL (
                   SELECT MAX(counterpart.date) AS date
                     FROM account_partial_reconcile part
                     JOIN account_move_line counterpart ON counterpart.id = part.credit_move_id
                     JOIN account_move cash ON cash.id = counterpart.move_id
                    WHERE part.debit_move_id = item.id
                          AND (cash.origin_payment_id IS NOT NULL OR cash.statement_line_id IS NOT NULL)
                   ) paid ON TRUE
             WHERE item.company_id IN %(companies)s AND item.parent_state = 'posted' AND move.move_type = 'out_invoice'
               AND account.account_type = 'asset_receivable'
               AND item.date_maturity > %(start)s AND item.date_maturity <= %(end)s
               AND customer.commercial_partner_id IN %(customers)s
          GROUP BY customer.commercial_partner_id
            """,
            today=today,
            # sudo: branches count with their company, whoever asks.
            companies=tuple(self.company_id.sudo().search([("id", "child_of", self.company_id.id)]).ids),
            start=self.date,
            # What fell due so lately that nobody could be bad yet would only look good.
            end=min(fields.Date.add(self.date, months=self.months), today - timedelta(days=self.bad_days)),
            customers=tuple(profiles.partner_id.ids or [0]),
        )
        self.env.flush_all()
        return {customer: days for customer, days in self.env.execute_query(query) if days is not None}
