"""When an order is paid: what is due and what was paid may differ by a tolerance, or by differences that were approved.

>>> tolerated(Decimal("1000"), amount=Decimal("0.50"), percent=Decimal("0.1"))
Decimal('0.50')
>>> is_settled(Standing(due=Decimal("1000"), paid=Decimal("999.51"), approved=Decimal(0)), Decimal("0.50"))
True
>>> is_settled(Standing(due=Decimal("1000"), paid=Decimal("900"), approved=Decimal("100")), Decimal(0))
True
>>> is_settled(Standing(due=Decimal("1000"), paid=Decimal("1020"), approved=Decimal(0)), Decimal("0.50"))
False
>>> is_settled(Standing(due=Decimal("1000"), paid=Decimal("1020"), approved=Decimal("-20")), Decimal(0))
True
"""

from decimal import Decimal
from typing import NamedTuple


class Standing(NamedTuple):
    """What is due on an order, what was paid, and what of the difference was approved: below zero what was paid too
    much."""

    due: Decimal
    paid: Decimal
    approved: Decimal

    @property
    def missing(self):
        return self.due - self.paid - self.approved


def tolerated(due: Decimal, *, amount: Decimal, percent: Decimal) -> Decimal:
    """Return what may be missing of ``due``, or too much: the smaller of the limits set, nothing without one."""
    limits = [limit for limit in (amount, abs(due) * percent / 100) if limit > 0]
    return min(limits, default=Decimal(0))


def is_settled(standing: Standing, tolerance: Decimal) -> bool:
    """Whether what is missing, or was paid too much, is within ``tolerance``."""
    return abs(standing.missing) <= tolerance
