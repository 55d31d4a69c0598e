"""Rows of text out of a CSV file, whichever program wrote it."""

import csv
import io
import re
from collections.abc import Iterable
from typing import NamedTuple

from .table_fault import TableFault, TableUnreadable

ROW_LIMIT = 20_000  # below the head
COLUMN_LIMIT = 60
DELIMITERS = ";,\t"
RUNNABLE = ("=", "+", "-", "@", "\t", "\r")
# No text holds these; a picture or a program does.
BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")


class Row(NamedTuple):
    """``number`` is that of the row in the file, counted from 1 as spreadsheets show it."""

    number: int
    cells: tuple


def read_csv(content: bytes, row_limit: int = ROW_LIMIT) -> list[Row]:
    """Return the rows that hold something. Raises ``TableUnreadable``.

    >>> read_csv("Qty;Price\\r\\n2;1,50\\r\\n;\\r\\n".encode("utf-16"))
    [Row(number=1, cells=('Qty', 'Price')), Row(number=2, cells=('2', '1,50'))]
    """
    text = decode(content)
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=head.count)
    rows, number = [], 0
    try:
        for number, cells in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1
        ):
            if any(cell.strip() for cell in cells):
                rows.append(Row(number, tuple(cells[:COLUMN_LIMIT])))
            if len(rows) > row_limit + 1:
                raise TableUnreadable(TableFault.TOO_MANY_ROWS, str(row_limit))
    except csv.Error as error:
        raise TableUnreadable(TableFault.QUOTES, str(number + 1)) from error
    return rows


def write_csv(rows: Iterable[Iterable], delimiter: str = ",") -> bytes:
    """Return a CSV file that every spreadsheet opens with the right letters and none runs.

    >>> write_csv([["=1+1", "Pump, red"]]).decode("utf-8-sig")
    '\\'=1+1,"Pump, red"\\r\\n'
    """
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([[harmless(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell) -> str:
    """Return the text of a cell, marked as text where a spreadsheet would take it for a formula.

    >>> harmless("@SUM(A1)"), harmless("Pump"), harmless(-2)
    ("'@SUM(A1)", 'Pump', '-2')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RUNNABLE) else str(cell)


def decode(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1252, with or without a byte order mark.

    >>> decode("Größe".encode("cp1252")), decode("Größe".encode("utf-8-sig")), decode("Gr".encode("utf-16-le"))
    ('Größe', 'Größe', 'Gr')
    """
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError as error:
        raise TableUnreadable(TableFault.ENCODING) from error
    if BINARY.search(text):
        raise TableUnreadable(TableFault.NOT_TEXT)
    return text


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    # UTF-16 without its mark: in Western text every second byte is zero.
    start = content[:400]
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if len(start) > 1 and zeros.count(0) > 0.7 * len(zeros):
            return encoding
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
