from decimal import Decimal

from odoo import models
from odoo.addons.customer_credit_view.models.rule.sale_order import get_discount

from .customer_order_line import IN_FORCE


class CustomerOrder(models.Model):
    _inherit = "customer.order"

    def _get_credit_addition(self, checkpoint, gate_facts):
        """What is accepted counts already, also while it is amended; a framework counts by its releases."""
        if self.is_framework or self.state in IN_FORCE:
            return Decimal()
        return super()._get_credit_addition(checkpoint, gate_facts)

    def _get_credit_offered(self, today):
        """The quotations that this order answers are confirmed, or cancelled, with its acceptance."""
        debtor = self.partner_invoice_id.commercial_partner_id
        # sudo: what counts as offered does not depend on who may see quotations.
        answered = self.sudo().quotation_ids.filtered(
            lambda quotation: quotation.partner_invoice_id.commercial_partner_id == debtor
        )
        own = [quotation._get_credit_offered(today) for quotation in answered]
        return sum(own, super()._get_credit_offered(today))

    def _get_credit_discount(self):
        """Return by how many percent a line of this order is under the price list, None without a price."""
        self.ensure_one()
        prices = [(line._get_proposed_price(), line._get_net_price()) for line in self.line_ids if line.product_id]
        return max((get_discount(*pair) for pair in prices if pair[0] > 0), default=None)
