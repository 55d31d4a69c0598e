"""How much of which advance an invoice takes back.

An invoice deducts advances up to its own total and not beyond, taxes by taxes: an advance on goods at 19 % is deducted
from goods at 19 %. Advances are used up in the order in which they are given. Odoo deducts every advance in full on
the first invoice, whatever its total.

>>> paid = Advance(1, (7,), TaxedAmount(Decimal("100"), {7: TaxPart(Decimal("100"), Decimal("19"))}))
>>> part = TaxedAmount(Decimal("30"), {7: TaxPart(Decimal("30"), Decimal("5.70"))})
>>> result = deduct([paid], {(7,): part})
>>> [(taken.advance_id, taken.amount.total) for taken in result.taken], result.left[(7,)].total
([(1, Decimal('35.70'))], Decimal('0.00'))
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)
TaxKey = tuple[int, ...]


class TaxPart(NamedTuple):
    """The base and the amount of one tax."""

    base: Decimal
    amount: Decimal


@dataclass(frozen=True)
class TaxedAmount:
    """An amount before taxes, and what each tax adds to it or takes off: ``{tax id: TaxPart}``."""

    excluded: Decimal = ZERO
    taxes: Mapping[int, TaxPart] = field(default_factory=dict)

    @property
    def total(self):
        return self.excluded + sum(part.amount for part in self.taxes.values())

    @property
    def is_something(self):
        return bool(self.excluded) or any(part.amount for part in self.taxes.values())

    def __add__(self, other):
        none = TaxPart(ZERO, ZERO)
        taxes = {}
        for tax in {**self.taxes, **other.taxes}:
            mine, theirs = self.taxes.get(tax, none), other.taxes.get(tax, none)
            taxes[tax] = TaxPart(mine.base + theirs.base, mine.amount + theirs.amount)
        return TaxedAmount(self.excluded + other.excluded, taxes)

    def __neg__(self):
        return TaxedAmount(-self.excluded, {tax: TaxPart(-base, -amount) for tax, (base, amount) in self.taxes.items()})

    def __sub__(self, other):
        return self + -other

    def __truediv__(self, rate: float):
        """The same in another currency, not rounded."""
        rate = Decimal(repr(rate))
        taxes = {tax: TaxPart(base / rate, amount / rate) for tax, (base, amount) in self.taxes.items()}
        return TaxedAmount(self.excluded / rate, taxes)


class Advance(NamedTuple):
    """An invoiced advance: its taxes and what is left of it."""

    advance_id: int
    key: TaxKey
    open: TaxedAmount


class Taken(NamedTuple):
    advance_id: int
    key: TaxKey
    amount: TaxedAmount


class Deduction(NamedTuple):
    """What is taken from which advance, and what the invoice still asks for by taxes. ``rounding`` has to be added to
    the invoice for its total to be what it asks for."""

    taken: Sequence[Taken]
    left: Mapping[TaxKey, TaxedAmount]
    rounding: Decimal = ZERO


def deduct(advances: Sequence[Advance], asked: Mapping[TaxKey, TaxedAmount]) -> Deduction:
    """Take from ``advances``, first in first out, what an invoice asks for by taxes.

    Where an advance covers all that is asked for, exactly that is taken, so that nothing stays due. What it says more
    or less in a single tax, because each invoice rounds its own, is settled by ``close``.
    """
    taken, left = [], dict(asked)
    for advance in advances:
        rest = left.get(advance.key, TaxedAmount())
        if rest.total <= 0 or advance.open.total <= 0:
            continue
        amount = rest if advance.open.total >= rest.total else advance.open
        taken.append(Taken(advance.advance_id, advance.key, amount))
        left[advance.key] = rest - amount
    return Deduction(taken, left)


def close(advances: Sequence[Advance], deduction: Deduction, *, unit: Decimal, parts: int) -> Deduction:
    """Return the deduction of the last invoice, after which nothing is left of a full advance.

    ``parts`` invoice lines were rounded, before and after taxes, by at most half a ``unit`` each. What is left within
    that is rounding: it is deducted too, or not asked for, and the invoice gets it as ``rounding``.
    """
    slack = unit * (parts + 1)
    taken, left, rounding = list(deduction.taken), dict(deduction.left), deduction.rounding
    position_by_key = {one.key: position for position, one in enumerate(taken)}
    for key, (last, rest) in _rests(advances, taken).items():
        due = left.get(key, TaxedAmount()).total
        if abs(rest.total) <= slack and due == 0:
            taken = _take_too(taken, position_by_key.get(key), Taken(last, key, rest))
            rounding += rest.total
        elif rest.total == 0 and due <= slack and key in position_by_key:
            rounding -= due
            left[key] = TaxedAmount()
    return Deduction(taken, left, rounding)


def _rests(advances, taken):
    """Return ``{taxes: (id of the last advance, what is left of all of them)}``."""
    rests = {}
    for advance in advances:
        _last, rest = rests.get(advance.key, (None, TaxedAmount()))
        rests[advance.key] = (advance.advance_id, rest + advance.open)
    for one in taken:
        last, rest = rests[one.key]
        rests[one.key] = (last, rest - one.amount)
    return rests


def _take_too(taken, position, more):
    """Return ``taken`` with ``more``, as part of the one at ``position`` where there is one."""
    if position is not None:
        amount = taken[position].amount + more.amount
        return [*taken[:position], taken[position]._replace(amount=amount), *taken[position + 1 :]]
    return [*taken, more] if more.amount.is_something else taken


def mixed_rate(total: float, covered: Sequence[tuple[float, float]], today: float) -> float:
    """Return the rate of an invoice of ``total``, parts of which were paid in advance: ``covered`` is ``[(amount, rate
    of the advance)]``. Rates are units of the invoice's currency for one of the company's.

    What was paid in advance is revenue at the rate of that day, the rest at the rate of today (IFRIC 22, 8 and 9).

    >>> mixed_rate(100.0, [(100.0, 1.25)], 2.0), mixed_rate(100.0, [(50.0, 1.0)], 2.0)
    (1.25, 1.3333333333333333)
    """
    rest = total - sum(amount for amount, _rate in covered)
    value = sum(amount / rate for amount, rate in covered) + rest / today
    return total / value if total > 0 and value > 0 else today
