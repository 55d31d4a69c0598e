from odoo import fields, models

from ...logic.ratios import AMOUNTS, IN_DAYS, Gap, Ratio, Trend

RATIOS = [
    (Ratio.CURRENT.value, "Current Ratio"),
    (Ratio.QUICK.value, "Quick Ratio"),
    (Ratio.CASH.value, "Cash Ratio"),
    (Ratio.DEBT_RATIO.value, "Debt / Assets"),
    (Ratio.EQUITY_RATIO.value, "Equity / Assets"),
    (Ratio.DEBT_EQUITY.value, "Debt / Equity"),
    (Ratio.INTEREST_COVER.value, "Interest Cover"),
    (Ratio.DSO.value, "Days of Sales Outstanding"),
    (Ratio.DIO.value, "Days of Inventory"),
    (Ratio.DPO.value, "Days of Payables"),
    (Ratio.CASH_CYCLE.value, "Cash Conversion Cycle"),
    (Ratio.GROSS_MARGIN.value, "Gross Margin"),
    (Ratio.EBIT_MARGIN.value, "EBIT Margin"),
    (Ratio.NET_MARGIN.value, "Net Margin"),
    (Ratio.ROA.value, "Return on Assets"),
    (Ratio.ROE.value, "Return on Equity"),
    (Ratio.ASSET_TURNOVER.value, "Asset Turnover"),
    (Ratio.CASH_FLOW_DEBT.value, "Operating Cash Flow / Debt"),
    (Ratio.WORKING_CAPITAL.value, "Working Capital"),
    (Ratio.NET_WORTH.value, "Tangible Net Worth"),
]
GAPS = [
    (Gap.MISSING.value, "A figure is missing"),
    (Gap.ZERO.value, "Divided by zero"),
    (Gap.NEGATIVE.value, "Divided by less than zero"),
    (Gap.NO_OPENING.value, "No statement for the opening balance"),
]
TRENDS = [(Trend.BETTER.value, "Better"), (Trend.STEADY.value, "Steady"), (Trend.WORSE.value, "Worse")]
KINDS = dict.fromkeys(AMOUNTS, "amount") | dict.fromkeys(IN_DAYS, "days")


class CreditStatementRatio(models.Model):
    """A ratio of a statement and how it went since the one before. Written by the program alone."""

    _name = "credit.statement.ratio"
    _description = "Ratio of a Financial Statement"
    _order = "statement_id, sequence"
    _rec_name = "ratio"

    statement_id = fields.Many2one("credit.statement", required=True, readonly=True, index=True, ondelete="cascade")
    sequence = fields.Integer(readonly=True)
    ratio = fields.Selection(RATIOS, required=True, readonly=True)
    kind = fields.Selection(
        [("share", "Share or Multiple"), ("days", "Days"), ("amount", "Amount")], required=True, readonly=True
    )
    value = fields.Float(
        digits=(16, 4), readonly=True, aggregator="avg", help="Shares and margins are fractions: 0.15 is 15 %."
    )
    gap = fields.Selection(GAPS, string="No Value Because", readonly=True)
    previous_value = fields.Float(
        string="Before", digits=(16, 4), readonly=True, aggregator=False, help="In the statement before."
    )
    trend = fields.Selection(TRENDS, readonly=True, help="Better or worse by more than 5 % of the earlier value.")
    profile_id = fields.Many2one(related="statement_id.profile_id", store=True, index=True)
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    period_end = fields.Date(related="statement_id.period_end", store=True)
    state = fields.Selection(related="statement_id.state", store=True)
