"""Ratios of a financial statement, each with its definition, and whether they got better.

Source: the definitions in common use (current = current assets / current liabilities, …), written at each function.
Two things differ between houses and are therefore settings (``Policy``):

- balance figures in ratios with sales or profit: at the end of the year (closing), or the mean of both ends (average);
- whether goodwill and deferred tax assets count as net worth.

A ratio without a value says why. Nothing is rounded here.

>>> year = Statement({Figure.CURRENT_ASSETS: Decimal(400), Figure.CURRENT_LIABILITIES: Decimal(250)})
>>> measure(year)[Ratio.CURRENT], measure(year)[Ratio.DEBT_EQUITY]
(Measure(value=Decimal('1.6'), gap=None), Measure(value=None, gap=<Gap.MISSING: 'missing'>))
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from .statement_figures import Figure, Statement

DAYS = 365
# A ratio that moved less than this share of its earlier value did not move.
STEADY = Decimal("0.05")
ZERO = Decimal(0)


class Ratio(StrEnum):
    CURRENT = "current"
    QUICK = "quick"
    CASH = "cash"
    DEBT_RATIO = "debt_ratio"
    EQUITY_RATIO = "equity_ratio"
    DEBT_EQUITY = "debt_equity"
    INTEREST_COVER = "interest_cover"
    DSO = "dso"
    DIO = "dio"
    DPO = "dpo"
    CASH_CYCLE = "cash_cycle"
    GROSS_MARGIN = "gross_margin"
    EBIT_MARGIN = "ebit_margin"
    NET_MARGIN = "net_margin"
    ROA = "roa"
    ROE = "roe"
    ASSET_TURNOVER = "asset_turnover"
    CASH_FLOW_DEBT = "cash_flow_debt"
    WORKING_CAPITAL = "working_capital"
    NET_WORTH = "net_worth"


AMOUNTS = frozenset({Ratio.WORKING_CAPITAL, Ratio.NET_WORTH})
IN_DAYS = frozenset({Ratio.DSO, Ratio.DIO, Ratio.DPO, Ratio.CASH_CYCLE})
LOWER_IS_BETTER = frozenset({Ratio.DEBT_RATIO, Ratio.DEBT_EQUITY, Ratio.DSO, Ratio.DIO, Ratio.DPO, Ratio.CASH_CYCLE})


class Convention(StrEnum):
    CLOSING = "closing"
    AVERAGE = "average"


class Gap(StrEnum):
    MISSING = "missing"
    ZERO = "zero"
    NEGATIVE = "negative"
    NO_OPENING = "no_opening"


class Trend(StrEnum):
    BETTER = "better"
    STEADY = "steady"
    WORSE = "worse"


class Policy(NamedTuple):
    """What a house decides about its ratios."""

    convention: Convention = Convention.CLOSING
    deducts_goodwill: bool = True
    deducts_deferred_tax: bool = True


USUAL = Policy()


class Measure(NamedTuple):
    """A value, or why there is none."""

    value: Decimal | None
    gap: Gap | None = None


class _Unknown(Exception):
    def __init__(self, gap):
        super().__init__(gap)
        self.gap = gap


class _Reader:
    """Reads figures for formulas; the first one that is unknown ends the formula."""

    def __init__(self, statement: Statement, opening: Statement | None, policy: Policy):
        self.statement, self.opening, self.policy = statement, opening, policy

    def __call__(self, figure: Figure) -> Decimal:
        """The year's flow, or the balance at the end of the period."""
        return _known(self.statement.annual(figure))

    def over_year(self, figure: Figure) -> Decimal:
        """The balance that stands beside a flow of the year."""
        closing = self(figure)
        if self.policy.convention is Convention.CLOSING:
            return closing
        if self.opening is None or self.opening.get(figure) is None:
            raise _Unknown(Gap.NO_OPENING)
        return (closing + self.opening.get(figure)) / 2

    def optional(self, figure: Figure) -> Decimal:
        """A figure that many firms do not have, and then do not name."""
        return self.statement.get(figure) or ZERO


def measure(statement: Statement, opening: Statement | None = None, policy: Policy = USUAL) -> dict[Ratio, Measure]:
    """Return every ratio of ``statement``.

    ``opening`` is the statement that ends where this one begins; it is only read under the average convention. Shares
    and margins are fractions, periods are days, amounts are in the unit of the figures.
    """
    read = _Reader(statement, opening, policy)
    return {ratio: _apply(formula, read) for ratio, formula in FORMULAS.items()}


def trend(ratio: Ratio, before: Decimal | None, now: Decimal | None) -> Trend | None:
    """Return how ``ratio`` went, None when one of both is unknown.

    >>> trend(Ratio.CURRENT, Decimal("1.2"), Decimal("1.6")), trend(Ratio.DSO, Decimal(40), Decimal(60))
    (<Trend.BETTER: 'better'>, <Trend.WORSE: 'worse'>)
    """
    if before is None or now is None:
        return None
    if abs(now - before) <= STEADY * abs(before):
        return Trend.STEADY
    return Trend.BETTER if (now > before) != (ratio in LOWER_IS_BETTER) else Trend.WORSE


def tangible_net_worth(statement: Statement, policy: Policy = USUAL) -> Decimal | None:
    """Return equity less what cannot be sold to pay a debt, None when equity is unknown."""
    return _apply(_net_worth, _Reader(statement, None, policy)).value


def _apply(formula, read) -> Measure:
    try:
        return Measure(formula(read))
    except _Unknown as unknown:
        return Measure(None, unknown.gap)


def _known(value):
    if value is None:
        raise _Unknown(Gap.MISSING)
    return value


def _share(part: Decimal, whole: Decimal) -> Decimal:
    """A share of nothing is none; a share of less than nothing has the wrong sign."""
    if whole <= 0:
        raise _Unknown(Gap.NEGATIVE if whole else Gap.ZERO)
    return part / whole


def _quick(read):
    ready = read(Figure.CURRENT_ASSETS) - read(Figure.INVENTORY) - read.optional(Figure.PREPAID)
    return _share(ready, read(Figure.CURRENT_LIABILITIES))


def _days(balance: Figure, flow: Figure):
    return lambda read: _share(read.over_year(balance), read(flow)) * DAYS


def _of(part: Figure, whole: Figure):
    return lambda read: _share(read(part), read(whole))


def _of_year(part: Figure, balance: Figure):
    return lambda read: _share(read(part), read.over_year(balance))


def _cash_cycle(read):
    return FORMULAS[Ratio.DSO](read) + FORMULAS[Ratio.DIO](read) - FORMULAS[Ratio.DPO](read)


def _gross_margin(read):
    return _share(read(Figure.REVENUE) - read(Figure.COGS), read(Figure.REVENUE))


def _net_worth(read):
    worth = read(Figure.EQUITY) - read.optional(Figure.INTANGIBLES)
    if read.policy.deducts_goodwill:
        worth -= read.optional(Figure.GOODWILL)
    if read.policy.deducts_deferred_tax:
        worth -= read.optional(Figure.DEFERRED_TAX)
    return worth


FORMULAS: Mapping = {
    Ratio.CURRENT: _of(Figure.CURRENT_ASSETS, Figure.CURRENT_LIABILITIES),
    Ratio.QUICK: _quick,
    Ratio.CASH: _of(Figure.CASH, Figure.CURRENT_LIABILITIES),
    Ratio.DEBT_RATIO: _of(Figure.TOTAL_LIABILITIES, Figure.TOTAL_ASSETS),
    Ratio.EQUITY_RATIO: _of(Figure.EQUITY, Figure.TOTAL_ASSETS),
    Ratio.DEBT_EQUITY: _of(Figure.TOTAL_LIABILITIES, Figure.EQUITY),
    Ratio.INTEREST_COVER: _of(Figure.EBIT, Figure.INTEREST),
    Ratio.DSO: _days(Figure.RECEIVABLES, Figure.REVENUE),
    Ratio.DIO: _days(Figure.INVENTORY, Figure.COGS),
    Ratio.DPO: _days(Figure.PAYABLES, Figure.COGS),
    Ratio.CASH_CYCLE: _cash_cycle,
    Ratio.GROSS_MARGIN: _gross_margin,
    Ratio.EBIT_MARGIN: _of(Figure.EBIT, Figure.REVENUE),
    Ratio.NET_MARGIN: _of(Figure.NET_INCOME, Figure.REVENUE),
    Ratio.ROA: _of_year(Figure.NET_INCOME, Figure.TOTAL_ASSETS),
    Ratio.ROE: _of_year(Figure.NET_INCOME, Figure.EQUITY),
    Ratio.ASSET_TURNOVER: _of_year(Figure.REVENUE, Figure.TOTAL_ASSETS),
    Ratio.CASH_FLOW_DEBT: _of(Figure.OPERATING_CASH_FLOW, Figure.TOTAL_LIABILITIES),
    Ratio.WORKING_CAPITAL: lambda read: read(Figure.CURRENT_ASSETS) - read(Figure.CURRENT_LIABILITIES),
    Ratio.NET_WORTH: _net_worth,
}
