"""The payment index: one number from 0 to 100 for how a customer keeps the terms.

Each payment gets points by its days beyond terms, from the published anchors below, linear in between; the index is the
mean of the points, weighted by amount. Payments more than 30 days early get 100. Beyond 120 days the points go from 19
down to 0 at 180 days. Fewer than three payments give no index: one payment says nothing about a habit.

Source of the anchors: docs.dnb.com and the glossary of dandb.com.

>>> [points(days) for days in (-45, -20, 0, 15, 22, 30, 60, 90, 120, 200)]
[100.0, 90.0, 80.0, 70.0, 60.0, 50.0, 40.0, 30.0, 20.0, 0.0]
>>> round(points(5), 2)
76.67
>>> found = index([(Decimal(100), 0), (Decimal(100), 30), (Decimal(200), 15)])
>>> found, risk(found)
(67.5, <Risk.MEDIUM: 'medium'>)
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import pairwise

# Days beyond terms and points.
ANCHORS = ((-30, 100), (-20, 90), (0, 80), (15, 70), (22, 60), (30, 50), (60, 40), (90, 30), (120, 20), (180, 0))
# "Beyond 120 days: 0 to 19": the line from 20 at 120 days is cut there.
LAST_WITH_20 = 120
BEYOND = 19
EXPERIENCES = 3
LOW_FROM, MEDIUM_FROM = 80, 50


class Risk(StrEnum):
    """Of late payment: low from 80 points, medium from 50, high below."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


def points(days_beyond: float) -> float:
    """Return the points of a payment that came ``days_beyond`` the terms (negative: before the due date)."""
    first, last = ANCHORS[0], ANCHORS[-1]
    if days_beyond <= first[0]:
        return float(first[1])
    for (from_days, from_points), (to_days, to_points) in pairwise(ANCHORS):
        if days_beyond <= to_days:
            slope = (to_points - from_points) / (to_days - from_days)
            found = from_points + slope * (days_beyond - from_days)
            return float(min(found, BEYOND) if days_beyond > LAST_WITH_20 else found)
    return float(last[1])


def index(experiences: Iterable[tuple[Decimal, float]], minimum: int = EXPERIENCES) -> float | None:
    """Return the mean of points, weighted by amount, of pairs ``(amount, days beyond terms)``; None for too few."""
    weighted = [(float(amount), points(days)) for amount, days in experiences if amount > 0]
    if len(weighted) < minimum:
        return None
    return sum(amount * found for amount, found in weighted) / sum(amount for amount, _found in weighted)


def risk(payment_index: float) -> Risk:
    """Return the class of an index, judged as it is printed: without decimals."""
    whole = Decimal(str(payment_index)).quantize(Decimal(1), ROUND_HALF_UP)
    if whole >= LOW_FROM:
        return Risk.LOW
    return Risk.MEDIUM if whole >= MEDIUM_FROM else Risk.HIGH
