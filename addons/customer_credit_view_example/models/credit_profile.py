from decimal import Decimal

from odoo import api, models
from odoo.addons.customer_credit_view.logic.limit_formulas import Part, Proposal

PER_EMPLOYEE = Decimal(500)


class CreditProfile(models.Model):
    """A formula for limits of our own: so much for each employee, and no more than the customer needs."""

    _inherit = "credit.profile"

    def _propose_employees(self, inputs):
        employees = self.partner_id.employee_number
        if not employees:
            return Proposal(None, (), None, ("employees",))
        parts = [Part("employees", employees * PER_EMPLOYEE)]
        if inputs.need is not None:
            parts.append(Part("need", inputs.need))
        lowest = min(parts, key=lambda part: part.amount)
        return Proposal(lowest.amount, tuple(parts), lowest.basis, ())

    @api.model
    def _get_basis_labels(self):
        return {**super()._get_basis_labels(), "employees": self.env._("500 for each employee")}
