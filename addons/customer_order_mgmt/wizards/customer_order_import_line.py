from odoo import fields, models

from .customer_order_import_order import STATUSES


class CustomerOrderImportLine(models.TransientModel):
    """An order line as it would be imported."""

    _name = "customer.order.import.line"
    _description = "Order Line to Import"
    _order = "row, id"

    import_id = fields.Many2one("customer.order.import", required=True, ondelete="cascade", index=True)
    row = fields.Integer()
    customer_reference = fields.Char(string="Customer's Number")
    item = fields.Char()
    name = fields.Text(string="Description")
    quantity = fields.Float(digits="Product Unit")
    unit = fields.Char()
    price_unit = fields.Float(string="Unit Price", min_display_digits="Product Price")
    discount = fields.Float(string="Discount (%)", digits="Discount")
    currency_id = fields.Many2one("res.currency")
    price_subtotal = fields.Monetary(string="Subtotal")
    requested_date = fields.Date()
    status = fields.Selection(STATUSES)
