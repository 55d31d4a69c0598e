"""When customers pay: days to pay, days late, share on terms, each part weighted by its amount and its own date.

- weighted days to pay = Σ amount · (paid − invoiced) / Σ amount
- weighted days late is the same from the due date: **signed** (an early payment makes up for a late one) and
  **floored** (an early payment counts as 0). Both are shown, each under its name.
- Each partial payment counts with its own amount and date. An instalment is an item of its own with its own due date.
- What was credited, written off, or moved by an exchange difference was not paid, and is not given to these functions.

Source: portal.softrak.com, on weighted average days to pay.

>>> day = date(2026, 3, 1)
>>> quick = Payment(Decimal(100), day, day, date(2026, 3, 11))
>>> slow = Payment(Decimal(1000), day, day, date(2026, 3, 21))
>>> round(timeliness([quick, slow]).days_to_pay, 2)
19.09
>>> due = date(2026, 3, 31)
>>> parts = [Payment(Decimal(400), day, due, date(2026, 3, 21)), Payment(Decimal(600), day, due, date(2026, 4, 20))]
>>> timeliness(parts).days_late, timeliness(parts).days_late_floored, timeliness(parts).on_terms
(8.0, 12.0, 0.4)
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Payment(NamedTuple):
    """A part of an item that was paid: amount in the company's currency, and the day of the payment's own entry."""

    amount: Decimal
    invoice_date: date
    due_date: date
    paid_date: date

    @property
    def days_to_pay(self) -> int:
        return (self.paid_date - self.invoice_date).days

    @property
    def days_late(self) -> int:
        return (self.paid_date - self.due_date).days


class Timeliness(NamedTuple):
    """Weighted means in days, the share (0 to 1) that was paid on or before the due date, and what they rest on."""

    count: int
    amount: Decimal
    days_to_pay: float | None
    days_late: float | None
    days_late_floored: float | None
    on_terms: float | None


def timeliness(payments: Iterable[Payment]) -> Timeliness:
    """Return how the ``payments`` kept the terms; without any there is no mean, and each figure is None."""
    payments = [payment for payment in payments if payment.amount > 0]
    total = sum((payment.amount for payment in payments), Decimal(0))
    if not total:
        return Timeliness(0, Decimal(0), None, None, None, None)

    def mean(measure):
        return float(sum(payment.amount * measure(payment) for payment in payments) / total)

    return Timeliness(
        count=len(payments),
        amount=total,
        days_to_pay=mean(lambda payment: payment.days_to_pay),
        days_late=mean(lambda payment: payment.days_late),
        days_late_floored=mean(lambda payment: max(payment.days_late, 0)),
        on_terms=mean(lambda payment: payment.days_late <= 0),
    )
