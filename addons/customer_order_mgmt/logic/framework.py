"""What is left of a framework, and whether a release fits into it."""

from datetime import date
from decimal import Decimal


def excess(agreed: Decimal, released: Decimal, asked: Decimal) -> Decimal:
    """Return by how much ``asked`` goes beyond what is left of ``agreed``; zero when it fits.

    >>> excess(Decimal(100), Decimal(60), Decimal(40)), excess(Decimal(100), Decimal(60), Decimal(41))
    (Decimal('0'), Decimal('1'))
    >>> excess(Decimal(100), Decimal(120), Decimal(5))
    Decimal('5')
    """
    return max(asked - max(agreed - released, Decimal(0)), Decimal(0))


def is_valid_on(day: date, start: date | None, end: date | None) -> bool:
    """Whether ``day`` is in the validity; an open end is valid for ever.

    >>> is_valid_on(date(2026, 3, 1), date(2026, 3, 1), None), is_valid_on(date(2026, 3, 2), None, date(2026, 3, 1))
    (True, False)
    """
    return (not start or start <= day) and (not end or day <= end)
