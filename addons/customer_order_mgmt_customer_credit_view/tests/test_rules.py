from odoo import fields
from odoo.addons.customer_order_mgmt.tests.common import CustomerOrderCommon
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestRules(CustomerOrderCommon):
    """The credit limit at acceptance."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["order.gate.rule"].sudo().search([]).action_archive()
        vals = {"name": "Limit", "kind": "limit_used", "checkpoint": "accept", "mode": "enforce"}
        cls.env["credit.rule"].sudo().create(vals)
        profile = cls.env["credit.profile"]._get_for(cls.customer, cls.company)
        limit = {"profile_id": profile.id, "currency_id": cls.company.currency_id.id, "amount": 300}
        cls.env["credit.limit"]._grant([{**limit, "date_from": fields.Date.today()}], "Agreed.")

    def _received(self, quantity, **vals):
        line = {"product_id": self.pump.id, "quantity": quantity, "tax_ids": False}
        order = self._create_order([line], **vals)
        order.action_receive()
        return order

    def _codes(self, order):
        self.env.flush_all()
        verdict = order._gate_judge("accept")[order]
        return [finding.code for finding in verdict.findings]

    def test_order_over_the_limit_is_found_at_acceptance(self):
        self.assertFalse(self._codes(self._received(3)))
        self.assertEqual(self._codes(self._received(4)), ["credit_limit_used"])

    def test_accepted_order_counts_once(self):
        self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2, "tax_ids": False}]))
        self.assertFalse(self._codes(self._received(1)))
        self.assertTrue(self._codes(self._received(2)))

    def test_framework_counts_by_its_releases(self):
        dates = {"framework_start_date": "2026-01-01", "framework_end_date": "2027-12-31"}
        self.assertFalse(self._codes(self._received(100, is_framework=True, **dates)))
