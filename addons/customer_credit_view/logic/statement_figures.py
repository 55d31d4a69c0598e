"""What a financial statement says, and whether it can be true.

A figure that is not given is unknown, which is not zero: ratios that need it have no value. Flow figures belong to the
months of the statement and are annualised (a half-year's sales count twice); balance figures are not.

Checks: total assets = total liabilities + equity (the balance sheet equation), and no part is larger than its whole.

>>> half = Statement({Figure.REVENUE: Decimal(750), Figure.RECEIVABLES: Decimal(180)}, months=6)
>>> half.annual(Figure.REVENUE), half.annual(Figure.RECEIVABLES), half.annual(Figure.COGS)
(Decimal('1500'), Decimal('180'), None)
>>> check({Figure.TOTAL_ASSETS: Decimal(10), Figure.TOTAL_LIABILITIES: Decimal(6), Figure.EQUITY: Decimal(3)})
[Finding(fault=<Fault.OUT_OF_BALANCE: 'out_of_balance'>, figure=<Figure.TOTAL_ASSETS: 'total_assets'>, \
given=Decimal('10'), expected=Decimal('9'))]
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

# No balance sheet is larger, and sums of 25 such figures still fit a column of money exactly.
LARGEST = Decimal(10) ** 15
MONTHS = range(1, 25)


class Figure(StrEnum):
    CASH = "cash"
    RECEIVABLES = "receivables"
    INVENTORY = "inventory"
    PREPAID = "prepaid"
    CURRENT_ASSETS = "current_assets"
    INTANGIBLES = "intangibles"
    GOODWILL = "goodwill"
    DEFERRED_TAX = "deferred_tax"
    TOTAL_ASSETS = "total_assets"
    PAYABLES = "payables"
    SHORT_TERM_DEBT = "short_term_debt"
    CURRENT_LIABILITIES = "current_liabilities"
    LONG_TERM_DEBT = "long_term_debt"
    TOTAL_LIABILITIES = "total_liabilities"
    RETAINED_EARNINGS = "retained_earnings"
    EQUITY = "equity"
    MARKET_VALUE = "market_value"
    REVENUE = "revenue"
    COGS = "cogs"
    EBIT = "ebit"
    DEPRECIATION = "depreciation"
    INTEREST = "interest"
    NET_INCOME = "net_income"
    OPERATING_CASH_FLOW = "operating_cash_flow"


FLOWS = frozenset(
    {
        Figure.REVENUE,
        Figure.COGS,
        Figure.EBIT,
        Figure.DEPRECIATION,
        Figure.INTEREST,
        Figure.NET_INCOME,
        Figure.OPERATING_CASH_FLOW,
    }
)
# What a loss, or a firm that owes more than it has, turns negative; every other figure is written without a sign.
SIGNED = frozenset(
    {Figure.RETAINED_EARNINGS, Figure.EQUITY, Figure.EBIT, Figure.NET_INCOME, Figure.OPERATING_CASH_FLOW}
)
PARTS = {
    Figure.CURRENT_ASSETS: (Figure.CASH, Figure.RECEIVABLES, Figure.INVENTORY, Figure.PREPAID),
    Figure.TOTAL_ASSETS: (Figure.CURRENT_ASSETS, Figure.INTANGIBLES, Figure.GOODWILL, Figure.DEFERRED_TAX),
    Figure.CURRENT_LIABILITIES: (Figure.PAYABLES, Figure.SHORT_TERM_DEBT),
    Figure.TOTAL_LIABILITIES: (Figure.CURRENT_LIABILITIES, Figure.LONG_TERM_DEBT),
}
# Without these a statement cannot be checked.
BALANCE = (Figure.TOTAL_ASSETS, Figure.TOTAL_LIABILITIES, Figure.EQUITY)


class Fault(StrEnum):
    NO_NUMBER = "no_number"
    NEGATIVE = "negative"
    OUT_OF_BALANCE = "out_of_balance"
    PART_OVER_WHOLE = "part_over_whole"


class Finding(NamedTuple):
    """What is wrong with ``figure``; ``expected`` is what its parts, or the other side of the balance, add up to."""

    fault: Fault
    figure: Figure
    given: Decimal
    expected: Decimal | None = None


@dataclass(frozen=True)
class Statement:
    """Figures of one period, all in one currency and unit; ``months`` is how long its flows ran."""

    figures: Mapping[Figure, Decimal]
    months: int = 12

    def get(self, figure: Figure) -> Decimal | None:
        return self.figures.get(figure)

    def annual(self, figure: Figure) -> Decimal | None:
        """Return the figure for twelve months; a balance figure as it is, None when unknown."""
        value = self.get(figure)
        if value is None or figure not in FLOWS or self.months == 12:
            return value
        return value * 12 / self.months


def check(figures: Mapping[Figure, Decimal], tolerance: Decimal = Decimal(0)) -> list[Finding]:
    """Return what cannot be true of ``figures``; empty when nothing speaks against them.

    ``tolerance`` is what rounding may leave between two sides, in the unit of the figures.
    """
    odd = [Finding(Fault.NO_NUMBER, figure, value) for figure, value in figures.items() if not _is_amount(value)]
    if odd:
        return odd
    found = [
        Finding(Fault.NEGATIVE, figure, value)
        for figure, value in figures.items()
        if value < 0 and figure not in SIGNED
    ]
    return found + _check_balance(figures, tolerance) + _check_parts(figures, tolerance)


def _is_amount(value):
    return value.is_finite() and abs(value) <= LARGEST


def _check_balance(figures, tolerance):
    assets, liabilities, equity = (figures.get(figure) for figure in BALANCE)
    if None in (assets, liabilities, equity) or abs(assets - liabilities - equity) <= tolerance:
        return []
    return [Finding(Fault.OUT_OF_BALANCE, Figure.TOTAL_ASSETS, assets, liabilities + equity)]


def _check_parts(figures, tolerance):
    found = []
    for whole, parts in PARTS.items():
        total = sum((figures[part] for part in parts if part in figures), Decimal(0))
        if whole in figures and total - figures[whole] > tolerance:
            found.append(Finding(Fault.PART_OVER_WHOLE, whole, figures[whole], total))
    return found
