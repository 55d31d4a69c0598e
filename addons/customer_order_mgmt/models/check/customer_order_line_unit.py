from odoo import models
from odoo.tools import float_compare, formatLang

from ...logic.check import Check, Result


class CustomerOrderLine(models.Model):
    """The unit of a line beside the unit of its product."""

    _inherit = "customer.order.line"

    def _check_unit(self):
        """Return a warning when the quantity is no whole number of what the product is counted in, else None."""
        self.ensure_one()
        own, unit = self.product_id.uom_id, self.product_uom_id
        if own == unit:
            return None
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        exact = unit._compute_quantity(self.quantity, own, round=False)
        rounded = unit._compute_quantity(self.quantity, own)
        if float_compare(exact, rounded, precision_digits=digits + 3) == 0:
            return None
        ordered = f"{formatLang(self.env, self.quantity, dp='Product Unit')} {unit.name}"
        expected = f"{formatLang(self.env, rounded, dp='Product Unit')} {own.name}"
        message = self.env._(
            "%(item)s: %(ordered)s are not a whole quantity in %(unit)s; %(expected)s would be shipped.",
            item=self._get_label(),
            ordered=ordered,
            unit=own.name,
            expected=expected,
        )
        return Check(
            topic="unit",
            code="unit",
            result=Result.WARN,
            message=message,
            line_id=self.id,
            ordered=ordered,
            expected=expected,
        )
