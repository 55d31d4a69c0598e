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
>>> found = judge(Signs(slope=3.0, newest=11.0, broken=4, grade_drop=0), Thresholds(slope=2.0, broken=3, grade_drop=1))
>>> [str(warning.reason) for warning in found]
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
    """What was seen of a customer: the slope (None: too few months) and the days late of the newest month, how many
    items were beyond the grace, and by how many steps the grade fell."""

    slope: float | None
    newest: float | None
    broken: int
    grade_drop: int


class Thresholds(NamedTuple):
    """From where on a sign is a warning: days per month, items, steps. 0 switches a sign off."""

    slope: float
    broken: int
    grade_drop: int


class EarlyWarning(NamedTuple):
    """A sign that reached its threshold."""

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


def judge(signs: Signs, thresholds: Thresholds) -> list[EarlyWarning]:
    """Return the warnings, in the order of the reasons. A threshold that is just reached warns.

    Whoever pays less early than before is not slowing as long as the newest month was in time.
    """
    is_late = signs.newest is not None and signs.newest > 0
    found = {
        Reason.SLOWING: (signs.slope or 0.0) if is_late else 0.0,
        Reason.BROKEN_TERMS: signs.broken,
        Reason.GRADE_DROP: signs.grade_drop,
    }
    limits = zip(Reason, thresholds, strict=True)
    return [
        EarlyWarning(reason, found[reason], limit) for reason, limit in limits if limit > 0 <= found[reason] - limit
    ]
