from odoo import fields, models


class CustomerOrderImportProblem(models.TransientModel):
    """What is wrong in a file of orders, and where."""

    _name = "customer.order.import.problem"
    _description = "Problem of an Import"
    _order = "is_blocking desc, row, id"

    import_id = fields.Many2one("customer.order.import", required=True, ondelete="cascade", index=True)
    row = fields.Integer()
    customer_reference = fields.Char(string="Customer's Number")
    column = fields.Char()
    sentence = fields.Char(string="Problem")
    is_blocking = fields.Boolean(string="Fault", help="The order cannot be imported as it stands.")
