from decimal import Decimal

from odoo import models

from .customer_order_line import IN_FORCE


class CustomerOrder(models.Model):
    _inherit = "customer.order"

    def _get_credit_addition(self, checkpoint, gate_facts):
        """What is accepted counts already, also while it is amended; a framework counts by its releases."""
        if self.is_framework or self.state in IN_FORCE:
            return Decimal()
        return super()._get_credit_addition(checkpoint, gate_facts)
