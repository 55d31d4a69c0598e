from odoo import fields, models


class CustomerOrderVersionDue(models.Model):
    """A payment date exactly as accepted."""

    _name = "customer.order.version.due"
    _inherit = ["customer.order.contract"]
    _description = "Accepted Customer Order Payment Date"
    _order = "version_id, date, id"
    _log_access = False

    _contract_columns = ("version_id", "date", "amount")

    version_id = fields.Many2one(
        "customer.order.version", required=True, readonly=True, ondelete="restrict", index=True
    )
    currency_id = fields.Many2one(related="version_id.currency_id")
    date = fields.Date(required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
