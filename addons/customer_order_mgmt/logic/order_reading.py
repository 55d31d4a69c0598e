"""What the documents of one message say about an order, field by field.

>>> from .page_text import text_document
>>> doc = text_document("Order no: PO 12\\nQty  Item   Price  Amount\\n2    P1     5.00   10.00\\nTotal 10.00 EUR")
>>> reading = read_order([doc])
>>> reading.order.customer_reference, reading.order.currency_code, reading.order.lines[0].quantity
('PO 12', 'EUR', Decimal('2'))
>>> [(field.name, field.confidence) for field in reading.fields]
[('customer_reference', 65), ('amount_total', 92), ('currency_code', 65)]
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .anchors import Anchor, Hit, Relation, find_fields
from .capture import CapturedLine, CapturedOrder
from .confidence import proves_total, rate
from .document_table import LINE_LIMIT, Place, read_lines
from .order_labels import FIELD_KINDS
from .page_text import Document
from .written_text import parse_currency

NOTHING = CapturedOrder()
AMOUNTS = ("amount_total", "amount_untaxed")


class ReadField(NamedTuple):
    """A particular of the order, where it was found, and how sure that is. ``source`` is the index of the document."""

    name: str
    value: str | date | Decimal
    confidence: int
    source: int | None
    page: int
    snippet: str
    label: str
    relation: Relation | None


class ReadLine(NamedTuple):
    """A line of the order and where it was found."""

    line: CapturedLine
    source: int | None
    place: Place


@dataclass(frozen=True)
class OrderReading:
    """Everything that was read, or a part of it when ``is_cut``. ``tables`` counts the documents that show lines."""

    order: CapturedOrder = NOTHING
    fields: tuple[ReadField, ...] = ()
    lines: tuple[ReadLine, ...] = ()
    tables: int = 0
    is_cut: bool = False

    @property
    def is_order(self) -> bool:
        """Whether this looks like an order at all: goods, or a number together with a total."""
        found = {field.name for field in self.fields}
        return bool(self.lines) or found >= {"customer_reference", "amount_total"}

    def with_sources(self, sources: Sequence[int | None]) -> "OrderReading":
        """Return the same with ``sources[n]`` for the n-th document."""
        return replace(
            self,
            fields=tuple(field._replace(source=sources[field.source]) for field in self.fields),
            lines=tuple(line._replace(source=sources[line.source]) for line in self.lines),
        )


def read_structured(order: CapturedOrder, source: int, confidence: int) -> OrderReading:
    """Return what a file in a defined format says; there is nothing to find, but a person still compares it."""
    fields = [
        ReadField(name, value, confidence, source, 0, "", "", None)
        for name in FIELD_KINDS
        if (value := getattr(order, name)) not in (None, "")
    ]
    lines = tuple(ReadLine(line, source, Place(0, "")) for line in order.lines)
    return OrderReading(order, tuple(fields), lines, tables=1)


def read_order(
    documents: Iterable[Document], anchors: Iterable[Anchor] = (), *, month_first: bool = False
) -> OrderReading:
    """Return the order that the documents of one message tell.

    The first document with lines of goods gives the lines; a field comes from the same document where it has it.
    ``anchors`` are those of this customer, and of nobody else.
    """
    documents, anchors = list(documents), list(anchors)
    tables = [read_lines(document, month_first=month_first) for document in documents]
    main = next((index for index, lines in enumerate(tables) if lines), 0)
    lines = tuple(ReadLine(line, main, place) for line, place in (tables[main] if tables else ()))
    order = sorted(range(len(documents)), key=lambda index: (index != main, index))
    hits = {}
    for index in order:
        found = find_fields(documents[index], anchors, month_first=month_first)
        for name, ranked in found.items():
            hits.setdefault(name, (index, ranked))
    fields = [_rate_field(name, *hits[name], lines) for name in FIELD_KINDS if name in hits]
    fields += _derive_currency(fields)
    is_cut = len(lines) >= LINE_LIMIT or any(document.is_cut for document in documents)
    return OrderReading(_compose(fields, lines), tuple(fields), lines, sum(map(bool, tables)), is_cut)


def _rate_field(name, source, ranked: list[Hit], lines) -> ReadField:
    hit = _choose_total(ranked) if name == "amount_total" else ranked[0]
    learned = hit.anchor
    confidence = rate(
        hits=learned.hits if learned else 0,
        misses=learned.misses if learned else 0,
        has_rival=not learned and name not in AMOUNTS and len({str(other.value) for other in ranked}) > 1,
        is_ambiguous=hit.is_ambiguous,
        is_proven=name in AMOUNTS and proves_total([read.line.amount for read in lines], hit.value),
    )
    return ReadField(name, hit.value, confidence, source, hit.page, hit.snippet, hit.label, hit.relation)


def _choose_total(ranked):
    """Unless it was learned, the total is the largest of the totals: taxes included, all pages."""
    return ranked[0] if ranked[0].anchor else max(ranked, key=lambda hit: hit.value)


def _derive_currency(fields):
    """The currency often stands beside the total only."""
    if any(field.name == "currency_code" for field in fields):
        return []
    for field in fields:
        if field.name in AMOUNTS and (code := parse_currency(field.snippet)):
            return [field._replace(name="currency_code", value=code, confidence=rate())]
    return []


def _compose(fields, lines) -> CapturedOrder:
    values = {field.name: field.value for field in fields}
    requested = values.get("requested_date")
    return CapturedOrder(
        **values,
        lines=tuple(replace(read.line, requested_date=read.line.requested_date or requested) for read in lines),
    )
