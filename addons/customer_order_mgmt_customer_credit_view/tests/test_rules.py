from odoo import fields
from odoo.addons.customer_credit_view.logic.screening_file import File
from odoo.addons.customer_order_mgmt.tests.common import CustomerOrderCommon
from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.addons.order_gate.tests.common import OrderGateCommon
from odoo.fields import Command
from odoo.tests import new_test_user, tagged


@tagged("post_install", "-at_install")
class TestRules(CustomerOrderCommon):
    """What credit says when a customer's order is accepted."""

    assertHeld = OrderGateCommon.assertHeld  # noqa: N815 - named as unittest names assertions
    forget_pending = OrderGateCommon.forget_pending
    place_pending = OrderGateCommon.place_pending

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

    def test_order_of_a_branch_uses_the_limit_of_its_company(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.clerk.company_ids |= branch
        self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2, "tax_ids": False}]))
        self.assertFalse(self._codes(self._received(1, company_id=branch.id)))
        self.assertEqual(self._codes(self._received(2, company_id=branch.id)), ["credit_limit_used"])

    def test_accepted_order_counts_once(self):
        self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2, "tax_ids": False}]))
        self.assertFalse(self._codes(self._received(1)))
        self.assertTrue(self._codes(self._received(2)))

    def test_orders_accepted_together_fit_together(self):
        orders = self._received(2) + self._received(2) + self._received(1)
        orders = orders.with_user(self.manager)
        orders.action_accept()
        self.assertEqual(orders.mapped("state"), ["accepted", "received", "accepted"])

    def test_order_that_answers_a_quotation_counts_once(self):
        self.company.sudo().credit_counts_quotations = True
        quotation = (
            self.env["sale.order"]
            .sudo()
            .create(
                {
                    "company_id": self.company.id,
                    "partner_id": self.customer.id,
                    "order_line": [
                        Command.create(
                            {"product_id": self.pump.id, "product_uom_qty": 3, "price_unit": 100.0, "tax_ids": False}
                        )
                    ],
                }
            )
        )
        self.assertFalse(self._codes(self._received(3, quotation_ids=[Command.set(quotation.ids)])))
        self.assertEqual(self._codes(self._received(1)), ["credit_limit_used"], "beside what is offered")

    def test_framework_counts_by_its_releases(self):
        dates = {"framework_start_date": "2026-01-01", "framework_end_date": "2027-12-31"}
        self.assertFalse(self._codes(self._received(100, is_framework=True, **dates)))

    def test_discount_under_the_price_list_is_found_at_acceptance(self):
        vals = {"name": "Discount", "kind": "better_discount", "checkpoint": "accept", "mode": "enforce", "percent": 5}
        self.env["credit.rule"].sudo().create(vals)
        order = self._received(1)
        price = order.line_ids._get_proposed_price()
        self.assertGreater(price, 0)
        for given, codes in ((price * 0.95, []), (price * 0.94, ["credit_better_discount"])):
            order.line_ids.price_unit = given
            with self.subTest(given=given):
                self.assertEqual(self._codes(order), codes)

    def test_restricted_party_is_not_accepted(self):
        """Its name was on no list when it applied: the order is looked up again when it is accepted."""
        order = self._received(1)
        controller = new_test_user(
            self.env,
            "credit_controller",
            groups="customer_credit_view.group_credit_controller",
            company_id=self.company.id,
        )
        self.company.sudo().credit_screening_mode = "enforce"
        lists = self.env["credit.screening.list"].sudo()
        lists.search([]).action_archive()
        known = lists.create({"name": "Own list", "code": "OWN"})
        known.with_user(controller)._load([File("list.csv", f"name\n{self.customer.name}\n".encode())])
        self.assertEqual(self._codes(order), ["screening_hit"])
        with self.assertRaises(OrderHeld), self.cr.savepoint():
            self._accept(order)

    def test_release_of_a_customer_order_has_its_price(self):
        groups = "customer_credit_view.group_credit_controller,customer_order_mgmt.group_order_manager"
        controller = self._create_user("credit_controller", groups)
        order = self._received(4)
        with self.assertHeld(order) as held:
            self._accept(order)
        held.hold.with_user(controller).action_release("The director of the customer has called.")
        order = self._accept(order)
        self._deliver(order)
        self._invoice(order)
        row = self.env["credit.hold.analysis"].sudo().search([("hold_id", "=", held.hold.id)])
        self.assertEqual((row.approver_id, row.is_credit, row.invoiced_amount), (controller, True, 400))

    def test_customer_on_hold_is_not_accepted(self):
        rules = self.env["credit.rule"].sudo().with_context(active_test=False)
        rules.search([("kind", "=", "standing"), ("checkpoint", "=", "accept")]).action_unarchive()
        order = self._received(1)
        order.partner_id.commercial_partner_id.sudo().credit_profile_ids._set_standing("hold", "Insolvency.")
        self.assertEqual(self._codes(order), ["credit_standing"])
