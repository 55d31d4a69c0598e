from odoo import fields, models


class CustomerOrderVersionTax(models.Model):
    """The tax of one group exactly as accepted, as documents show it between subtotal and total."""

    _name = "customer.order.version.tax"
    _inherit = ["customer.order.contract"]
    _description = "Accepted Customer Order Tax"
    _order = "version_id, sequence, id"
    _log_access = False

    _contract_columns = ("version_id", "sequence", "name", "base_amount", "tax_amount")

    version_id = fields.Many2one(
        "customer.order.version", required=True, readonly=True, ondelete="restrict", index=True
    )
    currency_id = fields.Many2one(related="version_id.currency_id")
    sequence = fields.Integer(readonly=True, aggregator=False)
    name = fields.Char(string="Tax", required=True, readonly=True)
    base_amount = fields.Monetary(string="Base", readonly=True)
    tax_amount = fields.Monetary(string="Amount", readonly=True)
