"""Lines that a customer types or pastes from a spreadsheet: code, quantity and, if given, the requested day.

>>> from datetime import date
>>> english = Locale(decimal_point=".", thousands_separator=",", date_format="%m/%d/%Y")
>>> limits = Limits(digits=2, today=date(2027, 1, 4))
>>> for entry in read_entries("Code\\tQuantity\\nP1\\t1,000\\t03/01/2027\\nV1\\tsome", english, limits):
...     print(entry.row, entry.code, entry.quantity, entry.day, [str(fault) for fault in entry.faults])
2 P1 1000 2027-03-01 []
3 V1 None None ['quantity_unread']
"""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

MAX_ROWS = 500
MAX_CODE = 100
_ISO = "%Y-%m-%d"
_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_NUMBER = re.compile(r"[0-9]*[.]?[0-9]+")


class EntryFault(StrEnum):
    CODE_MISSING = "code_missing"
    CODE_UNKNOWN = "code_unknown"
    CODE_AMBIGUOUS = "code_ambiguous"
    QUANTITY_MISSING = "quantity_missing"
    QUANTITY_UNREAD = "quantity_unread"
    QUANTITY_NOT_POSITIVE = "quantity_not_positive"
    QUANTITY_TOO_LARGE = "quantity_too_large"
    QUANTITY_TOO_FINE = "quantity_too_fine"
    DAY_UNREAD = "day_unread"
    DAY_PAST = "day_past"
    DAY_TOO_FAR = "day_too_far"


class Locale(NamedTuple):
    """How the customer writes numbers and dates."""

    decimal_point: str
    thousands_separator: str
    date_format: str


class Limits(NamedTuple):
    """What may be ordered: decimals of a quantity, its bound, and the days that can be asked for."""

    digits: int
    today: date
    max_quantity: Decimal = Decimal(1_000_000)
    max_days: int = 10 * 366


class Entry(NamedTuple):
    """One row: its number in the text, what was read, and what is wrong with it."""

    row: int
    code: str
    quantity: Decimal | None
    day: date | None
    faults: tuple[EntryFault, ...]


def read_entries(text: str, locale: Locale, limits: Limits) -> list[Entry]:
    """Return the rows of ``text`` that are not empty, at most ``MAX_ROWS`` and one; a heading is left out."""
    entries = []
    for row, line in enumerate(text.splitlines(), start=1):
        cells = _split(line)
        if not any(cells) or (row == 1 and _is_heading(cells)):
            continue
        entries.append(_read_entry(row, cells, locale, limits))
        if len(entries) > MAX_ROWS:
            break
    return entries


def read_quantity(text: str, locale: Locale) -> Decimal | None:
    """Return the number that ``text`` writes, or None.

    >>> german = Locale(",", ".", "%d.%m.%Y")
    >>> [read_quantity(text, german) for text in ("1.000", "1,5", "1.000,25", "1.5", "1e3", "")]
    [Decimal('1000'), Decimal('1.5'), Decimal('1000.25'), Decimal('1.5'), None, None]
    """
    sign, figures = ("-", text.strip()[1:]) if text.strip().startswith("-") else ("", text)
    figures = _SPACES.sub("", figures)
    thousands, point = locale.thousands_separator or "", locale.decimal_point or "."
    if thousands and re.fullmatch(rf"\d{{1,3}}({re.escape(thousands)}\d{{3}})+({re.escape(point)}\d+)?", figures):
        figures = figures.replace(thousands, "")
    figures = figures.replace(point, ".") if figures.count(point) == 1 and point != "." else figures
    if not figures.isascii() or not _NUMBER.fullmatch(figures):
        return None
    try:
        return Decimal(sign + figures)
    except InvalidOperation:
        return None


def read_day(text: str, locale: Locale) -> date | None:
    """Return the day that ``text`` writes in ISO 8601, in the customer's format, or with dots; or None."""
    for pattern in (_ISO, locale.date_format, "%d.%m.%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    return None


def quantity_fault(quantity: Decimal, limits: Limits) -> EntryFault | None:
    """Return what is wrong with a quantity.

    >>> limits = Limits(digits=2, today=date(2027, 1, 4))
    >>> [str(quantity_fault(Decimal(text), limits)) for text in ("0.25", "0.125", "0", "1e9", "NaN")]
    ['None', 'quantity_too_fine', 'quantity_not_positive', 'quantity_too_large', 'quantity_unread']
    """
    if not quantity.is_finite():
        return EntryFault.QUANTITY_UNREAD
    if quantity <= 0:
        return EntryFault.QUANTITY_NOT_POSITIVE
    if quantity > limits.max_quantity:
        return EntryFault.QUANTITY_TOO_LARGE
    return EntryFault.QUANTITY_TOO_FINE if quantity != round(quantity, limits.digits) else None


def day_fault(day: date, limits: Limits) -> EntryFault | None:
    """Return what is wrong with a requested day."""
    if day < limits.today:
        return EntryFault.DAY_PAST
    return EntryFault.DAY_TOO_FAR if (day - limits.today).days > limits.max_days else None


def _split(line: str) -> list[str]:
    separator = next((mark for mark in ("\t", ";") if mark in line), None)
    cells = line.split(separator) if separator else line.split()
    return [cell.strip().strip('"').strip() for cell in cells]


def _is_heading(cells: list[str]) -> bool:
    return len(cells) > 1 and not any(character.isdigit() for character in "".join(cells))


def _read_entry(row: int, cells: list[str], locale: Locale, limits: Limits) -> Entry:
    code, amount, day_text = (*cells, "", "", "")[:3]
    quantity, day = read_quantity(amount, locale), read_day(day_text, locale) if day_text else None
    faults = [
        None if code and len(code) <= MAX_CODE else EntryFault.CODE_MISSING,
        _quantity_text_fault(amount, quantity, limits),
        EntryFault.DAY_UNREAD if day_text and not day else day and day_fault(day, limits),
    ]
    return Entry(row, code[:MAX_CODE], quantity, day, tuple(fault for fault in faults if fault))


def _quantity_text_fault(text: str, quantity: Decimal | None, limits: Limits) -> EntryFault | None:
    if not text:
        return EntryFault.QUANTITY_MISSING
    return EntryFault.QUANTITY_UNREAD if quantity is None else quantity_fault(quantity, limits)
