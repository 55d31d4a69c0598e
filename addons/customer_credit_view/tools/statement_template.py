"""The workbook that people fill in: figures below each other, years side by side."""

import io

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

SHADE = PatternFill("solid", fgColor="EEEEEE")


def write_template(title, rows, years):
    """Return an XLSX file with a column for each of ``years``; ``rows`` are (label, cells, is head)."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Statements"
    sheet.append([title, *years])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for label, cells, is_head in rows:
        sheet.append([label, *cells])
        if is_head:
            for cell in sheet[sheet.max_row]:
                cell.fill = SHADE
    sheet.column_dimensions["A"].width = 40
    for column in range(2, len(years) + 2):
        sheet.column_dimensions[get_column_letter(column)].width = 16
    sheet.freeze_panes = "B2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
