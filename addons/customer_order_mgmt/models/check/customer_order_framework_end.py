from odoo import models

from ...exceptions import OrderIncomplete, OrderStateRefused
from ...logic.given import is_said


class CustomerOrder(models.Model):
    """Ending a framework that is expired, used up or given up: nothing is delivered from it, so it never settles."""

    _inherit = "customer.order"

    def action_end_framework(self, reason):
        """Close accepted frameworks for a reason, which is sealed; what was released goes on."""
        self._check_manager()
        if not is_said(reason):
            raise OrderIncomplete(self.env._("Please give the reason why the framework ends."))
        for order in self:
            if not order.is_framework:
                raise OrderStateRefused(self.env._("%(order)s is no framework.", order=order.name))
            order._close("accepted", reason=reason)
        return True
