from decimal import Decimal

from odoo import fields, models
from odoo.tools import float_repr


class OrderGateRule(models.Model):
    """A kind of rule of our own: a line's discount over a limit."""

    _inherit = "order.gate.rule"

    kind = fields.Selection(
        selection_add=[("discount", "Discount over a limit")],
        # Holds refer to their rules, which therefore stay: put away, and of a kind that is known.
        ondelete={"discount": lambda rules: rules.write({"active": False, "kind": "customer"})},
    )
    discount_limit = fields.Float(string="Highest Discount", digits="Discount", help="In percent, on any line.")

    def _judge_discount(self, facts):
        found = {}
        for order in facts:
            highest = max(order.order_line.mapped("discount"), default=0.0)
            if highest > self.discount_limit:
                figures = {"discount": f"{highest:g} %", "limit": f"{self.discount_limit:g} %"}
                message = self.env._("A discount of %(discount)s is over the limit of %(limit)s.", **figures)
                found[order] = self._prepare_finding(message, measure=Decimal(float_repr(highest, 2)), **figures)
        return found
