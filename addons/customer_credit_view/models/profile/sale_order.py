from odoo import api, fields, models

from .credit_profile import STANDINGS


class SaleOrder(models.Model):
    """Sellers see on the quotation how the debtor stands."""

    _inherit = "sale.order"

    credit_standing = fields.Selection(
        STANDINGS,
        compute="_compute_credit_standing",
        help="What was decided about the credit of who is invoiced, in the company of the order.",
    )

    @api.depends("partner_invoice_id.credit_standing", "company_id")
    def _compute_credit_standing(self):
        for order in self:
            debtor = order.partner_invoice_id.with_company(order.company_id)
            order.credit_standing = debtor.credit_standing
