"""Finding the particulars of an order by the words that stand before or above them.

An anchor is such words for one field. Generic anchors know the usual words in several languages. Learned anchors come
from what people confirmed on earlier documents of the same customer, and go first.

>>> from .page_text import text_document
>>> found = find_fields(text_document("Bestell-Nr.: 4500012\\nDatum   12.03.2027\\nSumme   119,00 EUR"))
>>> [(name, str(hit.value), hit.label) for name, (hit, *_others) in sorted(found.items())]
[('amount_total', '119.00', 'summe'), ('customer_date', '2027-03-12', 'datum'), \
('customer_reference', '4500012', 'bestell nr')]
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from .order_labels import FIELD_KINDS, LABELS, Kind, split_labels
from .page_text import Cell, Document, Line
from .written_text import Written, find_decimal_mark, parse_currency, parse_date, parse_number, plain

GENERIC = split_labels(LABELS)
LABEL_LIMIT = 40
VALUE_LIMIT = 120
# No value has more words; a line of nonsense may have any number.
VALUE_WORDS = 16
# No order has more labels; words that repeat without end do.
LABEL_COUNT = 2_000
LONGEST = max(len(label) for label in GENERIC)
SKIPPED = re.compile(r"^[\s:#.\-–]+")
NUMBER_WORDS = re.compile(r"^(?:(?:no|nr|n°|n|num|number|nummer|numéro|numero)\b[.:°]?\s*)+", re.IGNORECASE)


class Relation(StrEnum):
    """Where the value stands, seen from the label."""

    RIGHT = "right"
    BELOW = "below"


class Anchor(NamedTuple):
    """What people confirmed (``hits``) and corrected (``misses``) of a label that was learned."""

    field: str
    label: str
    relation: Relation
    hits: int = 1
    misses: int = 0


class Hit(NamedTuple):
    """A value, how it was found and where."""

    value: str | date | Decimal
    label: str
    relation: Relation
    page: int
    snippet: str
    is_ambiguous: bool = False
    anchor: Anchor | None = None


class Habits(NamedTuple):
    """How the sender writes: what 1.234 and 03/04/2027 mean."""

    decimal_mark: str = ""
    month_first: bool = False


def find_habits(document: Document, *, month_first: bool = False) -> Habits:
    """Return how this document writes numbers and dates."""
    return Habits(find_decimal_mark(word.text for word in document.words), month_first)


def find_fields(
    document: Document, anchors: Iterable[Anchor] = (), *, month_first: bool = False
) -> dict[str, list[Hit]]:
    """Return the values of each field, the most trusted first.

    Learned anchors that were not wrong more often than right go before generic ones, which go in the order of the page.
    """
    habits = find_habits(document, month_first=month_first)
    learned = defaultdict(list)
    for anchor in anchors:
        learned[tuple(anchor.label.split())].append(anchor)
    found = defaultdict(list)
    for line, below, cell, place, label in islice(_find_labels(document, learned), LABEL_COUNT):
        for field, relation, anchor in _get_meanings(label, learned):
            for hit in _read_at(field, relation, line, below, cell, place, label, habits):
                found[field].append(hit._replace(anchor=anchor))
    return {field: sorted(hits, key=_get_rank, reverse=True) for field, hits in found.items()}


def learn(document: Document, field: str, value, *, month_first: bool = False) -> Anchor | None:
    """Return where ``value`` stands in the document, as an anchor to find this field next time.

    None when the value does not stand there, or no words stand before or above it.
    """
    habits = find_habits(document, month_first=month_first)
    lines, candidates = document.lines, []
    for index, line in enumerate(lines):
        for number, cell in enumerate(line.cells):
            for start in range(len(cell.words)):
                written = _parse(field, _write(cell.words[start:]), habits)
                if written and _is_same(written.value, value):
                    candidates += _get_labels(lines, index, number, start)
                    break
    candidates = [(label, relation) for label, relation in candidates if _is_label(label)]
    if not candidates:
        return None
    label, relation = max(candidates, key=lambda found: GENERIC.get(tuple(found[0].split())) == field)
    return Anchor(field, label, relation)


def from_neutral(field: str, value: str):
    """Return the value of a field from its neutral text: a date from ISO, an amount from plain decimals.

    >>> from_neutral("customer_date", "2027-01-10"), from_neutral("amount_total", "9.50")
    (datetime.date(2027, 1, 10), Decimal('9.50'))
    """
    kind = FIELD_KINDS[field]
    if kind is Kind.DATE:
        return date.fromisoformat(value.split(",")[0])
    return Decimal(value) if kind is Kind.AMOUNT else value


def _get_rank(hit):
    anchor = hit.anchor
    if not anchor:
        return (0, 0, len(hit.label.split()))
    return (1 if anchor.hits >= anchor.misses else -1, anchor.hits, 0)


def _find_labels(document, learned) -> Iterator[tuple[Line, Line | None, int, int, tuple[str, ...]]]:
    """Yield line, the line below, number of the cell, place after the label in it, and the label."""
    lines = document.lines
    longest = max([LONGEST, *(len(label) for label in learned)])
    for index, line in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) and lines[index + 1].page == line.page else None
        for number, cell in enumerate(line.cells):
            words = [plain(word.text) for word in cell.words]
            start = 0
            while start < len(words):
                end, label = _match(words, start, longest, learned)
                if label:
                    yield line, below, number, end, label
                start = end


def _match(words, start, longest, learned):
    """Return the end of the longest label that begins at ``start``, and the label."""
    for end in range(min(len(words), start + longest), start, -1):
        label = tuple(" ".join(words[start:end]).split())
        # One word in the middle of a cell is more likely part of a sentence.
        if len(label) > longest or (start and len(label) == 1):
            continue
        if label in learned or label in GENERIC:
            return end, label
    return start + 1, None


def _write(words):
    return " ".join(word.text for word in words[:VALUE_WORDS])


def _get_meanings(label, learned):
    """Return ``(field, relation, anchor)`` of a label: what was learned, and what it means in general."""
    meanings = [(anchor.field, anchor.relation, anchor) for anchor in learned.get(label, ())]
    field = GENERIC.get(label)
    known = {(field, relation) for field, relation, _anchor in meanings}
    if field:
        meanings += [(field, relation, None) for relation in Relation if (field, relation) not in known]
    return meanings


def _read_at(field, relation, line, below, number, place, label, habits):
    """Return at most one hit: the value beside the label, or the one below."""
    cell = line.cells[number]
    if relation is Relation.RIGHT:
        rest = _write(cell.words[place:])
        texts = [rest, *(_write(other.words) for other in line.cells[number + 1 : number + 2])]
        where = line.text
    else:
        # A value beside the label leaves none for it below.
        if place < len(cell.words) or below is None or below.top - line.top > 3 * line.height:
            return []
        texts = [_write(other.words) for other in below.cells if other.overlaps(cell.left, cell.right)][:1]
        where = f"{line.text} / {below.text}"
    for text in texts:
        if written := _parse(field, text, habits):
            name = " ".join(label)
            return [Hit(written.value, name, relation, line.page, where[:VALUE_LIMIT], written.is_ambiguous)]
    return []


def _parse(field, text, habits) -> Written | None:
    text = SKIPPED.sub("", text).strip()
    kind = FIELD_KINDS[field]
    if kind is Kind.DATE:
        return parse_date(text, month_first=habits.month_first)
    if kind is Kind.AMOUNT:
        return _parse_amount(text, habits)
    if kind is Kind.CURRENCY:
        code = parse_currency(text)
        return Written(code) if code else None
    if kind is Kind.TEXT:
        return Written(text[:VALUE_LIMIT]) if text else None
    return _parse_reference(text)


def _parse_amount(text, habits):
    if "%" in text:
        return None
    written = parse_number(text, decimal_mark=habits.decimal_mark)
    letters = re.sub(r"[^\W\d_]", "", text)
    # "Total 12 pieces on 3 pallets" is no amount; "1,190.00 EUR" is one.
    return written if written and len(text) - len(letters) <= 4 else None


def _parse_reference(text):
    text = NUMBER_WORDS.sub("", text)
    words = text.split()
    if not words or parse_date(text):
        return None
    first = words[0].strip(",;:.()")
    if any(char.isdigit() for char in first):
        return Written(first[:VALUE_LIMIT])
    # "PO 4711": a short name of a series before the number.
    if len(words) > 1 and first.isalpha() and first.isupper() and len(first) <= 4 and words[1][:1].isdigit():
        return Written(f"{first} {words[1].strip(',;:.()')}"[:VALUE_LIMIT])
    return None


def _get_labels(lines, index, number, start) -> list[tuple[str, Relation]]:
    """Return labels that the value in this cell may belong to, the nearest first."""
    line = lines[index]
    cell = line.cells[number]
    if start:
        return [(_write_label(Cell(cell.words[:start])), Relation.RIGHT)]
    labels = []
    if number:
        labels.append((_write_label(line.cells[number - 1]), Relation.RIGHT))
    if index and lines[index - 1].page == line.page:
        above = [other for other in lines[index - 1].cells if other.overlaps(cell.left, cell.right)]
        labels += [(_write_label(other), Relation.BELOW) for other in above[:1]]
    return labels


def _write_label(cell):
    return plain(_write(cell.words[-VALUE_WORDS:]))


def _is_label(label):
    return bool(label) and len(label) <= LABEL_LIMIT and not any(char.isdigit() for char in label)


def _is_same(one, other):
    if isinstance(one, str) and isinstance(other, str):
        return plain(one) == plain(other)
    return type(one) is type(other) and one == other
