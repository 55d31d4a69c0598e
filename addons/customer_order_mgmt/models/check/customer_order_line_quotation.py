from odoo import models

from .quotation_position import position_of


class CustomerOrderLine(models.Model):
    """A line as it is compared with the quotation that it answers."""

    _inherit = "customer.order.line"

    def _prepare_quotation_position(self, number):
        """Return this line, ``number`` of its document, as a ``Position``."""
        self.ensure_one()
        return position_of(
            self,
            number,
            item=self.product_id.id or None,
            quantity=self.quantity,
            day=self.promised_date or self.requested_date,
        )
