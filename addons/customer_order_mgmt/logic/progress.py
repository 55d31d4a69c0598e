"""How far an accepted order has come, in percent of its value.

Shipped and invoiced count line by line, so that one line shipped or invoiced twice never hides another that was not. A
percentage is 100 only when nothing is missing: rounding up to 100 would settle an order that is still open. But a line
that is invoiced in parts is rounded in each of them, and what that rounding may cost is not missing.

>>> from decimal import Decimal
>>> half = LineProgress(value=Decimal("60"), ordered=Decimal(10), delivered=Decimal(5), invoiced=Decimal("0"))
>>> rest = LineProgress(value=Decimal("40"), ordered=Decimal(1), delivered=Decimal(1), invoiced=Decimal("40"))
>>> measure([half, rest], total=Decimal("119"), billed=Decimal("47.60"), paid=Decimal("47.60"), unit=Decimal("0.01"))
Progress(shipped=Decimal('70.00'), invoiced=Decimal('40.00'), paid=Decimal('40.00'))
"""

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import NamedTuple

HUNDRED = Decimal(100)
ALMOST = Decimal("99.99")


class Stage(StrEnum):
    """States of a customer order that follow from its progress."""

    ACCEPTED = "accepted"
    FULFILLED = "fulfilled"
    SETTLED = "settled"


class LineProgress(NamedTuple):
    """One accepted line: untaxed value, quantities, untaxed value invoiced and in how many parts."""

    value: Decimal
    ordered: Decimal
    delivered: Decimal
    invoiced: Decimal
    parts: int = 1


class Progress(NamedTuple):
    shipped: Decimal
    invoiced: Decimal
    paid: Decimal

    @property
    def stage(self):
        if self.shipped < HUNDRED or self.invoiced < HUNDRED:
            return Stage.ACCEPTED
        return Stage.FULFILLED if self.paid < HUNDRED else Stage.SETTLED


def measure(
    lines: Iterable[LineProgress],
    *,
    total: Decimal,
    billed: Decimal,
    paid: Decimal,
    unit: Decimal,
    advance: Decimal = Decimal(0),
) -> Progress:
    """Measure an order.

    ``total``, ``billed`` and ``paid`` include taxes, ``unit`` is the smallest amount of the currency, ``advance`` is
    the untaxed value of down payments that was invoiced and not yet deducted. Once everything is invoiced, paid is
    measured by what was billed: taxes of several invoices are rounded in each, and the rate may have changed.
    """
    lines = list(lines)
    value = sum(line.value for line in lines)
    shipped = sum(line.value * _share(line.delivered, line.ordered) for line in lines)
    is_shipped = all(line.delivered >= line.ordered for line in lines)
    invoiced = sum(line.value * _share(line.invoiced, line.value) for line in lines) + advance
    is_invoiced = all(_is_invoiced(line, unit) for line in lines) or (advance and invoiced > value - unit)
    if value:
        shipped_percent = _percent(shipped / value, is_shipped)
        invoiced_percent = _percent(invoiced / value, is_invoiced)
    else:
        # Samples free of charge have no value to measure, so positions count.
        shares = [_share(line.delivered, line.ordered) for line in lines]
        shipped_percent = _percent(sum(shares) / len(shares), is_shipped) if lines else Decimal(0)
        invoiced_percent = shipped_percent
    due = billed if invoiced_percent == HUNDRED else total
    paid_percent = _percent(paid / due, paid > due - unit) if due > 0 else invoiced_percent
    return Progress(shipped_percent, invoiced_percent, paid_percent)


def _is_invoiced(line, unit):
    # Each part, and the value itself, is rounded by at most half a unit.
    slack = unit * (line.parts + 1) / 2
    missing = line.value - line.invoiced
    return (missing if line.value > 0 else -missing) < slack


def _share(part, whole):
    if not whole:
        return Decimal(1)
    return min(max(part / whole, Decimal(0)), Decimal(1))


def _percent(share, is_complete):
    if is_complete:
        return HUNDRED.quantize(ALMOST)
    percent = (share * HUNDRED).quantize(ALMOST, rounding=ROUND_DOWN)
    return min(max(percent, Decimal("0.00")), ALMOST)
