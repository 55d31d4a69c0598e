from decimal import Decimal

from odoo import fields, models


class ResCompany(models.Model):
    """How limits are proposed in this company."""

    _inherit = "res.company"

    credit_limit_formula = fields.Selection(
        [
            ("grade_matrix", "Lowest of the grade's shares and the need"),
            ("need", "Need of the customer's purchases"),
            ("net_worth", "Share of tangible net worth"),
            ("working_capital", "Share of working capital"),
            ("monthly_sales", "Share of average monthly sales"),
            ("references", "Median of trade references"),
            ("average", "Average of net worth, need and references"),
            ("lowest", "Lowest of net worth, need and references"),
            ("native", "Credit limit on the contact"),
        ],
        string="Limits Are Proposed By",
        required=True,
        default="grade_matrix",
    )
    credit_capacity_percent = fields.Float(
        string="Share of a Customer's Strength",
        digits=(16, 2),
        default=10.0,
        help="In percent of its net worth, working capital or monthly sales, where the formula takes one of them.",
    )
    credit_concentration_percent = fields.Float(
        string="Highest Share of Our Sales",
        digits=(16, 2),
        default=10.0,
        help="In percent of our own sales of a year: no limit is proposed above it. Zero: any.",
    )
    credit_terms_days = fields.Integer(
        string="Usual Payment Days", default=30, help="For customers without payment terms of their own."
    )
    credit_lead_days = fields.Integer(
        string="Days from Order to Invoice", default=0, help="Added to the payment days: orders count, too."
    )
    credit_own_risk_amount = fields.Monetary(
        string="Risk We Bear Ourselves",
        help="Of one customer, beside what others cover. No limit is proposed above both. Zero: any.",
    )

    _credit_percents_of_a_whole = models.Constraint(
        "CHECK(credit_capacity_percent BETWEEN 0 AND 100 AND credit_concentration_percent BETWEEN 0 AND 100)",
        "Shares for limits are between 0 and 100 percent.",
    )
    _credit_days_sensible = models.Constraint(
        "CHECK(credit_terms_days BETWEEN 0 AND 3650 AND credit_lead_days BETWEEN 0 AND 3650)",
        "Days for limits are between 0 and 3650.",
    )
    _credit_own_risk_not_negative = models.Constraint(
        # With an upper end, since PostgreSQL's NaN is above every number.
        "CHECK(credit_own_risk_amount BETWEEN 0 AND 1e15)",
        "The risk we bear is not below zero, and a number that can be counted with.",
    )

    def _get_company_root_delegated_field_names(self):
        return [
            *super()._get_company_root_delegated_field_names(),
            "credit_limit_formula",
            "credit_capacity_percent",
            "credit_concentration_percent",
            "credit_terms_days",
            "credit_lead_days",
            "credit_own_risk_amount",
        ]

    def _get_limit_shares(self):
        """What the formulas of limits take from the settings."""
        self.ensure_one()
        shares = {
            "capacity_share": Decimal(repr(self.credit_capacity_percent)) / 100,
            "decimals": self.currency_id.decimal_places,
        }
        if self.credit_own_risk_amount:
            shares["own_risk"] = Decimal(repr(self.credit_own_risk_amount))
        concentration = Decimal(repr(self.credit_concentration_percent)) / 100
        return {**shares, "concentration_share": concentration or None}
