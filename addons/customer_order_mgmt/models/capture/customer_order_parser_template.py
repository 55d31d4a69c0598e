from datetime import date

from odoo import api, models
from odoo.addons.evidence_ledger.logic.csv_table import write_csv
from odoo.addons.evidence_ledger.logic.xlsx_writer import Sheet, write_xlsx
from odoo.tools import get_lang

from ...logic.order_table import COLUMNS, REQUIRED, SHEET

EXAMPLE = {
    "customer": "Aqua Works Ltd",
    "order_number": "PO 4711",
    "order_date": date(2027, 1, 10),
    "currency": "EUR",
    "product_code": "P1",
    "description": "Pump",
    "quantity": 2,
    "unit": "C62",
    "unit_price": 91.25,
    "discount": 3,
    "requested_date": date(2027, 3, 1),
}


class CustomerOrderParser(models.AbstractModel):
    """The template of a table of orders: head, one example and help."""

    _inherit = "customer.order.parser"

    @api.model
    def _make_template(self, kind):
        """Return ``(file name, content)`` of the template as ``xlsx`` or ``csv``, in the language of the user."""
        labels = self._get_table_labels()
        head = tuple(labels[column.name] for column in COLUMNS)
        example = tuple(EXAMPLE.get(column.name) for column in COLUMNS)
        if kind == "csv":
            return "customer_orders.csv", self._make_csv_template(head, example)
        help_head = (self.env._("Column"), self.env._("Needed"), self.env._("What it holds"))
        sheets = [Sheet(SHEET, head, [example]), Sheet(self.env._("Help"), help_head, self._get_help_rows(labels), 40)]
        return "customer_orders.xlsx", write_xlsx(sheets)

    def _make_csv_template(self, head, example):
        mark = get_lang(self.env).decimal_point
        texts = [
            "" if cell is None else str(cell).replace(".", mark) if isinstance(cell, float) else str(cell)
            for cell in example
        ]
        # Where the comma is the decimal mark, spreadsheets part columns by semicolons.
        return write_csv([head, texts], ";" if mark == "," else ",")

    def _get_help_rows(self, labels):
        helps, needed = self._get_table_helps(), self.env._("yes")
        return [
            (labels[column.name], needed if column.name in REQUIRED else "", helps.get(column.name, ""))
            for column in COLUMNS
        ]

    @api.model
    def _get_table_helps(self):
        """Return what the columns hold, for those whose name does not say it all."""
        customer = self.env._("One of the columns of the customer is needed, unless you choose it in the import.")
        item = self.env._("A code, the barcode or, for custom-made items, the description is needed.")
        day = self.env._("A day, best written as 2027-03-31.")
        return {
            "customer": self.env._("The name as it stands in your contacts. %(hint)s", hint=customer),
            "customer_number": self.env._("Your number of the customer (its reference in your contacts)."),
            "customer_gln": self.env._("Global Location Number, the barcode of the contact."),
            "customer_email": self.env._("The address of a person at the customer, who becomes the contact."),
            "order_number": self.env._(
                "The customer's own number. Rows of one customer and number form one order. Empty together with the"
                " customer: the row belongs to the order above."
            ),
            "order_date": day,
            "currency": self.env._("Three letters such as EUR. Empty: the currency of the customer's pricelist."),
            "delivery_address": self.env._("Street, postal code and town as in your contacts."),
            "payment_terms": self.env._("The name of payment terms. Empty: those of the customer."),
            "incoterm": self.env._("Three letters such as DAP."),
            "quotation": self.env._("The number of your quotation that the order answers."),
            "framework": self.env._(
                "The number of the framework order that this one draws on, yours or the customer's."
            ),
            "product_code": self.env._("Your internal reference. %(hint)s", hint=item),
            "customer_product_code": self.env._(
                "Once a line with it was given a product, it finds the product itself."
            ),
            "quantity": self.env._("Above zero, without a mark for thousands."),
            "unit": self.env._("The name of a unit or its UN/ECE code. Empty: the unit of the product."),
            "unit_price": self.env._(
                "The price that the customer states, before discount. Empty: the pricelist proposes it."
            ),
            "requested_date": day,
        }
