import re

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
        help="The day the order was entered in the register: that of its receipt, for orders taken over as well.",
    )

    @api.depends("name")
    def _compute_register_entry(self):
        # Receipt alone changes the name, once, and the day is fixed with it. A draft has neither.
        for order in self:
            number = order.received_hash and re.search(r"\d+$", order._get_number_text())
            order.register_number = int(number[0]) if number else 0
            order.registered_date = number and (order._get_today() if order.is_taken_over else order.received_date)

    def _get_number_text(self):
        """The number as it was given, without a prefix that may end in digits itself."""
        return (self.name or "").removeprefix(self.company_id.customer_order_prefix or "")
