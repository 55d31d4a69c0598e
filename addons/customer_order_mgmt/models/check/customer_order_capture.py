from odoo import models

from ...logic.duplicates import normalized
from .customer_order_framework import IN_FORCE


class CustomerOrder(models.Model):
    """What a captured document names beside its lines: our quotation, and the framework it draws on."""

    _inherit = "customer.order"

    def _after_capture(self, captured_orders):
        result = super()._after_capture(captured_orders)
        named = [pair for pair in zip(self, captured_orders, strict=True) if pair[1].quotation_reference]
        for order, captured in named:
            order.quotation_reference = captured.quotation_reference
        releases = {
            order: normalized(captured.framework_reference)
            for order, captured in zip(self, captured_orders, strict=True)
            if captured.framework_reference and order.partner_id
        }
        for order, framework in self._find_frameworks(releases).items():
            order.framework_id = framework
        return result

    def _find_frameworks(self, releases):
        """Return ``{order: framework}`` of ``{order: number}``: the customer names its own number, or ours."""
        customers = self.browse([order.id for order in releases]).commercial_partner_id
        frameworks = self.search(
            [
                ("is_framework", "=", True),
                ("state", "in", IN_FORCE),
                ("company_id", "in", self.company_id.ids),
                ("commercial_partner_id", "in", customers.ids),
            ]
        )
        found = {}
        for order, number in releases.items():
            mine = frameworks.filtered(
                lambda framework, order=order, number=number: framework._may_be_drawn_on_by(order)
                and number in (framework.customer_reference_normalized, normalized(framework.name))
            )
            if len(mine) == 1:
                found[order] = mine
        return found

    def _may_be_drawn_on_by(self, order):
        return (self.company_id, self.commercial_partner_id) == (order.company_id, order.commercial_partner_id)
