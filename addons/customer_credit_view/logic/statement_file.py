"""Financial statements out of a table: figures below each other, years side by side.

The first column names what a row says, by its code or by one of its labels; each further column is one statement:

| figure | 2024 | 2025 |
| --- | --- | --- |
| period_end | 2024-12-31 | 2025-12-31 |
| months | 12 | 12 |
| currency | EUR | EUR |
| cash | 50 | 60 |

A cell without a value is a figure that is not known; 0 is one that is zero. Every cell that cannot be read is told with
its row and column, and a column with one such cell gives no statement.

>>> rows = [(1, ("Figure", "2025")), (2, ("period_end", "2025-12-31")), (3, ("cash", "60.5")), (4, ("equity", "much"))]
>>> reading = read_statements(rows, {})
>>> reading.statements, reading.problems
((), (CellProblem(code=<CellFault.NUMBER: 'number'>, row=4, column=2, value='much'),))
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

from .statement_figures import MONTHS, Figure

YES = frozenset({"yes", "y", "true", "1", "x"})
NO = frozenset({"no", "n", "false", "0"})
UNITS = frozenset({1, 1_000, 1_000_000})
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
LONGEST_TEXT = 200


class Head(StrEnum):
    """Rows that say what a statement is."""

    PERIOD_END = "period_end"
    MONTHS = "months"
    CURRENCY = "currency"
    UNIT = "unit"
    AUDITED = "audited"
    CONSOLIDATED = "consolidated"
    SOURCE = "source"


class CellFault(StrEnum):
    NUMBER = "number"
    AMBIGUOUS = "ambiguous"
    DATE = "date"
    YES_NO = "yes_no"
    MONTHS = "months"
    UNIT = "unit"
    FORMULA = "formula"
    UNKNOWN_ROW = "unknown_row"
    ROW_TWICE = "row_twice"
    PERIOD_MISSING = "period_missing"
    PERIOD_TWICE = "period_twice"
    NO_STATEMENT = "no_statement"


class CellProblem(NamedTuple):
    """``row`` and ``column`` are counted from 1 as spreadsheets show them."""

    code: CellFault
    row: int
    column: int
    value: str = ""


@dataclass(frozen=True)
class GivenStatement:
    """One column. ``currency`` is a code, empty when the file does not say."""

    column: int
    period_end: date
    months: int = 12
    currency: str = ""
    unit: int = 1
    audited: bool = False
    consolidated: bool = False
    source: str = ""
    figures: Mapping[Figure, Decimal] = field(default_factory=dict)


class Reading(NamedTuple):
    statements: tuple[GivenStatement, ...]
    problems: tuple[CellProblem, ...]


class _Unreadable(ValueError):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


def read_statements(rows: Sequence[tuple[int, Sequence]], labels: Mapping[str, Head | Figure]) -> Reading:
    """Return the statements of the table ``rows`` and what could not be read.

    ``rows`` are pairs of a row's number and its cells: text, Decimal, date or None, a formula as text after ``=``.
    ``labels`` maps further names of rows, as ``plain`` writes them, to what they mean. The first row is the head.
    """
    named, problems = _name_rows(rows[1:], labels)
    statements = []
    for column in range(2, max((len(row) for _number, row in rows), default=0) + 1):
        cells = {name: (number, row[column - 1]) for name, (number, row) in named.items() if len(row) >= column}
        if all(value is None for _number, value in cells.values()):
            continue
        statement, found = _read_column(column, cells)
        problems += found
        statements += [statement] if statement else []
    problems += _find_twins(statements)
    if not statements and not problems:
        problems.append(CellProblem(CellFault.NO_STATEMENT, 1, 2))
    bad_columns = {problem.column for problem in problems}
    return Reading(tuple(one for one in statements if one.column not in bad_columns), tuple(problems))


def plain(text: str) -> str:
    """Return ``text`` as names of rows are compared: small letters, one space for anything else.

    >>> plain(" Total Assets (TA) "), plain("total_assets")
    ('total assets ta', 'total assets')
    """
    return " ".join(re.findall(r"\w+", text.lower().replace("_", " ")))


def is_formula(cell) -> bool:
    """Whether a cell holds a formula: readers of tables do not evaluate it."""
    return isinstance(cell, str) and cell.startswith("=")


def parse_number(value) -> Decimal:
    """Return the number that a cell says. A text with one mark before three digits may mean two numbers: refused.

    >>> [str(parse_number(text)) for text in ("1,234,567.8", "1.234.567,8", "-12", "(12)", "0,5")]
    ['1234567.8', '1234567.8', '-12', '-12', '0.5']
    """
    if isinstance(value, Decimal):
        return value
    text = re.sub(r"[\s'\u2019\u00a0\u202f]", "", str(value)).replace("\u2212", "-")
    sign = 1
    if text.startswith("(") and text.endswith(")"):
        text, sign = text[1:-1], -1
    if not re.fullmatch(r"[-+]?\d[\d.,]*", text):
        raise _Unreadable(CellFault.NUMBER)
    try:
        return sign * Decimal(_point_decimals(text))
    except InvalidOperation as error:
        raise _Unreadable(CellFault.NUMBER) from error


def _point_decimals(text):
    """Write the decimals behind a point and nothing between the thousands."""
    marks = re.sub(r"[^.,]", "", text)
    if not marks:
        return text
    last = marks[-1]
    other = "," if last == "." else "."
    if len(set(marks)) == 1 and len(marks) > 1:
        return _joined(text, last)
    if len(set(marks)) == 1 and re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", text):
        raise _Unreadable(CellFault.AMBIGUOUS)
    if marks.count(last) > 1:
        raise _Unreadable(CellFault.NUMBER)
    whole, decimals = text.split(last)
    return f"{_joined(whole, other)}.{decimals}"


def _joined(text, mark):
    if mark in text and not re.fullmatch(rf"[-+]?\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+", text):
        raise _Unreadable(CellFault.NUMBER)
    return text.replace(mark, "")


def _name_rows(rows, labels):
    known = {plain(name): name for name in (*Head, *Figure)} | dict(labels)
    named, problems = {}, []
    for number, row in rows:
        text = row[0]
        if text is None:
            # Totals of nothing and remarks between the blocks have no name, and are no figures.
            continue
        name = known.get(plain(str(text)))
        if name is None:
            problems.append(CellProblem(CellFault.UNKNOWN_ROW, number, 1, str(text)[:LONGEST_TEXT]))
        elif name in named:
            problems.append(CellProblem(CellFault.ROW_TWICE, number, 1, str(text)[:LONGEST_TEXT]))
        else:
            named[name] = number, row
    return named, problems


def _read_column(column, cells):
    values, problems = {}, []
    for name, (number, cell) in cells.items():
        if cell is None:
            continue
        try:
            values[name] = _read_cell(name, cell)
        except _Unreadable as unreadable:
            problems.append(CellProblem(unreadable.code, number, column, str(cell)[:LONGEST_TEXT]))
    if Head.PERIOD_END not in values and not problems:
        number = cells[Head.PERIOD_END][0] if Head.PERIOD_END in cells else 1
        problems.append(CellProblem(CellFault.PERIOD_MISSING, number, column))
    if problems:
        return None, problems
    head = {name.value: value for name, value in values.items() if isinstance(name, Head)}
    figures = {name: value for name, value in values.items() if isinstance(name, Figure)}
    return GivenStatement(column, figures=figures, **head), []


def _read_cell(name, cell):
    if is_formula(cell):
        raise _Unreadable(CellFault.FORMULA)
    return READERS.get(name, _read_figure)(cell)


def _read_figure(cell):
    if isinstance(cell, date):
        raise _Unreadable(CellFault.NUMBER)
    return parse_number(cell)


def _read_date(cell):
    if isinstance(cell, date):
        return cell
    for form in DATES:
        try:
            return datetime.strptime(str(cell), form).date()
        except ValueError:
            continue
    raise _Unreadable(CellFault.DATE)


def _read_months(cell):
    number = parse_number(cell)
    if number not in MONTHS:
        raise _Unreadable(CellFault.MONTHS)
    return int(number)


def _read_unit(cell):
    # "1,000" is no doubt here: it is one of three.
    number = re.sub(r"\D", "", str(cell)) if isinstance(cell, str) else str(cell)
    if not number.isdigit() or int(number) not in UNITS:
        raise _Unreadable(CellFault.UNIT)
    return int(number)


def _read_yes_no(cell):
    text = str(cell).strip().lower()
    if text not in YES | NO:
        raise _Unreadable(CellFault.YES_NO)
    return text in YES


def _read_text(cell):
    return str(cell).strip()[:LONGEST_TEXT]


def _find_twins(statements):
    seen, problems = {}, []
    for statement in statements:
        key = (statement.period_end, statement.months, statement.consolidated)
        if key in seen:
            problems.append(CellProblem(CellFault.PERIOD_TWICE, 1, statement.column, statement.period_end.isoformat()))
        seen[key] = statement
    return problems


READERS = {
    Head.PERIOD_END: _read_date,
    Head.MONTHS: _read_months,
    Head.CURRENCY: lambda cell: _read_text(cell).upper(),
    Head.UNIT: _read_unit,
    Head.AUDITED: _read_yes_no,
    Head.CONSOLIDATED: _read_yes_no,
    Head.SOURCE: _read_text,
}
