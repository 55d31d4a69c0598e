"""What the customer ordered beside what we offered: line by line, and in the terms.

Units are compared by what they amount to: 2 dozens at 120.00 are 24 pieces at 10.00.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

# Converted prices have no natural number of decimals.
_CONVERTED = Decimal("0.000001")


class Aspect(StrEnum):
    """In what two sides may differ."""

    QUANTITY = "quantity"
    PRICE = "price"
    DISCOUNT = "discount"
    TAXES = "taxes"
    DATE = "date"
    DESCRIPTION = "description"
    CURRENCY = "currency"
    PAYMENT_TERMS = "payment_terms"
    INCOTERM = "incoterm"
    DELIVERY_ADDRESS = "delivery_address"
    VALIDITY = "validity"
    STATE = "state"


class Kind(StrEnum):
    EQUAL = "equal"
    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"


@dataclass(frozen=True, kw_only=True)
class Position:
    """A line of either side, ``number`` in its document.

    ``item`` is the product's id, None for what is made to a description; ``factor`` is what one ``unit`` amounts to in
    the item's own unit; ``day`` is None where the side does not say one.
    """

    key: int
    number: int
    item: int | None
    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    factor: Decimal = Decimal(1)
    discount: Decimal = Decimal(0)
    taxes: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Head:
    """The terms of either side, as they are read: ``{aspect: text}``; ``name`` is the number of the quotation."""

    name: str
    terms: dict[str, str]


class Change(NamedTuple):
    aspect: Aspect
    offered: str
    ordered: str


@dataclass(frozen=True, kw_only=True)
class LineDifference:
    kind: Kind
    offered: Position | None
    ordered: Position | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HeadDifference:
    quotation: str
    change: Change


@dataclass(frozen=True)
class Comparison:
    heads: tuple[HeadDifference, ...] = ()
    lines: tuple[LineDifference, ...] = ()

    @property
    def is_equal(self):
        return not self.heads and all(line.kind == Kind.EQUAL for line in self.lines)

    @property
    def deviating(self):
        return tuple(line for line in self.lines if line.kind != Kind.EQUAL)

    def as_texts(self) -> list[str]:
        """The differences as they are sealed: by the numbers of lines and without free texts and addresses, since
        names of persons must stay erasable."""
        texts = [f"{head.quotation}/{_sealed(head.change)}" for head in self.heads]
        for line in self.deviating:
            side = line.ordered or line.offered
            what = "; ".join(map(_sealed, line.changes)) or f"{_quantity(side)} at {plain(side.price)}"
            texts.append(f"{line.kind} line {side.number}: {what}")
        return texts


def compare(offered: Sequence[Position], ordered: Sequence[Position], heads: Sequence[tuple[Head, Head]] = ()):
    """Return the ``Comparison`` of two sides; ``heads`` are pairs ``(of a quotation, of the order)``.

    Lines of the same item meet so that they differ as little as possible; what is left over is missing or added.
    """
    waiting, lines = list(offered), []
    for position in ordered:
        candidates = [other for other in waiting if other.item == position.item]
        # Custom-made items meet by their text only as a last resort, since nothing else identifies them.
        best = min(candidates, key=lambda other: _distance(other, position), default=None)
        if best is None:
            lines.append(LineDifference(kind=Kind.ADDED, offered=None, ordered=position))
            continue
        waiting.remove(best)
        changes = _changes(best, position)
        kind = Kind.CHANGED if changes else Kind.EQUAL
        lines.append(LineDifference(kind=kind, offered=best, ordered=position, changes=changes))
    lines += [LineDifference(kind=Kind.MISSING, offered=other, ordered=None) for other in waiting]
    return Comparison(tuple(_head_differences(heads)), tuple(lines))


def plain(number: Decimal) -> str:
    """Return a number without needless zeros.

    >>> plain(Decimal("95.500")), plain(Decimal("100")), plain(Decimal("0E-6"))
    ('95.5', '100', '0')
    """
    return f"{number.normalize():f}" if number else "0"


def _head_differences(heads):
    for offer, order in heads:
        for aspect, text in offer.terms.items():
            ordered = order.terms.get(aspect, "")
            if text != ordered:
                yield HeadDifference(quotation=offer.name, change=Change(Aspect(aspect), text, ordered))


def _distance(offered: Position, ordered: Position):
    changes = _changes(offered, ordered)
    named = any(change.aspect == Aspect.DESCRIPTION for change in changes)
    return named, len(changes), abs(offered.quantity * offered.factor - ordered.quantity * ordered.factor)


def _changes(offered: Position, ordered: Position) -> tuple[Change, ...]:
    found = []
    same_unit = offered.unit == ordered.unit
    if _converted(offered.quantity, offered.factor, same_unit) != _converted(
        ordered.quantity, ordered.factor, same_unit
    ):
        found.append(Change(Aspect.QUANTITY, _quantity(offered), _quantity(ordered)))
    if _converted(offered.price, 1 / offered.factor, same_unit) != _converted(
        ordered.price, 1 / ordered.factor, same_unit
    ):
        found.append(Change(Aspect.PRICE, plain(offered.price), plain(ordered.price)))
    if offered.discount != ordered.discount:
        found.append(Change(Aspect.DISCOUNT, f"{plain(offered.discount)} %", f"{plain(ordered.discount)} %"))
    if sorted(offered.taxes) != sorted(ordered.taxes):
        found.append(Change(Aspect.TAXES, ", ".join(offered.taxes), ", ".join(ordered.taxes)))
    if offered.day and ordered.day and offered.day != ordered.day:
        found.append(Change(Aspect.DATE, offered.day.isoformat(), ordered.day.isoformat()))
    if offered.item is None and offered.name.split() != ordered.name.split():
        found.append(Change(Aspect.DESCRIPTION, offered.name, ordered.name))
    return tuple(found)


def _converted(number: Decimal, factor: Decimal, same_unit: bool) -> Decimal:
    return number if same_unit else (number * factor).quantize(_CONVERTED)


def _quantity(position: Position) -> str:
    return f"{plain(position.quantity)} {position.unit}"


def _sealed(change: Change) -> str:
    if change.aspect in (Aspect.DESCRIPTION, Aspect.DELIVERY_ADDRESS):
        return str(change.aspect)
    return f"{change.aspect}: {change.offered} → {change.ordered}"
