"""How long sales stand open: DSO by period and by count-back, the best possible, delinquency, effectiveness.

- standard DSO = ending receivables / credit sales × days of the period. Both on one basis: with taxes, or without.
- count-back: take the sales of the newest month from the receivables and count its calendar days, then those of the
  month before, until less than a month's sales is left: that part counts ``rest / sales × days``. A month without
  sales adds its days. Months that are all used up give "more than", not a number.
- best possible DSO = receivables that are not due / credit sales × days; average days delinquent = DSO − best possible.
- collection effectiveness = (begin + sales − end) / (begin + sales − end not due) × 100, all of the same period.

Sources: support.benjipays.com (count-back), creditguru.com (DSO, best possible, delinquency), gaviti.com
(effectiveness).

>>> newest_first = [MonthSales(Decimal(100_000), 30), MonthSales(Decimal(80_000), 30), MonthSales(Decimal(70_000), 30)]
>>> round(count_back(Decimal(212_000), newest_first).days, 2)
73.71
>>> period_days(Decimal(15_000), Decimal(10_000), 30), period_days(Decimal(4_000), Decimal(10_000), 30)
(45.0, 12.0)
>>> effectiveness(Decimal(100_000), Decimal(1_000_000), Decimal(120_000), Decimal(100_000))
98.0
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple


class MonthSales(NamedTuple):
    """Credit sales of a calendar month, in the currency of the receivables, and how many of its days are counted."""

    sales: Decimal
    days: int


class CountBack(NamedTuple):
    """Days of sales that are open; with ``is_more`` the known months were not enough, and it is more than that."""

    days: float
    is_more: bool


def period_days(amount: Decimal, sales: Decimal, days: int) -> float | None:
    """Return ``amount`` in days of the period's ``sales``: DSO of all receivables, best possible DSO of those not due.

    None without sales: there is no such figure, and 0 would be praise. Net credits give negative days.
    """
    if sales <= 0:
        return None
    return float(amount / sales * days)


def delinquent_days(receivable: Decimal, current: Decimal, sales: Decimal, days: int) -> float | None:
    """Return the average days delinquent: what of the DSO is not owed to the terms."""
    return period_days(receivable - current, sales, days)


def count_back(receivable: Decimal, newest_first: Iterable[MonthSales]) -> CountBack:
    """Return the days of sales that ``receivable`` stands for, counted back from the newest month.

    A month of net credit notes took nothing from the receivables that an earlier month could be asked for: it adds its
    days as one without sales.
    """
    rest, counted = receivable, 0
    for month in newest_first:
        if rest <= 0:
            break
        if month.sales > rest:
            return CountBack(float(counted + rest / month.sales * month.days), is_more=False)
        rest -= max(month.sales, Decimal(0))
        counted += month.days
    return CountBack(float(counted), is_more=rest > 0)


def effectiveness(begin: Decimal, sales: Decimal, end: Decimal, end_current: Decimal) -> float | None:
    """Return the collection effectiveness in percent: what was collected of what could be.

    ``begin`` and ``end`` are all receivables at the period's ends, ``end_current`` those at its end that are not due.
    None where nothing was to be collected.
    """
    collectable = begin + sales - end_current
    if collectable <= 0:
        return None
    return float((begin + sales - end) / collectable * 100)
