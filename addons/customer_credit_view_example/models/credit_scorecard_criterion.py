from decimal import Decimal

from odoo import fields, models
from odoo.addons.customer_credit_view.models.score.credit_scorecard_criterion import Input


class CreditScorecardCriterion(models.Model):
    """A criterion of our own: how many people the customer employs."""

    _inherit = "credit.scorecard.criterion"

    source = fields.Selection(
        selection_add=[("employees", "Employees")],
        # Versions that were in force stay, and of a source that is known.
        ondelete={"employees": "set default"},
    )

    def _get_values_employees(self, profiles, date):
        return {
            profile: Input(Decimal(profile.partner_id.employee_number), self.env._("as the customer told us"))
            for profile in profiles
            if profile.partner_id.employee_number
        }
