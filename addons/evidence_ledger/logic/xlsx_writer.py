"""Workbooks that we hand out. Text stays text: no cell of ours is ever run as a formula."""

import io
from collections.abc import Iterable
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

HEAD = PatternFill("solid", fgColor="E7E6F0")


class Sheet(NamedTuple):
    title: str
    head: tuple
    rows: Iterable[tuple]
    width: int = 20


def write_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Return a workbook; the first row of each sheet is its head and stays in sight."""
    book = Workbook()
    book.remove(book.active)
    for content in sheets:
        sheet = book.create_sheet(content.title)
        for number, row in enumerate((content.head, *content.rows), start=1):
            for position, value in enumerate(row, start=1):
                _write(sheet.cell(number, position), value, is_head=number == 1)
        for position in range(1, len(content.head) + 1):
            sheet.column_dimensions[get_column_letter(position)].width = content.width
        sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(cell, value, *, is_head):
    cell.value = value
    if isinstance(value, str):
        # Otherwise a text that begins with "=" would become a formula.
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    if is_head:
        cell.font, cell.fill = Font(bold=True), HEAD
    cell.alignment = Alignment(vertical="top", wrap_text=not is_head)
