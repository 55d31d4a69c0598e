from odoo import fields, models

RISKS = [("low", "Low"), ("medium", "Medium"), ("high", "High")]
DAYS = {"digits": (16, 1), "readonly": True, "aggregator": "avg"}


class CreditBehaviour(models.Model):
    """How a customer pays, as counted for all customers at once on one day. Figures that rest on nothing are empty."""

    _name = "credit.behaviour"
    _description = "Payment Behaviour"
    _order = "open_late_amount desc, id"
    _rec_name = "partner_id"
    _log_access = False

    profile_id = fields.Many2one("credit.profile", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(related="profile_id.partner_id", string="Customer", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(related="profile_id.user_id")
    standing = fields.Selection(related="profile_id.standing")
    on_date = fields.Date(string="Counted On", readonly=True)
    period_days = fields.Integer(string="Period", readonly=True, aggregator=False, help="Days that are looked back.")

    payment_count = fields.Integer(
        string="Payments",
        readonly=True,
        help="Parts of invoices that were paid in the period. The figures rest on them.",
    )
    paid_amount = fields.Monetary(string="Paid", readonly=True)
    last_paid_date = fields.Date(string="Last Payment", readonly=True)
    days_to_pay = fields.Float(help="From the invoice to the payment, weighted by amount.", **DAYS)
    days_late = fields.Float(
        help="From the due date to the payment, weighted by amount. Early payments make up for late ones.", **DAYS
    )
    days_late_floored = fields.Float(
        string="Days Late, Floored",
        help="From the due date to the payment, weighted by amount. An early payment counts as 0 days late.",
        **DAYS,
    )
    on_terms_share = fields.Float(
        string="On Terms",
        digits=(16, 4),
        readonly=True,
        aggregator="avg",
        help="Share of the amount that was paid in time.",
    )
    payment_index = fields.Float(
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="From 0 to 100, weighted by amount: 80 is on terms, 50 is 30 days late, 20 is 120 days late. Empty below"
        " three payments.",
    )
    payment_risk = fields.Selection(RISKS, string="Risk of Late Payment", readonly=True)

    receivable_amount = fields.Monetary(string="Receivable", readonly=True, help="Balance of the customer's account.")
    current_amount = fields.Monetary(string="Not Due", readonly=True)
    sales_amount = fields.Monetary(
        string="Invoiced", readonly=True, help="In the period, less credit notes; with taxes, as the receivables are."
    )
    dso = fields.Float(
        string="DSO", help="Receivable / invoiced × days of the period. Empty where nothing was invoiced.", **DAYS
    )
    dso_count_back = fields.Float(
        string="DSO, Count-Back",
        help="Days whose sales make up the receivable, counted back month by month from today.",
        **DAYS,
    )
    is_dso_more = fields.Boolean(
        string="More Than That", readonly=True, help="The sales of the last two years do not make up the receivable."
    )
    best_possible_dso = fields.Float(
        string="Best Possible DSO", help="Not due / invoiced × days of the period.", **DAYS
    )
    days_delinquent = fields.Float(string="Average Days Delinquent", help="DSO less the best possible DSO.", **DAYS)
    effectiveness = fields.Float(
        string="Collection Effectiveness",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="What was collected of what could be collected in the period, in percent.",
    )

    open_late_amount = fields.Monetary(
        string="Open and Late",
        readonly=True,
        help="Overdue and not contested. The days late above know only those who paid; these have not yet.",
    )
    open_late_count = fields.Integer(string="Items Late", readonly=True)
    open_late_days = fields.Float(
        string="Days Late So Far", help="Of what is open and late, weighted by amount.", **DAYS
    )
    oldest_due_date = fields.Date(string="Oldest Due Date", readonly=True)
    disputed_amount = fields.Monetary(string="Contested", readonly=True)
    pledge_count = fields.Integer(string="Promises Ended", readonly=True)
    pledge_kept_share = fields.Float(
        string="Promises Kept",
        digits=(16, 4),
        readonly=True,
        aggregator="avg",
        help="In full, by amount, in the period.",
    )

    late_slope = fields.Float(
        string="Days Later per Month",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
        help="Trend of the days late over the last six months. Empty where fewer than three had payments.",
    )
    newest_days_late = fields.Float(string="Days Late, Newest Month", **DAYS)
    broken_count = fields.Integer(
        string="Terms Broken",
        readonly=True,
        help="Due in the last 90 days, and paid or still open later than the grace allows.",
    )

    warned_date = fields.Date(string="Warned On", readonly=True)
    warned_for = fields.Char(readonly=True, help="Signs of the last early warning.")
    warned_text = fields.Text(string="Early Warning", readonly=True, help="What the last early warning found.")

    _one_per_profile = models.UniqueIndex("(profile_id)")

    def init(self):
        super().init()
        # Each row is written every night: with room on its own page it stays there, and no index is touched.
        self.env.cr.execute("ALTER TABLE credit_behaviour SET (fillfactor = 45)")

    def action_view_payments(self):
        """Open the payments that the figures rest on."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_credit_view.credit_payment_experience_action")
        begin = fields.Date.subtract(self.on_date, days=self.period_days)
        domain = [
            *self._get_customer_domain(),
            ("paid_date", ">", begin),
            ("paid_date", "<=", self.on_date),
        ]
        return {**action, "domain": domain, "context": {}}

    def action_view_months(self):
        """Open the trend by month."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_credit_view.credit_behaviour_month_action")
        return {**action, "domain": self._get_customer_domain(), "context": {}}

    def _get_customer_domain(self):
        """Rows of the customer in the company and its branches, as they are counted."""
        profile = self.profile_id
        return [("partner_id", "=", profile.partner_id.id), ("company_id", "child_of", profile.company_id.id)]

    def action_refresh(self):
        """Count these customers again, as of today."""
        self.check_access("read")
        # sudo: figures are written by counting alone; whoever reads them may have them counted.
        self.sudo()._refresh(self.profile_id)
