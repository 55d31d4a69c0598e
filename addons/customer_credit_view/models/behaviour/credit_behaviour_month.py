from odoo import fields, models
from odoo.tools import SQL

from ...tools import root_id
from .credit_payment_experience import DEPENDS


class CreditBehaviourMonth(models.Model):
    """How a customer paid in a month, for graphs and pivots. Averages are weighted by amount within the row; the
    payments behind them are one click away."""

    _name = "credit.behaviour.month"
    _description = "Payment Behaviour by Month"
    _auto = False
    _order = "month desc, id desc"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    profile_id = fields.Many2one("credit.profile", string="Credit Profile", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    month = fields.Date(readonly=True, help="Month of the payments.")
    payment_count = fields.Integer(string="Payments", readonly=True)
    paid_amount = fields.Monetary(string="Paid", readonly=True)
    days_to_pay = fields.Float(readonly=True, digits=(16, 1), aggregator="avg")
    days_late = fields.Float(
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="Weighted by amount; early payments make up for late ones.",
    )
    days_late_floored = fields.Float(
        string="Days Late, Floored",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="Weighted by amount; an early payment counts as 0 days late.",
    )
    on_terms_share = fields.Float(string="On Terms", readonly=True, digits=(16, 4), aggregator="avg")

    _depends = DEPENDS

    @property
    def _table_query(self):
        source = self.env["credit.payment.experience"]._table_query
        return SQL(
            """
            SELECT MIN(row.id) AS id, %(root)s AS company_id, row.profile_id, row.partner_id,
                   date_trunc('month', row.paid_date::timestamp)::date AS month,
                   COUNT(*) AS payment_count,
                   SUM(row.amount) AS paid_amount,
                   SUM(row.amount * row.days_to_pay) / SUM(row.amount) AS days_to_pay,
                   SUM(row.amount * row.days_late) / SUM(row.amount) AS days_late,
                   SUM(row.amount * GREATEST(row.days_late, 0)) / SUM(row.amount) AS days_late_floored,
                   COALESCE(SUM(row.amount) FILTER (WHERE row.is_on_terms), 0) / SUM(row.amount) AS on_terms_share
              FROM (%(source)s) row
              JOIN res_company branch ON branch.id = row.company_id
             GROUP BY %(root)s, row.profile_id, row.partner_id, date_trunc('month', row.paid_date::timestamp)
            """,
            source=source,
            root=root_id("branch"),
        )

    def action_view_payments(self):
        """Open the payments that this month is made of."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_credit_view.credit_payment_experience_action")
        last = fields.Date.end_of(self.month, "month")
        domain = [
            ("company_id", "child_of", self.company_id.id),
            ("partner_id", "=", self.partner_id.id),
            ("paid_date", ">=", self.month),
            ("paid_date", "<=", last),
        ]
        return {**action, "domain": domain, "context": {}}
