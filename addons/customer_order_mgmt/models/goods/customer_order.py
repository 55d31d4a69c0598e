from odoo import fields, models
from odoo.fields import Command

from ...logic.instructions import requirements_in
from ..customer_order import OPEN_STATES
from .customer_order_requirement import CONFIRMATION


class CustomerOrder(models.Model):
    """Requirements of an order: entered with it, or made of its instructions."""

    _inherit = "customer.order"

    requirement_ids = fields.One2many(
        "customer.order.requirement",
        "order_id",
        string="All Requirements",
        copy=False,
        help="What must be seen to before goods leave, for the whole order and for its lines.",
    )
    head_requirement_ids = fields.One2many(
        "customer.order.requirement",
        "order_id",
        string="Requirements",
        domain=[("line_id", "=", False)],
        copy=True,
        help="What must be seen to before each delivery of this order leaves. What concerns one line is entered there.",
    )
    check_ids = fields.One2many(
        "customer.order.requirement.check",
        string="Ticks",
        compute="_compute_check_ids",
        help="Who saw to what, and when.",
    )

    def _compute_check_ids(self):
        for order in self:
            order.check_ids = order.requirement_ids.check_ids

    def action_make_requirements(self):
        """Make a requirement of every row of the instructions, of the order and of its lines; none is made twice."""
        for order in self:
            texts = [(order.line_ids.browse(), order.instructions)]
            texts += [(line, line.instructions) for line in order.line_ids]
            self.env["customer.order.requirement"].create(
                [
                    {"order_id": order.id, "line_id": line.id, "name": name}
                    for line, text in texts
                    for name in requirements_in(text, set(order._get_requirements_of(line).mapped("name")))
                ]
            )
        return True

    def _get_requirements_of(self, line):
        """The requirements of one line; of the whole order without one."""
        self.ensure_one()
        return self.requirement_ids.filtered(lambda requirement: requirement.line_id == line)

    def _receive(self):
        self._provide_confirmations()
        return super()._receive()

    def _provide_confirmations(self):
        """Make sure that custom-made lines are confirmed as ordered before they leave, where the company wants it."""
        for order in self.filtered(lambda order: order.state in OPEN_STATES):
            lines = order.line_ids.filtered(lambda line: line._needs_confirmation())
            for line in lines - order.requirement_ids.filtered(lambda row: row.kind == CONFIRMATION).line_id:
                line.requirement_ids = [Command.create(line._prepare_confirmation_vals())]
