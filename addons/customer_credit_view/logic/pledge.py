"""Whether a customer kept a promise to pay.

A promise names items, an amount and a day. What counts is what was *paid* on these items from the day it was given up
to the promised day plus the grace; a credit note or a write-off is no payment. All of it (but for the tolerance): kept.
A part: partly kept. Nothing: broken. Until the last day is over, less than all is only *not yet*. What was credited
meanwhile is owed no more: it lessens the promise, and a promise of which nothing is left to pay is void.

>>> promise = Promise(Decimal(1000), date(2026, 5, 4), date(2026, 5, 20))
>>> paid = [(date(2026, 5, 18), Decimal(400)), (date(2026, 5, 21), Decimal(600))]
>>> outcome(promise, paid, today=date(2026, 5, 20))
<Outcome.OPEN: 'open'>
>>> outcome(promise, paid, today=date(2026, 5, 21))
<Outcome.PARTLY: 'partly'>
>>> outcome(promise, paid, today=date(2026, 5, 22), grace=1)
<Outcome.KEPT: 'kept'>
>>> kept_share([(Outcome.KEPT, Decimal(100)), (Outcome.BROKEN, Decimal(300))])
0.25
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """How a promise stands, or ended."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY = "partly"
    BROKEN = "broken"
    VOID = "void"


class Promise(NamedTuple):
    """An amount in the currency of its payments, the day it was promised on, and the day it was promised for.

    ``payable`` is what of the items was paid since or is still open; None: nothing was credited.
    """

    amount: Decimal
    given_date: date
    promised_date: date
    payable: Decimal | None = None

    @property
    def owed(self) -> Decimal:
        return self.amount if self.payable is None else min(self.amount, self.payable)


def paid_in_time(promise: Promise, payments: Iterable[tuple[date, Decimal]], grace: int = 0) -> Decimal:
    """Return what was paid from the day of the promise to its last day, the grace included."""
    last = promise.promised_date + timedelta(days=grace)
    return sum((amount for day, amount in payments if promise.given_date <= day <= last), Decimal(0))


def outcome(
    promise: Promise,
    payments: Iterable[tuple[date, Decimal]],
    *,
    today: date,
    grace: int = 0,
    tolerance: Decimal = Decimal(0),
) -> Outcome:
    """Return how ``promise`` stands on ``today``, from pairs ``(day, amount)`` of payments on its items."""
    if promise.owed <= 0:
        return Outcome.VOID
    paid = paid_in_time(promise, payments, grace)
    if paid >= promise.owed - tolerance:
        return Outcome.KEPT
    if today <= promise.promised_date + timedelta(days=grace):
        return Outcome.OPEN
    return Outcome.PARTLY if paid > 0 else Outcome.BROKEN


def kept_share(pledges: Iterable[tuple[Outcome, Decimal]]) -> float | None:
    """Return the share, by amount, of ended promises that were kept in full; None where none has ended."""
    ended = [(found, amount) for found, amount in pledges if found not in (Outcome.OPEN, Outcome.VOID)]
    total = sum((amount for _found, amount in ended), Decimal(0))
    if not total:
        return None
    return float(sum((amount for found, amount in ended if found == Outcome.KEPT), Decimal(0)) / total)
