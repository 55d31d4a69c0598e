from odoo import fields, models


class CustomerOrderCheckLine(models.Model):
    _inherit = "customer.order.check.line"

    topic = fields.Selection(selection_add=[("export", "Export")], ondelete={"export": "cascade"})
