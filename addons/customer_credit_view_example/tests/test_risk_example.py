from odoo.addons.customer_credit_view.tests.common_risk import RiskCommon
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestRiskExample(RiskCommon):
    """The seams that a client uses: a criterion of its own, a formula for limits of its own."""

    def test_a_criterion_of_our_own(self):
        self.env["credit.scorecard"].search([("state", "=", "active")]).action_retire()
        self._scorecard(("employees", False, [(None, 10), (50, 90)]), max_missing_percent=50)
        assess = self.env["credit.assessment"]._assess
        self.assertEqual(assess(self.profile).verdict, "too_much_missing")
        self.customer.employee_number = 50
        assessment = assess(self.profile)
        self.assertEqual((assessment.score, assessment.line_ids.basis), (90, "as the customer told us"))

    def test_a_formula_of_our_own(self):
        self.company.credit_limit_formula = "employees"
        self.customer.employee_number = 12
        proposal = self.profile.with_user(self.analyst)._propose_limits(self._today())
        self.assertEqual((proposal.amount, proposal.basis_ids.mapped("basis")), (6000, ["500 for each employee"]))
        self.assertTrue(proposal.basis_ids.is_deciding)
