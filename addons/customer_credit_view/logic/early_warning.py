"""What in a customer's behaviour asks for attention before the limit does.

Three signs, each with a threshold that a company sets and 0 switches off:

- **slowing**: the slope of the monthly days late, by least squares over the months that had payments, in days per
  month. Months without payments are left out and keep their place in time. Fewer than three months give no slope.
- **broken terms**: so many items, due lately, were paid or are still open more than the grace beyond their due date.
  Counting open ones avoids the bias of looking only at those who paid.
- **grade drop**: the grade fell by so many steps.

Source: ordinary least squares, as in any textbook on statistics.

>>> months = [MonthLate(0, 2.0), MonthLate(1, 5.0), MonthLate(3, 11.0)]
>>> slope(months)
3.0
>>> [str(warning.reason) for warning in judge(Signs(tuple(months), broken=4, grade_drop=0), Thresholds(2.0, 3, 1))]
['slowing', 'broken_terms']
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

MONTHS = 3


class Reason(StrEnum):
    """Why a customer is looked at."""

    SLOWING = "slowing"
    BROKEN_TERMS = "broken_terms"
    GRADE_DROP = "grade_drop"


class MonthLate(NamedTuple):
    """Weighted days late (signed) of what was paid in a month; months are numbered in the order of time."""

    month: int
    days_late: float


class Signs(NamedTuple):
    """What was seen of a customer: months with payments, items beyond the grace, steps by which the grade fell."""

    months: tuple[MonthLate, ...]
    broken: int
    grade_drop: int


class Thresholds(NamedTuple):
    """From where on a sign is a warning: days per month, items, steps. 0 switches a sign off."""

    slope: float
    broken: int
    grade_drop: int


class EarlyWarning(NamedTuple):
    """A sign beyond its threshold: what was found, and what is allowed below."""

    reason: Reason
    found: float
    threshold: float


def slope(months: Sequence[MonthLate], minimum: int = MONTHS) -> float | None:
    """Return by how many days per month payments get later; None where fewer than ``minimum`` months had any."""
    if len({month.month for month in months}) < minimum:
        return None
    middle = sum(month.month for month in months) / len(months)
    mean = sum(month.days_late for month in months) / len(months)
    spread = sum((month.month - middle) ** 2 for month in months)
    return sum((month.month - middle) * (month.days_late - mean) for month in months) / spread


def is_late_in_the_end(months: Sequence[MonthLate]) -> bool:
    """Whether the newest month was late at all: from 20 days early to 5 days early is no danger."""
    return bool(months) and max(months).days_late > 0


def judge(signs: Signs, thresholds: Thresholds) -> list[EarlyWarning]:
    """Return the warnings, in the order of the reasons. Reaching a threshold is a warning, as its name says "from"."""
    found = {
        Reason.SLOWING: (slope(signs.months) or 0.0) if is_late_in_the_end(signs.months) else 0.0,
        Reason.BROKEN_TERMS: signs.broken,
        Reason.GRADE_DROP: signs.grade_drop,
    }
    limits = zip(Reason, thresholds, strict=True)
    return [
        EarlyWarning(reason, found[reason], limit) for reason, limit in limits if limit > 0 and found[reason] >= limit
    ]
