from functools import partial

from odoo import api, models
from odoo.addons.evidence_ledger.logic.csv_table import read_csv
from odoo.addons.evidence_ledger.logic.table_fault import TableUnreadable
from odoo.addons.evidence_ledger.logic.xlsx_table import OLD_WORKBOOK, read_xlsx
from odoo.addons.evidence_ledger.tools import table_sentence

from ...exceptions import OrderFileRefused
from ...logic.file_refusal import FileFault, FileUnreadable
from ...logic.order_table import SHEET, read_orders
from .customer_order_parser import Parser

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CustomerOrderParser(models.AbstractModel):
    """Tables: XLSX and CSV."""

    _inherit = "customer.order.parser"

    @api.model
    def _get_capture_parsers(self):
        return [
            *super()._get_capture_parsers(),
            Parser(self.env._("Excel workbook (XLSX)"), self._is_xlsx, self._read_xlsx),
            Parser(self.env._("table (CSV)"), self._is_csv, self._read_csv),
        ]

    @api.model
    def _is_xlsx(self, content, filename, mimetype):
        is_named = filename.lower().endswith((".xlsx", ".xlsm", ".xls")) or mimetype == XLSX_TYPE
        return is_named and (content.startswith((b"PK", OLD_WORKBOOK)) or filename.lower().endswith(".xlsx"))

    @api.model
    def _is_csv(self, content, filename, mimetype):
        return filename.lower().endswith((".csv", ".tsv")) or mimetype == "text/csv"

    @api.model
    def _read_xlsx(self, content, filename, mimetype):
        return self._read_table(partial(read_xlsx, sheet=SHEET), content, filename)

    @api.model
    def _read_csv(self, content, filename, mimetype):
        return self._read_table(read_csv, content, filename)

    def _read_table(self, read, content, filename):
        try:
            return read_orders(read(content), self._get_table_labels())
        except TableUnreadable as error:
            raise self._refuse(filename, table_sentence(self.env, error)) from error
        except FileUnreadable as error:
            raise self._prepare_refusal(error, filename) from error

    @api.model
    def _prepare_refusal(self, error, filename):
        """Return the refusal of a file that ``logic`` could not read."""
        return self._refuse(filename, self._get_file_sentences()[error.fault] % {"value": error.value})

    @api.model
    def _refuse(self, filename, sentence):
        return OrderFileRefused(self.env._("“%(file)s”: %(sentence)s", file=filename, sentence=sentence))

    @api.model
    def _get_file_sentences(self):
        """Return ``{fault: sentence}``; the placeholder is value."""
        fault = FileFault
        return {
            fault.EMPTY: self.env._("There is nothing in it."),
            fault.NO_HEADER: self.env._(
                "“%(value)s” is no column of orders. The first row holds the names of the columns, as in the template."
            ),
            fault.COLUMN_TWICE: self.env._("The column “%(value)s” stands in it twice. Remove one."),
            fault.COLUMN_MISSING: self.env._("The column “%(value)s” is missing. Compare the template."),
            fault.DAMAGED: self.env._("The file is damaged. Open it in the program that made it and save it again."),
            fault.ENTITIES: self.env._("It defines its own entities or document type, which is not accepted."),
            fault.NO_ORDER: self.env._("There is no order in it."),
        }

    @api.model
    def _get_table_labels(self):
        """Return what users call the columns, in the order of the template."""
        return {
            "customer": self.env._("Customer"),
            "customer_number": self.env._("Customer number"),
            "customer_vat": self.env._("Customer tax ID"),
            "customer_gln": self.env._("Customer GLN"),
            "customer_email": self.env._("Customer email"),
            "order_number": self.env._("Order number"),
            "order_date": self.env._("Order date"),
            "currency": self.env._("Currency"),
            "delivery_name": self.env._("Deliver to"),
            "delivery_address": self.env._("Delivery address"),
            "payment_terms": self.env._("Payment terms"),
            "incoterm": self.env._("Incoterm"),
            "incoterm_place": self.env._("Incoterm place"),
            "order_note": self.env._("Order note"),
            "quotation": self.env._("Quotation"),
            "framework": self.env._("Framework order"),
            "product_code": self.env._("Product code"),
            "customer_product_code": self.env._("Customer's product code"),
            "barcode": self.env._("Barcode"),
            "description": self.env._("Description"),
            "quantity": self.env._("Quantity"),
            "unit": self.env._("Unit"),
            "unit_price": self.env._("Unit price"),
            "discount": self.env._("Discount (%)"),
            "requested_date": self.env._("Requested date"),
            "note": self.env._("Line note"),
        }
