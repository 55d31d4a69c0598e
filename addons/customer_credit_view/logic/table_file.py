"""The cells of a small table out of an XLSX or CSV file, read with suspicion.

A workbook is a ZIP of XML files: what it claims to hold is checked before anything is unpacked, and what it holds while
it is unpacked. A document type declaration, which could define entities, has no place in one. Formulas are not
evaluated and their stored results not believed: such a cell is a ``Formula``.

>>> read_table("Figure;2025\\r\\nCash;60\\r\\n".encode(), "figures.csv")
[Row(number=1, cells=('Figure', '2025')), Row(number=2, cells=('Cash', '60'))]
"""

import csv
import io
import re
import warnings
import zipfile
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from openpyxl import load_workbook

ROW_LIMIT = 2_000
COLUMN_LIMIT = 40
PART_LIMIT = 200
SIZE_LIMIT = 10 * 2**20
UNPACKED_LIMIT = 40 * 2**20
CHUNK = 2**16
WORKBOOK = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # also of encrypted ones
DECLARATIONS = [text.encode(code) for text in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")]
LONGEST = max(map(len, DECLARATIONS))
BINARY = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
DELIMITERS = ";,\t"


class FileFault(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PROTECTED = "protected"
    DAMAGED = "damaged"
    DECLARATION = "declaration"
    NOT_TEXT = "not_text"
    TOO_MANY_ROWS = "too_many_rows"


class FileUnreadable(ValueError):
    """The file is not read; ``fault`` says why."""

    def __init__(self, fault: FileFault):
        super().__init__(fault)
        self.fault = fault


class Formula(str):
    """The text of a formula."""


class Row(NamedTuple):
    """``number`` is that of the row in the file, from 1; cells are text, Decimal, date, ``Formula`` or None, up to the
    last one that holds something."""

    number: int
    cells: tuple


def read_table(content: bytes, filename: str = "") -> list[Row]:
    """Return the rows that hold something. Raises ``FileUnreadable``.

    What the file is, is told by its content; ``filename`` only tells a damaged workbook from a text.
    """
    if not content:
        raise FileUnreadable(FileFault.EMPTY)
    if len(content) > SIZE_LIMIT:
        raise FileUnreadable(FileFault.TOO_LARGE)
    if content.startswith(OLD_WORKBOOK):
        raise FileUnreadable(FileFault.PROTECTED)
    if content.startswith(WORKBOOK):
        _check_archive(content)
        rows = _wrapped(_read_workbook, content)
    elif filename.lower().endswith((".xlsx", ".xlsm")):
        raise FileUnreadable(FileFault.DAMAGED)
    else:
        rows = _read_csv(content)
    if not rows:
        raise FileUnreadable(FileFault.EMPTY)
    return rows


def _wrapped(function, *arguments):
    try:
        return function(*arguments)
    except FileUnreadable:
        raise
    except Exception as error:
        # openpyxl and zipfile raise whatever they stumble over: KeyError, TypeError, ParseError, BadZipFile and more.
        raise FileUnreadable(FileFault.DAMAGED) from error


def _check_archive(content):
    with _wrapped(zipfile.ZipFile, io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > PART_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
            raise FileUnreadable(FileFault.TOO_LARGE)
        if any(part.flag_bits & 1 for part in parts):
            raise FileUnreadable(FileFault.PROTECTED)
        left = UNPACKED_LIMIT
        for part in parts:
            left -= _wrapped(_measure, archive, part, left)


def _measure(archive, part, limit):
    """Return the size that the part really has; a declared size may lie."""
    size, tail = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise FileUnreadable(FileFault.TOO_LARGE)
            window = tail + chunk
            if any(declaration in window for declaration in DECLARATIONS):
                raise FileUnreadable(FileFault.DECLARATION)
            tail = window[-LONGEST:]
    return size


def _read_workbook(content):
    with warnings.catch_warnings():
        # About extensions of the format that have nothing to do with values.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheet = (visible or book.worksheets)[0]
        # What the sheet says about its own size need not be true.
        sheet.reset_dimensions()
        rows = []
        # One row more than is read, so that a longer sheet is told from one that just fits.
        for number, cells in enumerate(sheet.iter_rows(max_row=ROW_LIMIT + 1, max_col=COLUMN_LIMIT), start=1):
            _append(rows, number, tuple(map(_cell_value, cells)))
        book.close()
    return rows


def _cell_value(cell):
    value = cell.value
    if value is None:
        return None
    # "e" is the error that a formula resulted in.
    if cell.data_type in ("f", "e"):
        return Formula(value)
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        # The shortest text that gives the same float back is what the spreadsheet shows.
        return Decimal(repr(value))
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else str(value).strip() or None


def _read_csv(content):
    text = _decode(content)
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=head.count)
    rows = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            _append(rows, number, tuple(cell.strip() or None for cell in cells[:COLUMN_LIMIT]))
    except csv.Error as error:
        raise FileUnreadable(FileFault.DAMAGED) from error
    return rows


def _append(rows, number, cells):
    if number > ROW_LIMIT:
        raise FileUnreadable(FileFault.TOO_MANY_ROWS)
    width = max((place for place, cell in enumerate(cells, start=1) if cell is not None), default=0)
    if width:
        rows.append(Row(number, cells[:width]))


def _decode(content):
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if is_wide else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not BINARY.search(text):
            return text
    raise FileUnreadable(FileFault.NOT_TEXT)
