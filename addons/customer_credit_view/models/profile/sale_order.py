from odoo import api, fields, models
from odoo.fields import Domain

from .credit_profile import STANDINGS


class SaleOrder(models.Model):
    """Sellers see on the quotation how the debtor stands."""

    _inherit = "sale.order"

    credit_standing = fields.Selection(
        STANDINGS,
        string="Credit Standing",
        compute="_compute_credit_standing",
        search="_search_credit_standing",
        groups="base.group_user",
        help="What was decided about the credit of who is invoiced, in the company of the order.",
    )

    @api.depends("partner_invoice_id.commercial_partner_id.credit_profile_ids.standing", "company_id")
    def _compute_credit_standing(self):
        for company, orders in self.grouped("company_id").items():
            for order in orders.with_company(company):
                order.credit_standing = order.partner_invoice_id.credit_standing

    @api.model
    def _search_credit_standing(self, operator, value):
        # The ORM does not look who searches by a field with a method of its own.
        self._check_field_access(self._fields["credit_standing"], "read")
        return Domain("partner_invoice_id.credit_standing", operator, value)
