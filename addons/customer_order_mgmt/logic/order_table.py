"""Customer orders out of a table: one row per line, rows of one customer and number form one order.

Columns are known by their labels or by the names of the fields, in any order; columns of other names are refused, since
something ordered could stand in them. What belongs to the whole order may be repeated on its rows or left out after the
first one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .capture import CapturedLine, CapturedOrder, CapturedParty, Problem, ProblemCode, Reading, readable, short
from .file_refusal import FileFault, FileUnreadable
from .written_values import Doubtful, day, day_first, decimal_mark, number


class Column(NamedTuple):
    """A column of the table. ``part`` is what it says something about, ``field`` the field of the captured value."""

    name: str
    kind: type
    part: str
    field: str


# The name of the sheet, where a workbook has several.
SHEET = "Orders"
COLUMNS = (
    Column("customer", str, "buyer", "name"),
    Column("customer_number", str, "buyer", "reference"),
    Column("customer_vat", str, "buyer", "vat"),
    Column("customer_gln", str, "buyer", "gln"),
    Column("customer_email", str, "buyer", "email"),
    Column("order_number", str, "order", "customer_reference"),
    Column("order_date", date, "order", "customer_date"),
    Column("currency", str, "order", "currency_code"),
    Column("delivery_name", str, "delivery", "name"),
    Column("delivery_address", str, "delivery", "address"),
    Column("payment_terms", str, "order", "payment_terms"),
    Column("incoterm", str, "order", "incoterm"),
    Column("incoterm_place", str, "order", "incoterm_location"),
    Column("order_note", str, "order", "note"),
    Column("quotation", str, "order", "quotation_reference"),
    Column("framework", str, "order", "framework_reference"),
    Column("product_code", str, "line", "product_code"),
    Column("customer_product_code", str, "line", "customer_product_code"),
    Column("barcode", str, "line", "barcode"),
    Column("description", str, "line", "description"),
    Column("quantity", Decimal, "line", "quantity"),
    Column("unit", str, "line", "unit"),
    Column("unit_price", Decimal, "line", "price_unit"),
    Column("discount", Decimal, "line", "discount"),
    Column("requested_date", date, "line", "requested_date"),
    Column("note", str, "line", "note"),
)
REQUIRED = frozenset({"quantity"})
IDENTITY = frozenset({"customer", "customer_number", "customer_vat", "customer_gln", "customer_email", "order_number"})
EMPTY = (None, "")


class Style(NamedTuple):
    mark: str
    is_day_first: bool | None


@dataclass
class Draft:
    """An order while its rows are read."""

    row: int
    head: dict
    lines: list = field(default_factory=list)


def read_orders(rows: Sequence[tuple[int, Sequence]], labels: Mapping[str, str]) -> Reading:
    """Return the orders of a table whose first row names its columns.

    ``rows`` are pairs of a row's number and its cells: text, Decimal, date or None, a formula as text after ``=``.
    ``labels`` is what the user calls the columns, by name. Raises ``FileUnreadable`` when the table is none of orders.

    >>> HEAD = ("Customer", "Order number", "Product code", "Quantity")
    >>> TABLE = [HEAD, ("Aqua", "PO 1", "P1", "2"), ("", "", "V1", "1")]
    >>> READING = read_orders(list(enumerate(TABLE, start=1)), {})
    >>> ORDER, = READING.orders
    >>> ORDER.buyer.name, ORDER.customer_reference, [(line.row, line.product_code) for line in ORDER.lines]
    ('Aqua', 'PO 1', [(2, 'P1'), (3, 'V1')])
    """
    if not rows:
        raise FileUnreadable(FileFault.EMPTY)
    columns = _read_header(rows[0][1], labels)
    cells = [(number, _cells(row, columns)) for number, row in rows[1:]]
    if not cells:
        raise FileUnreadable(FileFault.NO_ORDER)
    style = _style(cells)
    problems, drafts = [], {}
    draft = None
    for number_of_row, row in rows[1:]:
        problems += _find_strays(number_of_row, row, columns)
    for number_of_row, texts in cells:
        values = dict(_values(texts, style, number_of_row, problems))
        draft = _draft_of(values, number_of_row, draft, drafts, problems)
        draft.lines.append((number_of_row, values))
    places = {
        row: (position, line)
        for position, draft in enumerate(drafts.values())
        for line, (row, _values) in enumerate(draft.lines, start=1)
    }
    orders = tuple(_order(draft) for draft in drafts.values())
    return Reading(orders, tuple(_placed(problem, *places[problem.row]) for problem in problems))


def _placed(problem: Problem, order: int, line: int) -> Problem:
    is_of_line = any(column.name == problem.column and column.part == "line" for column in COLUMNS)
    return problem._replace(order=order, line=line if is_of_line else 0)


def _read_header(row: Sequence, labels: Mapping[str, str]) -> dict[int, Column]:
    by_key = {_key(column.name): column for column in COLUMNS}
    by_key |= {_key(labels[column.name]): column for column in COLUMNS if column.name in labels}
    columns = {}
    for position, cell in enumerate(row):
        if cell in EMPTY or not str(cell).strip():
            continue
        column = by_key.get(_key(str(cell)))
        if not column:
            raise FileUnreadable(FileFault.NO_HEADER, short(cell))
        if column in columns.values():
            raise FileUnreadable(FileFault.COLUMN_TWICE, short(cell))
        columns[position] = column
    missing = REQUIRED - {column.name for column in columns.values()}
    if missing:
        raise FileUnreadable(FileFault.COLUMN_MISSING, labels.get(min(missing), min(missing)))
    return columns


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _cells(row: Sequence, columns: Mapping[int, Column]) -> list:
    return [(column, row[position]) for position, column in columns.items() if position < len(row)]


def _find_strays(number: int, row: Sequence, columns: Mapping[int, Column]) -> Iterator[Problem]:
    """Yield what stands beside the columns: often the rest of a row that a comma in a value moved to the right."""
    for position, cell in enumerate(row):
        if position not in columns and cell not in EMPTY and str(cell).strip():
            yield Problem(ProblemCode.CELL_WITHOUT_COLUMN, row=number, value=short(cell))
            return


def _style(rows: Iterable) -> Style:
    cells = [(column, cell) for _row, texts in rows for column, cell in texts if type(cell) is str and cell.strip()]
    return Style(
        decimal_mark(cell for column, cell in cells if column.kind is Decimal),
        day_first(cell for column, cell in cells if column.kind is date),
    )


def _values(texts: list, style: Style, row: int, problems: list):
    """Yield ``(column, value)`` of what is filled in; what cannot be read becomes a problem."""
    for column, cell in texts:
        if isinstance(cell, str):
            cell = readable(cell).strip()  # noqa: PLW2901
        if cell in EMPTY:
            continue
        try:
            yield column, _value(cell, column.kind, style)
        except CellUnreadable as refusal:
            problems.append(Problem(refusal.args[0], row=row, column=column.name, value=short(cell)))


class CellUnreadable(ValueError):
    pass


def _value(cell, kind: type, style: Style):
    # A text that a spreadsheet would run. Other signs before a text are kept, and harmless: nothing here runs them.
    if isinstance(cell, str) and cell.startswith("="):
        raise CellUnreadable(ProblemCode.FORMULA)
    if kind is str:
        # A code of digits that a spreadsheet took for a number.
        return f"{cell:f}".removesuffix(".0") if isinstance(cell, Decimal) else str(cell)
    if isinstance(cell, kind):
        return cell
    if not isinstance(cell, str):
        raise CellUnreadable(_unreadable(kind))
    try:
        return number(cell, style.mark) if kind is Decimal else day(cell, style.is_day_first)
    except Doubtful as error:
        code = ProblemCode.NUMBER_DOUBTFUL if kind is Decimal else ProblemCode.DATE_DOUBTFUL
        raise CellUnreadable(code) from error
    except ValueError as error:
        raise CellUnreadable(_unreadable(kind)) from error


def _unreadable(kind: type) -> ProblemCode:
    return ProblemCode.NUMBER_UNREADABLE if kind is Decimal else ProblemCode.DATE_UNREADABLE


def _draft_of(values: dict, row: int, previous: Draft | None, drafts: dict, problems: list) -> Draft:
    """Return the order of a row: the one of the same customer and number, or the one above when neither is given."""
    head = {column: value for column, value in values.items() if column.part != "line"}
    identity = {column: value for column, value in head.items() if column.name in IDENTITY}
    if previous and all(_same(value, previous.head.get(column)) for column, value in identity.items()):
        draft = previous
    else:
        is_numbered = any(column.name == "order_number" for column in identity)
        if not is_numbered:
            problems.append(Problem(ProblemCode.REFERENCE_MISSING, row=row, column="order_number"))
        # Without a number nobody can tell which rows are one order.
        key = frozenset((column.name, _folded(value)) for column, value in identity.items()) if is_numbered else row
        draft = drafts.setdefault(key, Draft(row, {}))
    for column, value in head.items():
        if not _same(value, draft.head.setdefault(column, value)):
            problem = Problem(ProblemCode.HEAD_DIFFERS, row=row, column=column.name, value=short(value))
            problems.append(problem._replace(other=short(draft.head[column])))
    return draft


def _same(one, other) -> bool:
    return other is not None and _folded(one) == _folded(other)


def _folded(value) -> str:
    return " ".join(str(value).casefold().split())


def _order(draft: Draft) -> CapturedOrder:
    parts = {part: _fields(draft.head, part) for part in ("buyer", "delivery", "order")}
    return CapturedOrder(
        row=draft.row,
        buyer=CapturedParty(**parts["buyer"]),
        delivery=CapturedParty(**parts["delivery"]),
        **parts["order"],
        lines=tuple(
            CapturedLine(position=position, row=row, **_fields(values, "line"))
            for position, (row, values) in enumerate(draft.lines, start=1)
        ),
    )


def _fields(values: dict, part: str) -> dict:
    return {column.field: value for column, value in values.items() if column.part == part}
