"""How late open items are: in which bucket an item stands by its days past due.

A bucket begins with a number of days past due and ends where the next one begins, so that there is neither a gap nor an
overlap. Due today is not late: an item is one day past due on the day after its due date.

>>> [bucket(days, BEGINS) for days in (-12, 0, 1, 30, 31, 90, 91, 400)]
[0, 0, 1, 1, 31, 61, 91, 91]
>>> days_past_due(date(2026, 4, 30), today=date(2026, 5, 1))
1
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

# Not due, then thirty days each, as provision matrices and dunning are used to (IFRS 9, Illustrative Example 12).
BEGINS = (0, 1, 31, 61, 91)


def days_past_due(due_date: date, today: date) -> int:
    """Return by how many days ``due_date`` is over; negative before it."""
    return (today - due_date).days


def bucket(days: int, begins: Sequence[int] = BEGINS) -> int:
    """Return the begin of the bucket that ``days`` past due fall into; the first one takes everything before it."""
    return begins[max(bisect_right(begins, days) - 1, 0)]


def spans(begins: Sequence[int]) -> list[tuple[int, int | None]]:
    """Return the first and last day of each bucket; the last one has no last day.

    >>> spans((0, 1, 31))
    [(0, 0), (1, 30), (31, None)]
    """
    return [(begin, begins[place + 1] - 1 if place + 1 < len(begins) else None) for place, begin in enumerate(begins)]
