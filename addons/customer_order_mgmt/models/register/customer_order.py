import re

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models


class CustomerOrder(models.Model):
    """An order's place in the book of customer orders."""

    _inherit = "customer.order"

    register_number = fields.Integer(
        string="Number in the Register",
        compute="_compute_register_entry",
        store=True,
        index=True,
        aggregator=False,
        help="The number without its prefix. Numbers of a company have no gaps.",
    )
    registered_date = fields.Date(
        string="Registered",
        compute="_compute_register_entry",
        store=True,
        index=True,
        help="The day under which the order stands in the register: that of its receipt. An order taken over whose"
        " month is closed already stands under the day on which it was entered.",
    )

    @api.depends("name")
    def _compute_register_entry(self):
        # Receipt alone changes the name, once, and the day is fixed with it. A draft has neither.
        closings = self.env["customer.order.register.closing"]
        last_month = {company: closings._get_last_month(company) for company in self.company_id}
        for order in self:
            number = order.received_hash and re.search(r"\d+$", order._get_number_text())
            order.register_number = int(number[0]) if number else 0
            order.registered_date = number and order._get_registered_date(last_month[order.company_id])

    def _get_registered_date(self, closed_month):
        """The day of receipt; today where it lies before the end of ``closed_month``, the last one that is closed."""
        is_late = closed_month and self.received_date < closed_month + relativedelta(months=1)
        return self._get_today() if is_late else self.received_date

    def _get_number_text(self):
        """The number as it was given, without a prefix that may end in digits itself."""
        return (self.name or "").removeprefix(self.company_id.customer_order_prefix or "")
