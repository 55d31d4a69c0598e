from odoo import api, fields, models

from ...logic.statement_figures import FLOWS, Figure
from ...tools import is_composing

FIGURES = [
    (Figure.CASH.value, "Cash"),
    (Figure.RECEIVABLES.value, "Receivables"),
    (Figure.INVENTORY.value, "Inventory"),
    (Figure.PREPAID.value, "Prepaid Expenses"),
    (Figure.CURRENT_ASSETS.value, "Current Assets"),
    (Figure.INTANGIBLES.value, "Intangible Assets without Goodwill"),
    (Figure.GOODWILL.value, "Goodwill"),
    (Figure.DEFERRED_TAX.value, "Deferred Tax Assets"),
    (Figure.TOTAL_ASSETS.value, "Total Assets"),
    (Figure.PAYABLES.value, "Trade Payables"),
    (Figure.SHORT_TERM_DEBT.value, "Short-Term Debt"),
    (Figure.CURRENT_LIABILITIES.value, "Current Liabilities"),
    (Figure.LONG_TERM_DEBT.value, "Long-Term Debt"),
    (Figure.TOTAL_LIABILITIES.value, "Total Liabilities"),
    (Figure.RETAINED_EARNINGS.value, "Retained Earnings"),
    (Figure.EQUITY.value, "Equity"),
    (Figure.MARKET_VALUE.value, "Market Value of Equity"),
    (Figure.REVENUE.value, "Sales"),
    (Figure.COGS.value, "Cost of Goods Sold"),
    (Figure.EBIT.value, "EBIT"),
    (Figure.DEPRECIATION.value, "Depreciation and Amortisation"),
    (Figure.INTEREST.value, "Interest Expense"),
    (Figure.NET_INCOME.value, "Net Income"),
    (Figure.OPERATING_CASH_FLOW.value, "Operating Cash Flow"),
]
ORDER = {name: place for place, (name, _label) in enumerate(FIGURES)}
LIABILITIES = {"payables", "short_term_debt", "current_liabilities", "long_term_debt", "total_liabilities"}
EQUITY = {"retained_earnings", "equity", "market_value"}


class CreditStatementFigure(models.Model):
    """One figure of a statement. A row without an amount is unknown, unless it is marked as known: then it is zero."""

    _name = "credit.statement.figure"
    _inherit = ["evidence.guarded"]
    _description = "Figure of a Financial Statement"
    _order = "statement_id, sequence"
    _rec_name = "figure"

    statement_id = fields.Many2one("credit.statement", required=True, index=True, ondelete="cascade")
    figure = fields.Selection(FIGURES, required=True)
    sequence = fields.Integer(compute="_compute_place", store=True, precompute=True)
    section = fields.Selection(
        [("asset", "Assets"), ("liability", "Liabilities"), ("equity", "Equity"), ("flow", "Profit and Loss")],
        compute="_compute_place",
        store=True,
        precompute=True,
    )
    currency_id = fields.Many2one(related="statement_id.currency_id", store=True)
    amount = fields.Monetary(help="In the unit of the statement. Costs and interest are written without a sign.")
    full_amount = fields.Monetary(
        string="Amount in Full",
        compute="_compute_full_amount",
        store=True,
        precompute=True,
        help="In units of the currency, whatever the statement prints its figures in.",
    )
    is_given = fields.Boolean(
        string="Known",
        compute="_compute_is_given",
        store=True,
        readonly=False,
        precompute=True,
        help="Tick it where the statement says zero: zero is known, an empty figure is not.",
    )
    profile_id = fields.Many2one(related="statement_id.profile_id", store=True, index=True)
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    period_end = fields.Date(related="statement_id.period_end", store=True)
    state = fields.Selection(related="statement_id.state", store=True)

    _one_per_figure = models.UniqueIndex("(statement_id, figure)", "A statement names each figure once.")

    @api.depends("figure")
    def _compute_place(self):
        for row in self:
            row.sequence = ORDER.get(row.figure, 0)
            row.section = self._get_section(row.figure)

    @api.model
    def _get_section(self, name):
        if name in FLOWS:
            return "flow"
        if name in LIABILITIES:
            return "liability"
        return "equity" if name in EQUITY else "asset"

    @api.depends("amount", "statement_id.unit")
    def _compute_full_amount(self):
        for row in self:
            row.full_amount = row.amount * int(row.statement_id.unit or 1)

    @api.depends("amount")
    def _compute_is_given(self):
        for row in self:
            row.is_given = row.is_given or bool(row.amount)

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._after_change(rows.statement_id)
        return rows

    def write(self, vals):
        statements = self.statement_id
        result = super().write(vals)
        self._after_change(statements | self.statement_id)
        return result

    def unlink(self):
        statements = self.statement_id
        # A statement that is deleted takes its rows along, whatever they say; only a draft can be.
        result = super().unlink()
        self._after_change(statements.exists())
        return result

    def _after_change(self, statements):
        """Check the statements of rows that were written alone; a statement checks those written with it."""
        if statements and not is_composing(self.env, statements._name):
            statements._check_draft()
            statements._after_content()
