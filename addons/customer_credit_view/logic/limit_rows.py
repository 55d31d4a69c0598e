"""Which limit is in force: of one customer on a day, and of a group.

A customer has at most one permanent and one temporary limit on a day. While a temporary limit runs, it stands instead
of the permanent one, higher or lower; afterwards the permanent one is back by itself. Limits may be set at any node of
a group: each of them binds, so the lowest on the way up decides for a customer.

>>> from datetime import date
>>> usual = LimitRow(Decimal(100), date(2026, 1, 1))
>>> season = LimitRow(Decimal(150), date(2026, 6, 1), date(2026, 8, 31), is_temporary=True)
>>> [in_force([usual, season], day).amount for day in (date(2026, 5, 31), date(2026, 8, 31), date(2026, 9, 1))]
[Decimal('100'), Decimal('150'), Decimal('100')]
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise


@dataclass(frozen=True)
class LimitRow:
    """``date_to`` is the last day, None without an end. ``key`` is the caller's."""

    amount: Decimal
    date_from: date
    date_to: date | None = None
    is_temporary: bool = False
    key: object = None

    def covers(self, day: date) -> bool:
        return self.date_from <= day and (self.date_to is None or day <= self.date_to)

    def overlaps(self, other: "LimitRow") -> bool:
        """Whether both stand for the same days in the same role."""
        return (
            self.is_temporary == other.is_temporary
            and (other.date_to is None or self.date_from <= other.date_to)
            and (self.date_to is None or other.date_from <= self.date_to)
        )


def in_force(rows: Iterable[LimitRow], day: date) -> LimitRow | None:
    """Return the row that counts on ``day``: a temporary one before a permanent one, None without any."""
    running = [row for row in rows if row.covers(day)]
    return max(running, key=lambda row: (row.is_temporary, row.date_from), default=None)


def lowest(rows: Iterable[LimitRow | None]) -> LimitRow | None:
    """Return the row that decides for a customer, given those of itself and of the nodes above it, nearest first.

    A node without a limit does not bind. Of equal amounts the nearest is named.
    """
    return min((row for row in rows if row is not None), key=lambda row: row.amount, default=None)


def find_overlap(rows: Sequence[LimitRow]) -> tuple[LimitRow, LimitRow] | None:
    """Return two rows of the same role that share a day, None without any."""
    for is_temporary in (False, True):
        own = sorted((row for row in rows if row.is_temporary == is_temporary), key=lambda row: row.date_from)
        for first, second in pairwise(own):
            if first.overlaps(second):
                return first, second
    return None


def shortened(rows: Iterable[LimitRow], new: LimitRow) -> LimitRow | None:
    """Return the permanent row that ``new`` takes over from: running, or planned to run, on the day it begins.

    Its last day becomes the day before; a row that would begin after ``new`` is no predecessor but an overlap.

    >>> old = LimitRow(Decimal(100), date(2026, 1, 1))
    >>> shortened([old], LimitRow(Decimal(150), date(2026, 3, 1))) == old
    True
    """
    if new.is_temporary:
        return None
    return next((row for row in rows if not row.is_temporary and row.covers(new.date_from)), None)


def day_before(day: date) -> date:
    return day - timedelta(days=1)
