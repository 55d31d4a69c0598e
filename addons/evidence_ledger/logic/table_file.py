"""The rows of a table that somebody sends, as a workbook or as text.

What the file is, is told by its content, whatever its name says. Rows are pairs of their number, counted from 1 as
spreadsheets show it, and their cells: text, Decimal, date or None. A formula is text that begins with ``=``, in both
kinds of file; its result is not believed, and nothing is evaluated.

>>> read_table("Figure;2025\\r\\n;\\r\\nCash;60\\r\\n".encode(), "figures.csv")
[Row(number=1, cells=('Figure', '2025')), Row(number=3, cells=('Cash', '60'))]
"""

from .csv_table import ROW_LIMIT, Row, read_csv
from .table_fault import TableFault, TableUnreadable
from .xlsx_table import OLD_WORKBOOK, WORKBOOK, read_xlsx

WORKBOOK_NAMES = (".xlsx", ".xlsm")


def read_table(content: bytes, filename: str = "", row_limit: int = ROW_LIMIT) -> list[Row]:
    """Return the rows that hold something, each up to its last cell that does. Raises ``TableUnreadable``.

    ``filename`` only tells a damaged workbook from a text.
    """
    if content.startswith((WORKBOOK, OLD_WORKBOOK)):
        rows = read_xlsx(content, row_limit=row_limit)
    elif filename.lower().endswith(WORKBOOK_NAMES) and content:
        raise TableUnreadable(TableFault.DAMAGED)
    else:
        rows = read_csv(content, row_limit)
    if not rows:
        raise TableUnreadable(TableFault.EMPTY)
    return [Row(row.number, _trim(row.cells)) for row in rows]


def _trim(cells):
    """Return ``cells`` without blanks around texts, and without empty ones at the end."""
    cells = [(cell.strip() or None) if isinstance(cell, str) else cell for cell in cells]
    while cells[-1] is None:
        cells.pop()
    return tuple(cells)
