from odoo.addons.customer_credit_view.exceptions import CreditRuleRefused
from odoo.addons.customer_credit_view.tests.rule_common import CreditRuleCommon
from odoo.tests import Form, tagged


@tagged("post_install", "-at_install")
class TestRuleExample(CreditRuleCommon):
    """The seams that a client uses: a kind of rule of its own, with a fact of its own."""

    def test_a_rule_of_our_own(self):
        rule = self._rule("employees", amount_limit=100)
        order = self._order([(self.pump, 5, 100.0)])
        self.assertFalse(self._findings(order))
        self.customer.employee_number = 5
        self.assertFalse(self._findings(order))
        self.customer.employee_number = 4
        [finding] = self._findings(order)
        self.assertEqual(finding.code, "credit_employees")
        self.assertIn(f"for each employee, $\xa0100.00 are allowed (rule {rule.id}", finding.explanation)

    def test_it_is_refused_where_it_always_hits(self):
        with self.assertRaises(CreditRuleRefused):
            self._rule("employees")

    def test_it_is_entered_on_the_screen(self):
        """The screen asks for the amount of our kind, and for no other threshold."""
        with Form(self.env["credit.rule"].with_user(self.manager)) as form:
            form.name = "Small firms, large orders"
            form.kind = "employees"
            form.checkpoint = "confirm"
            with self.assertRaises(AssertionError):
                form.percent = 5
            form.amount_limit = 100
        self.assertEqual((form.record.kind, form.record.amount_limit), ("employees", 100))
