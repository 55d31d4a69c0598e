from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.customer_credit_view.logic.credit_conditions import Measured


class CreditRule(models.Model):
    """A kind of rule of our own: an order is worth more than so much for each employee of the customer."""

    _inherit = "credit.rule"

    kind = fields.Selection(
        selection_add=[("employees", "Value for each employee")],
        # Holds refer to their rules, which therefore stay: put away, and of a kind that is known.
        ondelete={"employees": lambda rules: rules.write({"active": False, "kind": "order_value"})},
    )

    @api.model
    def _get_needs(self, kind):
        return ("employees",) if kind == "employees" else super()._get_needs(kind)

    @api.model
    def _get_thresholds(self, kind):
        return ("amount_limit",) if kind == "employees" else super()._get_thresholds(kind)

    def _measure_employees(self, facts, setting):
        employees = facts.more.get("employees")
        if not employees:
            return Measured(None)
        value = facts.value / employees
        limit = self._get_amount(facts, setting)
        return Measured(value > limit, value, {"value": value, "limit": limit})

    def _tell_employees(self, figures):
        return self.env._(
            "%(value)s for each employee, %(limit)s are allowed",
            **{name: self._money(amount) for name, amount in figures.items()},
        )

    def _get_kind_faults(self):
        yield from super()._get_kind_faults()
        if self.kind == "employees" and Decimal(str(self.amount_limit)) <= 0:
            yield self.env._("every order is worth something. Please enter an amount.")
