"""Reading the lines of an order from the table that a document shows.

The table begins below a line with the heads of columns, one of them a quantity. Words belong to the head they stand
under, text to the column it began in. It ends where totals begin, and may go on over pages.

>>> from .page_text import text_document
>>> doc = text_document("Pos  Our item  Description    Qty  Price    Total\\n"
...                     "1    A-1       Pump, red      2    100.00   200.00\\n"
...                     "               with seal kit\\n"
...                     "Total                                       200.00")
>>> [(line.customer_product_code, line.description, line.quantity, line.amount) for line, _place in read_lines(doc)]
[('A-1', 'Pump, red with seal kit', Decimal('2'), Decimal('200.00'))]
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .anchors import Habits, find_habits
from .capture import CapturedLine
from .order_labels import HEADS, LABELS, split_labels
from .page_text import Document, Line, Word
from .written_text import parse_date, parse_number, plain

COLUMN_OF = split_labels(HEADS)
LONGEST = max(len(label) for label in COLUMN_OF)
ENDS = frozenset(
    label
    for label, field in split_labels({name: LABELS[name] for name in ("amount_total", "amount_untaxed")}).items()
    if field
)
NUMBERS = frozenset({"position", "quantity", "price_unit", "discount", "amount", "tax"})
CODES = frozenset({"product_code", "customer_product_code", "code", "barcode"})
LINE_LIMIT = 1_000
# A description goes on below at most this many heights further down.
NEXT_LINE = 2.6


class Head(NamedTuple):
    column: str
    left: float
    right: float


class Place(NamedTuple):
    """Where a line was read, and what its table calls its code when that tells not whose code it is."""

    page: int
    snippet: str
    code: str = ""


@dataclass
class Row:
    """Words of one position, by column."""

    line: Line
    cells: dict[str, list[str]]

    def text(self, column: str) -> str:
        return " ".join(self.cells.get(column, ()))


def read_lines(document: Document, *, month_first: bool = False) -> list[tuple[CapturedLine, Place]]:
    """Return the lines of the order, each with its place. Empty when the document shows no table of goods."""
    habits = find_habits(document, month_first=month_first)
    rows = list(_find_rows(document))[:LINE_LIMIT]
    return [_read_row(row, position, habits) for position, row in enumerate(rows, start=1)]


def _find_rows(document) -> Iterator[Row]:
    heads, row, last = (), None, None
    for line in document.lines:
        if found := _find_heads(line):
            heads = found
        elif heads and _is_end(line):
            if row:
                yield row
            heads, row = (), None
        elif heads:
            cells = _assign(line, heads)
            if _begins_row(cells):
                if row:
                    yield row
                row = Row(line, cells)
            elif row and _continues(line, last, cells):
                row.cells.setdefault("description", []).extend(cells.get("description", ()))
            else:
                continue
        last = line
    if row:
        yield row


def _find_heads(line) -> tuple[Head, ...]:
    """Return the columns that ``line`` names, empty when it is no line of heads."""
    heads = []
    for cell in line.cells:
        heads += [head for head in _match_heads(cell) if head.column not in {known.column for known in heads}]
    columns = {head.column for head in heads}
    has_item = not columns.isdisjoint(CODES | {"description"})
    return tuple(heads) if "quantity" in columns and has_item and len(heads) >= 3 else ()


def _match_heads(cell) -> Iterator[Head]:
    words = [plain(word.text) or word.text for word in cell.words]
    start = 0
    while start < len(words):
        end, column = _match_head(words, start)
        if column:
            yield Head(column, cell.words[start].left, cell.words[end - 1].right)
        start = end


def _match_head(words, start):
    for end in range(min(len(words), start + LONGEST), start, -1):
        column = COLUMN_OF.get(tuple(" ".join(words[start:end]).split()))
        if column:
            return end, column
    return start + 1, ""


def _assign(line, heads) -> dict[str, list[str]]:
    """Return the words of ``line`` by column."""
    cells = {}
    for cell in line.cells:
        under = [head for head in heads if cell.overlaps(head.left, head.right)]
        if len(under) == 1:
            cells.setdefault(under[0].column, []).extend(word.text for word in cell.words)
            continue
        column = ""
        for word in cell.words:
            column = _find_column(word, heads, column)
            cells.setdefault(column, []).append(word.text)
    return cells


def _find_column(word: Word, heads, before) -> str:
    """Return the column of a word: the head it stands under, else for text the one it began in."""
    for head in heads:
        if word.left < head.right and head.left < word.right:
            return head.column
    if before:
        return before
    if re.search(r"\d", word.text):
        return min(heads, key=lambda head: min(abs(head.right - word.right), abs(head.left - word.left))).column
    left = [head for head in heads if head.left <= word.left]
    return (left[-1] if left else heads[0]).column


def _begins_row(cells) -> bool:
    quantity = parse_number(" ".join(cells.get("quantity", ())))
    has_item = any(cells.get(column) for column in (*CODES, "description"))
    return bool(quantity) and has_item


def _continues(line, last, cells) -> bool:
    is_text = set(cells) <= {"description", *CODES} and "description" in cells
    return is_text and line.page == last.page and line.top - last.top <= NEXT_LINE * last.height


def _is_end(line) -> bool:
    words = plain(" ".join(word.text for word in line.words[:LONGEST])).split()
    return any(tuple(words[:size]) in ENDS for size in range(len(words), 0, -1))


def _read_row(row, position, habits: Habits) -> tuple[CapturedLine, Place]:
    quantity, unit = _split_quantity(row.text("quantity"), row.text("unit"))
    line = CapturedLine(
        position=position,
        product_code=row.text("product_code"),
        customer_product_code=row.text("customer_product_code"),
        barcode=row.text("barcode"),
        description=row.text("description"),
        quantity=_number(quantity, habits),
        unit=unit,
        price_unit=_number(row.text("price_unit"), habits),
        discount=_number(row.text("discount"), habits) or CapturedLine.discount,
        amount=_number(row.text("amount"), habits),
        requested_date=_date(row.text("requested_date"), habits),
    )
    return line, Place(row.line.page, row.line.text[:200], row.text("code"))


def _split_quantity(quantity, unit):
    """“2 pcs” under one head is a quantity and its unit."""
    found = re.fullmatch(r"\s*([\d.,' ]*\d)\s*([^\W\d].*)", quantity)
    return (found[1], unit or found[2].strip()) if found else (quantity, unit)


def _number(text, habits):
    written = parse_number(text, decimal_mark=habits.decimal_mark)
    return written and written.value


def _date(text, habits):
    written = parse_date(text, month_first=habits.month_first)
    return written and written.value
