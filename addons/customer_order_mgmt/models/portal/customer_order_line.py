from odoo import models

from ...exceptions import DraftRefused
from .customer_order_draft import MAX_TEXT
from .customer_order_draft_custom import MAX_CODE


class CustomerOrderLine(models.Model):
    """Lines of a draft in the portal."""

    _inherit = "customer.order.line"

    def _read_portal_value(self, field, value):
        """Return what a customer entered as a value of ``field``; what is not named here is refused."""
        order = self.order_id
        if field == "quantity":
            return order._read_quantity(value)
        if field == "requested_date":
            return order._read_day(value)
        if field == "customer_product_code":
            return order._read_text(value, MAX_CODE)
        if field == "instructions" or (field == "name" and self.is_custom):
            text = order._read_text(value, MAX_TEXT)
            if field == "name" and not text:
                raise DraftRefused(self.env._("Please describe the item that you want us to make."))
            return text
        raise DraftRefused(self.env._("This cannot be changed in the portal."))

    def _portal_set(self, field, value):
        self[field] = value
        if field == "quantity":
            self._refresh_price()

    def _refresh_price(self):
        for line in self.filtered("product_id"):
            line.price_unit = line._get_proposed_price()
