"""What a payment arrangement asks for: amounts per row, what is left, and whether an advance is there.

>>> rows = [Share(percent=Decimal(30)), Share(rest=True)]
>>> amounts(rows, Decimal("99.99"), Decimal("0.01"))
[Decimal('30.00'), Decimal('69.99')]
>>> amounts([Share(percent=Decimal("33.33"))] * 3, Decimal("100"), Decimal("0.01"))
[Decimal('33.33'), Decimal('33.33'), Decimal('33.33')]
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True, kw_only=True)
class ArrangementContent:
    """A row as it stands in the contract."""

    sequence: int
    kind: str
    percent: Decimal
    amount: Decimal
    is_before_shipment: bool
    due_event: str
    due_days: int
    reference: str
    name: str


class Share(NamedTuple):
    """A row: a percentage of the total, a fixed amount, or what the others leave."""

    percent: Decimal = ZERO
    fixed: Decimal = ZERO
    rest: bool = False


class AdvanceStanding(NamedTuple):
    """What has to be paid before goods leave, how much of it was invoiced, paid and verified."""

    required: Decimal
    invoiced: Decimal = ZERO
    received: Decimal = ZERO
    verified: Decimal = ZERO

    @property
    def missing(self):
        return max(self.required - self.verified, ZERO)


def amounts(shares: Sequence[Share], total: Decimal, unit: Decimal) -> list[Decimal]:
    """Return the amount of each row, in multiples of ``unit``.

    The row that takes the rest gets what the others leave. Without one, percentages that add up to exactly 100 leave
    nothing: the last of them carries what rounding left.
    """
    result = [_rounded(total * share.percent / HUNDRED, unit) if share.percent else share.fixed for share in shares]
    percents = [place for place, share in enumerate(shares) if share.percent]
    rests = [place for place, share in enumerate(shares) if share.rest]
    missing = total - sum(result)
    if rests:
        result[rests[-1]] = max(missing, ZERO)
    elif percents and sum(share.percent for share in shares) == HUNDRED:
        result[percents[-1]] += missing - sum(share.fixed for share in shares if not share.percent and not share.rest)
    return result


def split(amount: Decimal, weights: Sequence[Decimal], unit: Decimal) -> list[Decimal]:
    """Split ``amount`` in proportion to ``weights``; no part exceeds its weight because of rounding.

    >>> split(Decimal("100"), [Decimal("33.33"), Decimal("66.67")], Decimal("0.01"))
    [Decimal('33.33'), Decimal('66.67')]
    >>> split(Decimal("0.02"), [Decimal(1), Decimal(1), Decimal(1)], Decimal("0.01"))
    [Decimal('0.01'), Decimal('0.01'), Decimal('0.00')]
    """
    parts, left, weight_left = [], amount, sum(weights)
    for weight in weights:
        part = _rounded(left * weight / weight_left, unit) if weight_left else ZERO
        parts.append(part)
        left, weight_left = left - part, weight_left - weight
    return parts


def fill(amount: Decimal, sizes: Sequence[Decimal]) -> list[Decimal]:
    """Fill rows of these sizes with ``amount``, one after the other.

    >>> fill(Decimal(5), [Decimal(3), Decimal(4)])
    [Decimal('3'), Decimal('2')]
    """
    filled = []
    for size in sizes:
        part = min(max(amount, ZERO), size)
        filled.append(part)
        amount -= part
    return filled


def _rounded(value, unit):
    return (value / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit
