from odoo import models
from odoo.tools import format_date, formatLang

from ...logic.check import Check, Result


class CustomerOrderLine(models.Model):
    """When a line needs its goods, and what is said when they will not be there."""

    _inherit = "customer.order.line"

    def _get_needed_day(self):
        self.ensure_one()
        return self.promised_date or self.requested_date or self.order_id._get_today()

    def _prepare_shortage(self, asked, left):
        self.ensure_one()
        unit = self.product_id.uom_id
        ordered, there = (
            f"{formatLang(self.env, quantity, dp='Product Unit')} {unit.name}" for quantity in (asked, left)
        )
        message = self.env._(
            "%(item)s: %(ordered)s are promised for %(day)s, %(available)s will be there as far as planned today.",
            item=self._get_label(),
            ordered=ordered,
            day=format_date(self.env, self._get_needed_day()),
            available=there,
        )
        return Check(
            topic="availability",
            code="availability",
            result=Result.WARN,
            message=message,
            line_id=self.id,
            ordered=ordered,
            expected=there,
        )
