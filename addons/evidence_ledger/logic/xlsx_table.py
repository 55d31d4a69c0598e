"""Rows of cells out of an XLSX workbook, read with suspicion.

A workbook is a ZIP of XML files. What it claims to hold is checked before anything is unpacked, and what it holds while
it is unpacked. A document type declaration, which could define entities, has no place in a workbook. Formulas are not
evaluated and their stored results not believed: such a cell is text that begins with ``=``.
"""

import io
import re
import warnings
import zipfile
from datetime import date, datetime
from decimal import Decimal

from openpyxl import load_workbook

from .csv_table import COLUMN_LIMIT, ROW_LIMIT, Row
from .table_fault import TableFault, TableUnreadable

PART_LIMIT = 500
# Unpacked. A sheet with as many rows as are read needs less than a fifth of it.
SIZE_LIMIT = 60 * 2**20
SHEET_ROWS = 2**20
# Text in the format of a number: “0.0"%"” shows a sign, “0.0%” a hundredth.
LITERAL = re.compile(r'"[^"]*"|\\.')
CHUNK = 2**16
WORKBOOK = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # also of encrypted ones
DECLARATIONS = [text.encode(code) for text in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")]
LONGEST = max(map(len, DECLARATIONS))


def read_xlsx(content: bytes, sheet: str = "", row_limit: int = ROW_LIMIT) -> list[Row]:
    """Return the rows that hold something of the sheet of that name, else of the first one that the user sees.

    Cells are text, Decimal, date or None. Raises ``TableUnreadable``.
    """
    if content.startswith(OLD_WORKBOOK):
        raise TableUnreadable(TableFault.PROTECTED)
    _check_archive(content)
    try:
        return _read_rows(content, sheet, row_limit)
    except TableUnreadable:
        raise
    except Exception as error:
        # openpyxl raises whatever it stumbles over: KeyError, TypeError, ParseError, BadZipFile and more.
        raise TableUnreadable(TableFault.DAMAGED) from error


def _check_archive(content: bytes):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > PART_LIMIT or sum(part.file_size for part in parts) > SIZE_LIMIT:
                raise TableUnreadable(TableFault.TOO_LARGE_INSIDE)
            if any(part.flag_bits & 1 for part in parts):
                raise TableUnreadable(TableFault.PROTECTED)
            left = SIZE_LIMIT
            for part in parts:
                left -= _check_part(archive, part, left)
    except TableUnreadable:
        raise
    except Exception as error:
        raise TableUnreadable(TableFault.DAMAGED) from error


def _check_part(archive, part, limit):
    """Return the size that the part really has; a declared size may lie."""
    size, tail = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise TableUnreadable(TableFault.TOO_LARGE_INSIDE)
            window = tail + chunk
            if any(declaration in window for declaration in DECLARATIONS):
                raise TableUnreadable(TableFault.ENTITIES)
            tail = window[-LONGEST:]
    return size


def _read_rows(content: bytes, name: str, row_limit: int) -> list[Row]:
    rows = []
    with warnings.catch_warnings():
        # About extensions of the format that have nothing to do with values.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = _choose_sheet(book, name)
        # What the sheet says about its own size need not be true.
        sheet.reset_dimensions()
        blank = None
        for number, cells in enumerate(sheet.iter_rows(max_row=SHEET_ROWS, max_col=COLUMN_LIMIT), start=1):
            # A row that is left out of the sheet is always the same tuple; there may be a million of them.
            if cells is blank:
                continue
            values = tuple(None if cell.value is None else _value(cell) for cell in cells)
            if any(value is not None for value in values):
                rows.append(Row(number, values))
            else:
                blank = cells
            if len(rows) > row_limit + 1:
                raise TableUnreadable(TableFault.TOO_MANY_ROWS, str(row_limit))
        book.close()
    return rows


def _choose_sheet(book, name):
    if name in book.sheetnames:
        return book[name]
    return next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), book.worksheets[0])


def _value(cell):
    value = cell.value
    # "e" is the error that a formula resulted in.
    if cell.data_type in ("f", "e"):
        return f"={str(value).removeprefix('=')}"
    if isinstance(value, bool) or not isinstance(value, str | int | float | date | None):
        return str(value)
    if isinstance(value, int | float):
        # The shortest text that gives the same float back is what the spreadsheet shows; of 0.03 it may show 3 %.
        shown = Decimal(repr(value))
        return shown * 100 if "%" in LITERAL.sub("", cell.number_format or "") else shown
    if isinstance(value, datetime):
        return value.date()
    return (value.strip() or None) if isinstance(value, str) else value
