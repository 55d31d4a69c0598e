"""How much of an exposure is covered by insurance, guarantees, deposits or letters of credit.

    covered = min(exposure the cover applies to, remaining amount) × percentage − deductible

never below zero. Credits lower what is owed before a cover applies, so that insurance of 90 % leaves 10 % of the rest
to us. A cover applies to what falls due while it is valid; a part that is late already must find the cover valid today,
since nobody can call one that has ended. Covers for named orders apply to those alone and go first; covers for the
whole account follow, those that end first before the others. What one cover pays is not there for the next; its own
share is. All covers together never cover more than the gross exposure.

Source: the rule of cover of SAP's credit checks (help.sap.com, "Different Types of Credit Checks") and the practice of
credit insurance: the own share and the deductible stay with the seller; the deductible is taken off what would be paid.

20,000 of the open orders stand behind a letter of credit of which 18,000 are left (case 4-S2):

>>> today, due = date(2027, 3, 1), date(2027, 4, 30)
>>> parts = [Part(due, Decimal(20000), order=7), Part(due, Decimal(88000))]
>>> letter = Cover(1, Decimal(18000), valid_to=date(2027, 5, 31), orders=frozenset({7}))
>>> applied = apply_covers(parts, [letter], today, gross=Decimal(104000))
>>> applied.covered, applied.net
(Decimal('18000'), Decimal('86000'))
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import NamedTuple

ZERO, ALL, MICRO = Decimal(), Decimal(100), Decimal("0.000001")


class Part(NamedTuple):
    """A part of the exposure, in the currency of the company; a credit is below zero.

    ``due`` is the day on which it is expected to be due, ``promised`` the day an open order is promised for. ``order``
    names the order it belongs to, where covers for single orders must tell; ``owners`` are the customer and all above
    it in its group, empty where that is all one.
    """

    due: date
    amount: Decimal
    promised: date | None = None
    order: int | None = None
    owners: frozenset[int] = frozenset()


class Cover(NamedTuple):
    """A cover. ``remaining`` and ``deductible`` are in the currency of the company, ``percent`` is 0 to 100.

    ``orders`` are those it was given for; empty: for the whole account of ``owner`` and what is below it in its group.
    """

    key: int
    remaining: Decimal
    percent: Decimal = ALL
    deductible: Decimal = ZERO
    valid_from: date | None = None
    valid_to: date | None = None
    orders: frozenset[int] = frozenset()
    owner: int | None = None

    def is_for(self, part: Part) -> bool:
        """Whether this cover was given for ``part``, whatever the day."""
        if self.orders:
            return part.order in self.orders
        return not part.owners or self.owner is None or self.owner in part.owners

    def is_valid(self, part: Part, today: date) -> bool:
        """Whether this cover is valid on the day ``part`` is expected to be paid, which is never in the past."""
        day = max(part.due, today)
        return (not self.valid_from or self.valid_from <= day) and (not self.valid_to or day <= self.valid_to)


class Reason(StrEnum):
    """Why a cover covers what it does."""

    APPLIED = "applied"
    NOTHING_TO_COVER = "nothing_to_cover"
    NOT_VALID = "not_valid"
    USED_UP = "used_up"
    UNDER_DEDUCTIBLE = "under_deductible"


class Application(NamedTuple):
    """What one cover does: ``applies_to`` is the exposure it applies to that no cover before it has paid."""

    key: int
    applies_to: Decimal
    covered: Decimal
    reason: Reason


class Applied(NamedTuple):
    """What all covers do together."""

    gross: Decimal
    covered: Decimal
    applications: tuple[Application, ...]

    @property
    def net(self) -> Decimal:
        return self.gross - self.covered


def apply_covers(parts: Iterable[Part], covers: Iterable[Cover], today: date, *, gross: Decimal) -> Applied:
    """Return what ``covers`` cover of ``parts``; together never more than ``gross``, which credits may have lowered."""
    open_parts = _take_credits(sorted(parts, key=lambda part: part.due))
    room, done = max(gross, ZERO), []
    for cover in sorted(covers, key=_rank):
        application, open_parts = _apply(cover, open_parts, today, room)
        room -= application.covered
        done.append(application)
    return Applied(gross, sum((one.covered for one in done), ZERO), tuple(done))


def _take_credits(parts):
    """Return what ``parts`` are open once the credits among them are taken off: a credit of an order from that order,
    another from what stands behind no order, of the same customer if there is such, on its own day before other days,
    and then from what is due first."""
    open_parts = [part for part in parts if part.amount > 0]
    for credit in (part for part in parts if part.amount < 0):
        missing = -credit.amount
        for index in sorted(range(len(open_parts)), key=lambda at: _distance(credit, open_parts[at])):
            taken = min(missing, open_parts[index].amount)
            open_parts[index] = open_parts[index]._replace(amount=open_parts[index].amount - taken)
            missing -= taken
    return [part for part in open_parts if part.amount]


def _distance(credit, part):
    return part.order != credit.order, part.owners != credit.owners, part.due != credit.due


def _rank(cover):
    return not cover.orders, cover.valid_to or date.max, cover.key


def _apply(cover, parts, today, room):
    mine = [part for part in parts if cover.is_for(part)]
    valid = [part for part in mine if cover.is_valid(part, today)]
    applies_to = sum((part.amount for part in valid), ZERO)
    paid = min(applies_to, max(cover.remaining, ZERO)) * cover.percent / ALL - cover.deductible
    covered = min(max(paid, ZERO), room)
    reason = _reason(cover, mine, valid, covered, room)
    return Application(cover.key, applies_to, covered, reason), _take(parts, valid, covered)


def _reason(cover, mine, valid, covered, room):
    if covered:
        return Reason.APPLIED
    if cover.remaining <= 0 or cover.percent <= 0:
        return Reason.USED_UP
    if not mine or not room:
        return Reason.NOTHING_TO_COVER
    return Reason.UNDER_DEDUCTIBLE if valid else Reason.NOT_VALID


def _take(parts, eligible, covered):
    """Return ``parts`` without what was ``covered`` of the ``eligible`` ones, the earliest first."""
    eligible, left = {id(part) for part in eligible}, []
    for part in parts:
        taken = min(part.amount, covered) if id(part) in eligible else ZERO
        covered -= taken
        if part.amount > taken:
            left.append(part._replace(amount=part.amount - taken))
    return left


def set_apart(parts: Iterable[Part], of_orders: Iterable[Part]) -> list[Part]:
    """Return ``parts`` with the parts ``of_orders`` standing alone: they are in ``parts`` already, without a name.

    Taken from what is due on the same day first, then from the latest.

    >>> due = date(2027, 4, 30)
    >>> [(part.order, part.amount) for part in set_apart([Part(due, Decimal(58))], [Part(due, Decimal(20), order=7)])]
    [(7, Decimal('20')), (None, Decimal('38'))]
    """
    named, rest = [], sorted(parts, key=lambda part: part.due, reverse=True)
    for one in of_orders:
        missing = one.amount
        for index in sorted(range(len(rest)), key=lambda at: rest[at].due != one.due):
            taken = min(missing, max(rest[index].amount, ZERO))
            rest[index] = rest[index]._replace(amount=rest[index].amount - taken)
            missing -= taken
        named.append(one._replace(amount=one.amount - missing))
    return [part for part in [*named, *rest] if part.amount]


def get_share(amount: Decimal, order: int, worth: Mapping[int | None, Decimal]) -> Decimal:
    """Return how much of an open item over ``amount`` is that of ``order``; ``worth`` says how much of the invoice
    bills each order (None: no order).

    Rounded down, so that all shares together are never more than the item. An order of which the invoice only takes
    off, as a down payment deducted in full, has none.

    >>> worth = {7: Decimal(300), 8: Decimal(100), None: Decimal(200)}
    >>> get_share(Decimal(300), 7, worth), get_share(Decimal(300), 8, worth), get_share(Decimal(300), 9, worth)
    (Decimal('150.000000'), Decimal('50.000000'), Decimal('0'))
    """
    own, total = worth.get(order, ZERO), sum((one for one in worth.values() if one > 0), ZERO)
    return (amount * own / total).quantize(MICRO, ROUND_DOWN) if own > 0 else ZERO
