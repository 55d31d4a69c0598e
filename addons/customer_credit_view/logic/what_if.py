"""What would let a held document pass: a part of it, a deposit, a cover, or invoices that are paid first.

A ``Situation`` has the checks that held the document. ``simulate`` says where they stand after some ``Changes``;
``options`` finds, for each way alone, the least that suffices:

* the largest whole percentage of the document that fits,
* the deposit: money on account lowers the gross exposure one to one, but also what covers apply to,
* the amount of a new cover for the whole account at a given percentage,
* the invoices to wait for, those due first before the others, and the smallest single one that suffices.

An order of 15,000 at a limit of 100,000 with 104,000 used, itself included (case 4-S1):

>>> due = date(2027, 4, 30)
>>> document = Part(due, Decimal(15000))
>>> node = Node(True, Decimal(100000), Decimal(104000), (document, Part(due, Decimal(89000))))
>>> items = (OpenItem(1, date(2027, 3, 20), Decimal(3000)), OpenItem(2, date(2027, 4, 2), Decimal(9000)))
>>> situation = Situation(date(2027, 3, 1), document, (LimitCheck(node),), items)
>>> found = options(situation)
>>> found.share, found.deposit, found.cover, [item.key for item in found.wait], found.wait_alone.key
(73, Decimal('4000.00'), Decimal('4000.00'), [1, 2], 2)
>>> simulate(situation, Changes(share=Decimal(60))).over
Decimal('0')
"""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from .cover import ALL, Cover, Part
from .credit_facts import ZERO, Node

CENT = Decimal("0.01")


class OpenItem(NamedTuple):
    """An invoice that is not paid: the day it is or was due, and what is open of it in the currency of the company."""

    key: int
    due: date
    amount: Decimal


class LimitCheck(NamedTuple):
    """A limit that was checked: ``percent`` of it may be used by what is promised until ``horizon``, if that is set."""

    node: Node
    percent: Decimal = ALL
    horizon: date | None = None


class Situation(NamedTuple):
    """What held the document. ``document`` is its part of the exposure; ``late_before`` is the day before which no open
    item may be due, where days overdue held it."""

    today: date
    document: Part
    checks: tuple[LimitCheck, ...] = ()
    items: tuple[OpenItem, ...] = ()
    late_before: date | None = None


class Changes(NamedTuple):
    """What might be done: release ``share`` percent of the document, take a ``deposit``, add a ``cover`` that pays
    ``cover_percent`` until ``cover_until``, wait until the items with the keys ``paid`` are paid."""

    share: Decimal = ALL
    deposit: Decimal = ZERO
    cover: Decimal = ZERO
    cover_percent: Decimal = ALL
    cover_until: date | None = None
    paid: frozenset[int] = frozenset()


class Standing(NamedTuple):
    """Where the checks stand: ``over`` is by how much the worst limit is passed, zero where none is; ``available`` is
    what is left of the tightest limit, None without a limit; ``late`` are the items that are still too late."""

    over: Decimal
    available: Decimal | None
    late: tuple[OpenItem, ...]

    @property
    def passes(self) -> bool:
        return not self.over and not self.late


class Options(NamedTuple):
    """The least of each way that suffices alone; None, or no items, where that way alone does not."""

    share: int | None
    deposit: Decimal | None
    cover: Decimal | None
    wait: tuple[OpenItem, ...]
    wait_alone: OpenItem | None


def simulate(situation: Situation, changes: Changes) -> Standing:
    """Return where the checks stand after ``changes``. Nothing is written."""
    left = [_left(check, situation, changes) for check in situation.checks]
    available = min(left, default=None)
    late = tuple(
        item
        for item in situation.items
        if situation.late_before and item.due < situation.late_before and item.key not in changes.paid
    )
    return Standing(max(-available, ZERO) if left else ZERO, available, late)


def _left(check, situation, changes):
    """What is left of one limit."""
    released = situation.document.amount * changes.share / ALL
    gross = check.node.gross - situation.document.amount + released - changes.deposit
    parts = _less(check.node.parts, situation.document.amount - released, lambda part: part == situation.document)
    for item in (item for item in situation.items if item.key in changes.paid):
        gross -= item.amount
        parts = _less(parts, item.amount, lambda part, due=item.due: part.promised is None and part.due == due)
    if changes.deposit:
        parts.append(Part(situation.today, -changes.deposit, owners=situation.document.owners))
    covers = check.node.covers
    if changes.cover:
        covers += (Cover(0, changes.cover, changes.cover_percent, valid_to=changes.cover_until),)
    node = check.node._replace(gross=gross, parts=tuple(parts), covers=covers)
    return node.limit * check.percent / ALL - node.net(situation.today, check.horizon)


def _less(parts, amount, is_wanted):
    """Return ``parts`` less ``amount``, taken from those that are wanted."""
    left = []
    for part in parts:
        taken = max(min(amount, part.amount), ZERO) if is_wanted(part) else ZERO
        amount -= taken
        left.append(part._replace(amount=part.amount - taken))
    return left


def options(situation: Situation, cover_percent: Decimal = ALL, cover_until: date | None = None) -> Options:
    """Return the least of each way that lets the document pass."""
    over = simulate(situation, Changes()).over
    return Options(
        _largest_share(situation),
        _needed_deposit(situation, over),
        _needed_cover(situation, over, cover_percent, cover_until),
        _first_to_wait_for(situation),
        _single_to_wait_for(situation),
    )


def _up(amount):
    return amount.quantize(CENT, ROUND_CEILING)


def _if_passes(situation, changes, value):
    return value if value and simulate(situation, changes).passes else None


def _largest_share(situation):
    """The less is released the less is owed, so that halving finds the largest percentage."""
    low, high = 0, 99
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if simulate(situation, Changes(share=Decimal(middle))).passes else (low, middle - 1)
    return low or None


def _needed_deposit(situation, over):
    """The deposit is what is over, unless covers pay the less the less is owed: then halving finds the least."""
    low, high = _up(over), max((_up(check.node.gross) for check in situation.checks), default=ZERO)
    if not low or simulate(situation, Changes(deposit=low)).passes:
        return low or None
    while high - low > CENT:
        middle = ((low + high) / 2).quantize(CENT)
        low, high = (low, middle) if simulate(situation, Changes(deposit=middle)).passes else (middle, high)
    return _if_passes(situation, Changes(deposit=high), high)


def _needed_cover(situation, over, percent, until):
    amount = _up(over * ALL / percent) if percent > 0 else ZERO
    return _if_passes(situation, Changes(cover=amount, cover_percent=percent, cover_until=until), amount)


def _first_to_wait_for(situation):
    paid: list[OpenItem] = []
    for item in sorted(situation.items, key=lambda item: (item.due, item.key)):
        paid.append(item)
        if simulate(situation, Changes(paid=_keys(paid))).passes:
            return tuple(paid)
    return ()


def _single_to_wait_for(situation):
    for item in sorted(situation.items, key=lambda item: (item.amount, item.due)):
        if simulate(situation, Changes(paid=_keys([item]))).passes:
            return item
    return None


def _keys(items: Iterable[OpenItem]) -> frozenset[int]:
    return frozenset(item.key for item in items)
