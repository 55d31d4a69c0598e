from odoo import fields, models


class SaleOrder(models.Model):
    """Sellers see on the quotation how the debtor stands."""

    _inherit = "sale.order"

    credit_standing = fields.Selection(
        related="partner_invoice_id.credit_standing",
        string="Credit Standing",
        help="What was decided about the credit of who is invoiced.",
    )
