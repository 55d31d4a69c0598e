from odoo import models
from odoo.tools import float_repr


class CustomerOrderLine(models.Model):
    """What makes two lines of two orders the same."""

    _inherit = "customer.order.line"

    def _get_signature(self):
        """What makes two lines the same: the product, or the words, and the quantity in the product's unit."""
        self.ensure_one()
        unit = self.product_id.uom_id or self.product_uom_id
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        quantity = float_repr(self._get_quantity_in(unit), digits)
        return self.product_id.id or " ".join((self.name or "").casefold().split()), quantity
