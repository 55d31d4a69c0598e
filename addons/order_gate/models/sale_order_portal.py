from odoo import models


class SaleOrder(models.Model):
    """What customers learn of a hold on the portal: that there is one, never why."""

    _inherit = "sale.order"

    def _gate_is_under_review(self):
        """Whether the customer has done its part, while the order is held and not confirmed."""
        self.ensure_one()
        # sudo: a customer may read neither transactions nor holds.
        order = self.sudo()
        if order.state not in ("draft", "sent") or not order.gate_hold_state:
            return False
        has_accepted = order.signature or order.amount_paid
        return bool(has_accepted) and not order._has_to_be_signed() and not order._has_to_be_paid()
