from odoo import fields, models

STATUSES = [("ready", "Ready"), ("warning", "To Look At"), ("fault", "Fault")]


class CustomerOrderImportOrder(models.TransientModel):
    """An order as it would be imported."""

    _name = "customer.order.import.order"
    _description = "Order to Import"
    _order = "is_faulty desc, row, id"

    import_id = fields.Many2one("customer.order.import", required=True, ondelete="cascade", index=True)
    row = fields.Integer()
    customer_reference = fields.Char(string="Customer's Number")
    customer_date = fields.Date(string="Customer's Date")
    customer_name = fields.Char(string="Customer")
    line_count = fields.Integer(string="Lines")
    currency_id = fields.Many2one("res.currency")
    amount_untaxed = fields.Monetary(string="Untaxed Amount")
    is_faulty = fields.Boolean()
    status = fields.Selection(STATUSES)
