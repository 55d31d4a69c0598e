"""What a credit bureau says of customers, out of a file: the reference for connectors of other bureaus.

One row per customer; the head names the columns, in any order: ``identifier`` (the customer's number at the bureau, its
tax number or our reference), ``report_date``, and any of ``report_number``, ``score``, ``rating``, ``limit``,
``currency``, ``insolvent``. Rows that cannot be read are told, the others count.

>>> rows = [(1, ("identifier", "report_date", "score", "insolvent")), (2, ("GB123", "2026-01-31", "71", "no")),
...         (3, ("GB124", "yesterday", "10", "no"))]
>>> reading = read_bureau_file(rows)
>>> [(answer.identifier, answer.score) for answer in reading.answers], reading.problems
([('GB123', Decimal('71'))], (RowProblem(code=<RowFault.DATE: 'date'>, row=3, value='yesterday'),))
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from .statement_file import NO, YES, is_formula, parse_number, plain

LONGEST_TEXT = 64
LARGEST_SCORE = Decimal(10) ** 6
LARGEST_LIMIT = Decimal(10) ** 12


class RowFault(StrEnum):
    IDENTIFIER = "identifier"
    DATE = "date"
    NUMBER = "number"
    CURRENCY = "currency"
    YES_NO = "yes_no"
    FORMULA = "formula"
    COLUMN = "column"


class RowProblem(NamedTuple):
    code: RowFault
    row: int
    value: str = ""


@dataclass(frozen=True)
class BureauAnswer:
    """What the bureau says of one customer. ``limit`` is in ``currency`` (a code); None and "" are not said."""

    identifier: str
    report_date: date
    report_number: str = ""
    score: Decimal | None = None
    rating: str = ""
    limit: Decimal | None = None
    currency: str = ""
    insolvent: bool = False


class BureauReading(NamedTuple):
    answers: tuple[BureauAnswer, ...]
    problems: tuple[RowProblem, ...]


class _Unreadable(ValueError):
    def __init__(self, code, value):
        super().__init__(code, value)
        self.code, self.value = code, value


COLUMNS = ("identifier", "report_date", "report_number", "score", "rating", "limit", "currency", "insolvent")


def read_bureau_file(rows: Sequence[tuple[int, Sequence]]) -> BureauReading:
    """Return the answers in the table ``rows`` (pairs of a number and cells), and the rows that cannot be read."""
    (head, titles), answers, problems = rows[0], [], []
    names = {column.replace("_", " "): column for column in COLUMNS}
    places = {names.get(plain(str(cell))): place for place, cell in enumerate(titles) if cell is not None}
    missing = [column for column in ("identifier", "report_date") if column not in places]
    if missing:
        return BureauReading((), tuple(RowProblem(RowFault.COLUMN, head, column) for column in missing))
    for number, row in rows[1:]:
        cells = {name: row[place] for name, place in places.items() if name and place < len(row)}
        try:
            answers.append(_read_answer(cells))
        except _Unreadable as unreadable:
            problems.append(RowProblem(unreadable.code, number, str(unreadable.value or "")[:LONGEST_TEXT]))
    return BureauReading(tuple(answers), tuple(problems))


def _read_answer(cells):
    for value in cells.values():
        if is_formula(value):
            raise _Unreadable(RowFault.FORMULA, value)
    limit, currency = _number(cells.get("limit"), LARGEST_LIMIT), _text(cells.get("currency")).upper()
    if limit is not None and not currency:
        raise _Unreadable(RowFault.CURRENCY, cells.get("limit"))
    identifier = _text(cells.get("identifier"))
    if not identifier:
        raise _Unreadable(RowFault.IDENTIFIER, "")
    return BureauAnswer(
        identifier,
        _date(cells.get("report_date")),
        _text(cells.get("report_number")),
        _number(cells.get("score"), LARGEST_SCORE),
        _text(cells.get("rating")),
        limit,
        currency,
        _yes_no(cells.get("insolvent")),
    )


def _text(value):
    # A spreadsheet turns an identifier of digits into a number.
    return f"{value:f}" if isinstance(value, Decimal) else str(value or "").strip()[:LONGEST_TEXT]


def _date(value):
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise _Unreadable(RowFault.DATE, value) from error


def _number(value, largest):
    if value is None:
        return None
    try:
        number = parse_number(value)
    except ValueError as error:
        raise _Unreadable(RowFault.NUMBER, value) from error
    if not 0 <= number <= largest:
        raise _Unreadable(RowFault.NUMBER, value)
    return number


def _yes_no(value):
    text = "no" if value is None else str(value).strip().lower()
    if text not in YES | NO:
        raise _Unreadable(RowFault.YES_NO, value)
    return text in YES
