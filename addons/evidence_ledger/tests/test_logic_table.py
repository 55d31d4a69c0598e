import io
import zipfile
from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged
from openpyxl import Workbook, load_workbook

from ..logic import xlsx_table
from ..logic.csv_table import Row
from ..logic.table_fault import TableFault, TableUnreadable
from ..logic.table_file import read_table
from ..logic.xlsx_table import read_xlsx
from ..logic.xlsx_writer import Sheet, write_xlsx


def workbook(*rows):
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def archive(content):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in content.items():
            file.writestr(name, data)
    return stream.getvalue()


@tagged("at_install")
class TestLogicTable(BaseCase):
    def test_workbook(self):
        rows = read_table(workbook(["Figure", 2025], [], ["cash", 0.03], ["ebit", "=B2*2"], ["day", date(2025, 1, 2)]))
        self.assertEqual(rows[0], Row(1, ("Figure", Decimal(2025))))
        self.assertEqual(rows[1], Row(3, ("cash", Decimal("0.03"))))
        self.assertEqual(rows[2].cells[1], "=B2*2")
        self.assertEqual(rows[3].cells[1], date(2025, 1, 2))

    def test_error_of_a_formula_is_no_text(self):
        self.assertEqual(read_table(workbook(["#DIV/0!"])), [Row(1, ("=#DIV/0!",))])

    def test_sheet_of_a_name_comes_before_the_first(self):
        content = write_xlsx([Sheet("Help", ("a",), []), Sheet("Orders", ("b",), [("c",)])])
        self.assertEqual([row.cells[0] for row in read_xlsx(content, sheet="Orders")], ["b", "c"])
        self.assertEqual([row.cells[0] for row in read_xlsx(content, sheet="Other")], ["a"])

    def test_what_we_write_is_run_by_no_spreadsheet(self):
        book = load_workbook(io.BytesIO(write_xlsx([Sheet("S", ("head",), [("=1+1",), (Decimal(2),)])])))
        cells = [cell for (cell,) in book["S"].iter_rows()]
        self.assertEqual([(cell.value, cell.data_type) for cell in cells], [("head", "s"), ("=1+1", "s"), (2, "n")])

    def test_text_of_any_program(self):
        contents = ("Größe;1\n".encode("cp1252"), "Größe\t1".encode("utf-16"), "Größe,1".encode("utf-8-sig"))
        for content in (*contents, "Größe;1;; ".encode("utf-16-le")):
            with self.subTest(content):
                self.assertEqual(read_table(content), [Row(1, ("Größe", "1"))])

    def test_hostile_files(self):
        entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
        parts = {str(number): b"" for number in range(xlsx_table.PART_LIMIT + 1)}
        cases = [
            (b"", "a.csv", TableFault.EMPTY),
            (b"\n \n", "a.csv", TableFault.EMPTY),
            (b"\xd0\xcf\x11\xe0" + b"x" * 99, "a.xls", TableFault.PROTECTED),
            (b"PK\x03\x04garbage", "a.xlsx", TableFault.DAMAGED),
            (b"cash;1", "a.xlsx", TableFault.DAMAGED),
            (b'"cash;1', "a.csv", TableFault.QUOTES),
            (b"\x89PNG\r\n\x1a\n\x00\x01", "a.png", TableFault.NOT_TEXT),
            (bytes(range(128, 256)), "a.csv", TableFault.ENCODING),
            (archive({"a.xml": b"x"}), "a.xlsx", TableFault.DAMAGED),
            (archive({"xl/workbook.xml": entity}), "a.xlsx", TableFault.ENTITIES),
            (archive({"a": b"0" * (xlsx_table.SIZE_LIMIT + 1)}), "a.xlsx", TableFault.TOO_LARGE_INSIDE),
            (archive(parts), "a.xlsx", TableFault.TOO_LARGE_INSIDE),
            (b"a;b\n" * 12, "a.csv", TableFault.TOO_MANY_ROWS),
            (workbook(*[["a"]] * 12), "a.xlsx", TableFault.TOO_MANY_ROWS),
        ]
        for content, name, fault in cases:
            with self.subTest(fault=fault, name=name), self.assertRaises(TableUnreadable) as caught:
                read_table(content, name, 10)
            self.assertEqual(caught.exception.fault, fault)
