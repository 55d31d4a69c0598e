"""What customer and company agree on about the goods, beyond lines and prices: parts of the frozen content.

``position`` is the sequence of the line they belong to; None (in a database: 0) stands for the whole order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class RequirementContent:
    """Something to be seen to before goods leave. ``file_names`` are the drawings that belong to it."""

    position: int | None = None
    kind: str
    name: str
    is_required: bool
    file_names: str = ""


@dataclass(frozen=True, kw_only=True)
class AttributeContent:
    """A property of a custom-made item: ``value`` in words, or ``number`` with what it may deviate."""

    position: int
    name: str
    tolerance_kind: str
    value: str = ""
    number: Decimal = Decimal(0)
    unit: str = ""
    tolerance_minus: Decimal = Decimal(0)
    tolerance_plus: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class DrawingContent:
    """A file that says what is to be made or done; ``purpose`` is ``line``, ``requirement`` or ``sample``."""

    position: int | None = None
    purpose: str
    name: str
    sha256: str


# What of a row is what the customer asked for; where a line stands in the order is not.
_ASKED = {
    "requirements": ("kind", "name", "is_required", "file_names"),
    "attributes": ("name", "tolerance_kind", "value", "number", "unit", "tolerance_minus", "tolerance_plus"),
    "drawings": ("purpose", "name", "sha256"),
}


def altered_goods(offer: dict, answer: dict) -> Iterator[tuple[int, str, str | None, str | None]]:
    """Yield what ``answer`` alters in the requirements, attributes and drawings of ``offer``, both payloads of an
    order: position of the line (0: the whole order), name of the list, what was asked and what is answered.

    To require more of ourselves alters nothing; another attribute or drawing is another item.

    >>> asked = {"requirements": [{"kind": "packing", "name": "Two pallets", "is_required": True}]}
    >>> list(altered_goods(asked, {})), list(altered_goods({}, asked))
    ([(0, 'requirements', 'Two pallets', None)], [])
    """
    for name, columns in _ASKED.items():
        before, after = offer.get(name, []), answer.get(name, [])
        for row in _missing(before, after, columns):
            yield row.get("position", 0), name, row["name"], None
        if name != "requirements":
            for row in _missing(after, before, columns):
                yield row.get("position", 0), name, None, row["name"]


def _missing(rows: list[dict], others: list[dict], columns: tuple[str, ...]) -> list[dict]:
    left = [tuple(other.get(column) for column in columns) for other in others]
    missing = []
    for row in rows:
        key = tuple(row.get(column) for column in columns)
        if key in left:
            left.remove(key)
        else:
            missing.append(row)
    return missing
