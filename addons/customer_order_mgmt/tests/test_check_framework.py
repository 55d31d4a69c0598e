from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.addons.order_gate.tools.refusals import PendingRefusals
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..exceptions import AcceptedOrderIsBinding, OrderIncomplete, OrderStateRefused
from .common import CustomerOrderCommon

VALID = {"is_framework": True, "framework_start_date": "2026-01-01", "framework_end_date": "2027-12-31"}


@tagged("post_install", "-at_install")
class TestFramework(CustomerOrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["order.gate.rule"].sudo().search([]).action_archive()

    def _frame(self, quantity=100, **vals):
        line = {"product_id": self.pump.id, "quantity": quantity, "price_unit": 80.0, "requested_date": False}
        return self._accept(self._create_order([line], **{**VALID, **vals}))

    def _release(self, framework, quantity, price=80.0, **vals):
        line = {"product_id": self.pump.id, "quantity": quantity, "price_unit": price}
        order = self._create_order([line], **{"framework_id": framework.id, **vals})
        order.action_receive()
        return order.with_user(self.manager)

    def _results(self, order, topic="framework"):
        return order.check_line_ids.filtered(lambda row: row.topic == topic).mapped("result")

    def test_framework_is_a_contract_that_ships_nothing(self):
        framework = self._frame()
        self.assertEqual(framework.state, "accepted")
        self.assertFalse(framework.sudo().sale_order_ids)
        self.assertFalse(framework.due_ids)
        self.assertEqual(str(framework.current_version_id.framework_end_date), "2027-12-31")
        with self.assertRaises(AcceptedOrderIsBinding):
            framework.framework_end_date = "2030-01-01"

    def test_framework_is_ended_for_a_reason_and_released_no_more(self):
        framework = self._frame()
        done, waiting = self._release(framework, 10), self._release(framework, 20)
        done.action_accept()
        wizard = self.env["customer.order.framework.end"].with_user(self.manager)
        with self.assertRaises(OrderIncomplete):
            wizard.create({"order_id": framework.id, "reason": " "}).action_end()
        with self.assertRaises(AccessError):
            framework.with_user(self.clerk).action_end_framework("Used up")
        wizard.create({"order_id": framework.id, "reason": "Used up"}).action_end()
        self.assertEqual((framework.state, done.state), ("closed", "accepted"))
        # Orders of other companies may have the same number.
        own = [("subject_key", "=", framework.name), ("company_ref", "=", self.company.id)]
        entries = self.env["evidence.entry"].sudo().search(own, order="sequence")
        self.assertEqual((entries[-1].event, entries[-1].reason_text), ("customer_order.closed", "Used up"))
        PendingRefusals.get(self.env).take()
        with self.assertRaises(OrderHeld) as caught, self.env.cr.savepoint():
            waiting.action_accept()
        self.assertIn("was ended", str(caught.exception))
        PendingRefusals.get(self.env).take()
        with self.assertRaises(ValidationError):
            self._release(framework, 1)

    def test_only_frameworks_in_force_are_ended(self):
        order = self._accept(self._create_order())
        with self.assertRaises(OrderStateRefused):
            order.action_end_framework("Expired")
        framework = self._frame()
        framework.action_end_framework("Expired")
        with self.assertRaises(OrderStateRefused):
            framework.action_end_framework("Expired")

    def test_framework_needs_its_validity(self):
        with self.assertRaisesRegex(OrderIncomplete, "from which and until which"):
            self._frame(framework_end_date=False)

    def test_releases_count_when_they_are_accepted(self):
        framework = self._frame()
        release = self._release(framework, 40)
        line = framework.line_ids
        self.assertEqual(release.line_ids.framework_line_id, line)
        self.assertEqual((line.released_quantity, line.remaining_quantity), (0.0, 100.0))
        release.action_accept()
        self.assertEqual((line.released_quantity, line.remaining_quantity), (40.0, 60.0))
        self.assertEqual(release.current_version_id.framework_name, framework.name)
        self.assertTrue(release.sudo().sale_order_ids)

    def test_release_beyond_what_is_left_is_held_and_a_controller_may_release_it(self):
        groups = "order_gate.group_order_gate_controller,customer_order_mgmt.group_order_manager"
        controller = self._create_user("order_gate_framework_controller", groups)
        framework = self._frame()
        self._release(framework, 90).action_accept()
        release = self._release(framework, 11)
        self.assertEqual(self._results(release), ["block"])
        with self.assertRaisesRegex(OrderHeld, "10.00 Units are left"):
            release.action_accept()
        hold = self.env["order.hold"]._place_after(PendingRefusals.get(self.env).take())
        hold.with_user(controller).action_release_and_resume("The customer raised the framework")
        self.assertEqual(release.state, "accepted")

    def test_of_a_batch_together_too_much_is_held(self):
        framework = self._frame()
        releases = self._release(framework, 60) | self._release(framework, 59)
        releases.action_accept()
        self.assertEqual(sorted(releases.mapped("state")), ["accepted", "received"])

    def test_dozens_are_counted_in_the_unit_of_the_framework(self):
        framework = self._frame()
        dozen = self.env.ref("uom.product_uom_dozen")
        line = {"product_id": self.pump.id, "quantity": 2, "product_uom_id": dozen.id, "price_unit": 960.0}
        release = self._create_order([line], framework_id=framework.id)
        release.action_receive()
        self.assertEqual(self._results(release), ["pass"])
        self.assertEqual(self._results(release, "price"), ["pass"])
        self._accept(release)
        self.assertEqual(framework.line_ids.remaining_quantity, 76.0)

    def test_price_of_the_framework_counts_before_the_pricelist(self):
        framework = self._frame()
        self.assertEqual(self._results(self._release(framework, 1, 80.0), "price"), ["pass"])
        row = self._release(framework, 2, 70.0).check_line_ids.filtered(lambda row: row.topic == "price")
        self.assertEqual(row.result, "warn")
        self.assertIn(f"in the framework {framework.name}", row.explanation)

    def test_item_that_is_not_part_of_it_warns(self):
        framework = self._frame()
        release = self._create_order([{"product_id": self.valve.id}], framework_id=framework.id)
        release.action_receive()
        self.assertEqual(self._results(release), ["warn"])

    def test_outside_of_its_validity_blocks(self):
        framework = self._frame(framework_end_date="2026-12-31")
        release = self._release(framework, 1, customer_date="2027-01-10")
        self.assertEqual(self._results(release), ["block"])

    def test_releases_may_carry_the_number_of_the_framework(self):
        framework = self._frame(customer_reference="FW 9")
        first = self._release(framework, 1, customer_reference="FW 9")
        second = self._release(framework, 5, customer_reference="FW-9")
        (first | second).action_accept()
        self.assertEqual((first | second).mapped("state"), ["accepted"] * 2)

    def test_draws_on_accepted_frameworks_of_the_customer_only(self):
        framework = self._frame()
        stranger = self.env["res.partner"].create({"name": "Stranger", "is_company": True})
        with self.assertRaises(ValidationError):
            self._create_order(partner_id=stranger.id, contact_id=False, framework_id=framework.id)
        draft = self._create_order(**VALID)
        with self.assertRaises(ValidationError):
            self._create_order(framework_id=draft.id)
        other = self._frame()
        release = self._release(framework, 1)
        with self.assertRaises(ValidationError):
            release.line_ids.framework_line_id = other.line_ids
