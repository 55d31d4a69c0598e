from odoo import api, models


class CreditProfile(models.Model):
    """A fact of our own for credit rules."""

    _inherit = "credit.profile"

    @api.model
    def _get_credit_fact_employees(self, gathering):
        gathering.customers.fetch(["employee_number"])
        return {subject: {"employees": subject.customer.employee_number} for subject in gathering.subjects}
