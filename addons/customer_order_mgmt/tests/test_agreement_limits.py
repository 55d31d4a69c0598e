from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.addons.order_gate.tools.refusals import PendingRefusals
from odoo.tests import tagged

from ..exceptions import AmendmentRefused
from .common_payment import PaymentCommon

VALID = {"is_framework": True, "framework_start_date": "2026-01-01", "framework_end_date": "2027-12-31"}


@tagged("post_install", "-at_install")
class TestAgreementLimits(PaymentCommon):
    """What holds an order holds its amendments: the check, frameworks and their releases, the payment arrangement."""

    def _amend(self, order, *line_vals, **vals):
        """Return a draft amendment; ``line_vals`` change the lines in their order."""
        amendment = self.env["customer.order.amendment"].with_user(self.manager)
        amendment = amendment.create({"order_id": order.id, "reason": "As agreed on the phone", **vals})
        for line, changes in zip(amendment.line_ids.sorted(), line_vals, strict=False):
            line.write(changes)
        return amendment

    def _agree(self, amendment):
        amendment.action_propose()
        amendment._record_customer_consent({"channel": "portal", "name": "Pat Buyer"})
        self.assertEqual(amendment.state, "applied")
        return amendment

    def _cancel(self, order):
        amendment = self.env["customer.order.amendment"].browse(order.action_cancel_open()["res_id"])
        amendment.with_user(self.manager).reason = "Project stopped"
        return amendment.with_user(self.manager)

    def _assert_held(self, amendment, words):
        with self.assertRaisesRegex(OrderHeld, words):
            amendment.action_propose()
        PendingRefusals.get(self.env).take()

    def test_price_is_checked_when_another_line_goes(self):
        order = self._accept(self._create_order())
        self.company.customer_order_price_response = "block"
        self._assert_held(self._amend(order, {"quantity": 0}, {"price_unit": 10}), "10.00 on the order, 40.00 in")

    def test_price_of_a_line_that_goes_is_not_looked_at(self):
        order = self._accept(self._create_order())
        self.company.customer_order_price_response = "block"
        self._agree(self._amend(order, {"quantity": 0, "price_unit": 10}, {"quantity": 2}))

    def test_archived_customer_holds_an_amendment_that_takes_a_line_back(self):
        order = self._accept(self._create_order())
        self.customer.active = False
        self._assert_held(self._amend(order, {"quantity": 0}, {"quantity": 2}), "archived")

    # Frameworks

    def _frame(self, quantity=100):
        line = {"product_id": self.pump.id, "quantity": quantity, "price_unit": 80.0, "requested_date": False}
        return self._accept(self._create_order([line], **VALID))

    def _release(self, framework, quantity):
        line = {"product_id": self.pump.id, "quantity": quantity, "price_unit": 80.0}
        return self._accept(self._create_order([line], framework_id=framework.id))

    def test_amended_release_counts_once(self):
        framework = self._frame()
        release = self._release(framework, 60)
        self._agree(self._amend(release, {"quantity": 100}))
        self.assertEqual(framework.line_ids.remaining_quantity, 0)
        self._assert_held(self._amend(release, {"quantity": 101}), "100.00 Units are left")
        self._agree(self._amend(release, {"quantity": 70}))
        self._release(framework, 30)
        self._assert_held(self._amend(release, {"quantity": 71}), "70.00 Units are left")

    def test_framework_is_not_amended_below_its_releases(self):
        framework = self._frame()
        self._release(framework, 60)
        with self.assertRaisesRegex(AmendmentRefused, "60 Units are released"):
            self._amend(framework, {"quantity": 59}).action_propose()
        self._agree(self._amend(framework, {"quantity": 70}))
        self.assertEqual(framework.line_ids.remaining_quantity, 10)

    def test_cancelling_a_framework_leaves_what_was_released(self):
        framework = self._frame()
        self._release(framework, 60)
        amendment = self._cancel(framework)
        self.assertTrue(amendment.is_cancellation)
        self._agree(amendment)
        self.assertEqual((framework.state, framework.line_ids.quantity), ("accepted", 60))
        unused = self._frame()
        self._agree(self._cancel(unused))
        self.assertEqual(unused.state, "cancelled")

    def test_new_price_of_a_framework_counts_for_what_is_left(self):
        framework = self._frame()
        self._release(framework, 60)
        self._agree(self._amend(framework, {"price_unit": 70}))
        lines = framework.line_ids.sorted()
        self.assertEqual([(line.quantity, line.price_unit) for line in lines], [(60, 80), (40, 70)])
        release = self._create_order([{"product_id": self.pump.id, "quantity": 40}], framework_id=framework.id)
        self.assertEqual(release.line_ids.framework_line_id, lines[1], "Where something is left")

    def test_rest_of_a_delivered_release_draws_on_the_same_line(self):
        framework = self._frame()
        self._agree(self._amend(framework, {"quantity": 60}))
        release = self._release(framework, 60)
        self._deliver(release, share=0.5)
        self._agree(self._amend(release, {"promised_date": "2027-04-01"}))
        self.assertEqual(release.line_ids.mapped("quantity"), [30, 30])
        self.assertEqual(release.line_ids.framework_line_id, framework.line_ids)
        self.assertEqual(framework.line_ids.remaining_quantity, 0)

    # The payment arrangement

    def test_fixed_amounts_do_not_follow_a_larger_total(self):
        rows = [{"kind": "deposit", "fixed_amount": 50}, {"kind": "on_shipment", "fixed_amount": 116.6}]
        order = self._accept(self._arrange(*rows))
        with self.assertRaisesRegex(AmendmentRefused, "of its own"):
            self._amend(order, {"quantity": 4}).action_propose()
        self.assertEqual(order.current_version_id.number, 1)

    def test_fixed_amounts_end_where_the_total_does(self):
        rows = [{"kind": "deposit", "fixed_amount": 100}, ("open_credit", 0)]
        order = self._accept(self._arrange(*rows))
        self._agree(self._amend(order, {"quantity": 0}))
        version = order.current_version_id
        self.assertEqual(order.amount_total, 47.6)
        self.assertEqual(version.arrangement_ids.sorted("sequence").mapped("amount"), [47.6, 0])
        self.assertIn("47.60 USD, Deposit", version.arrangement_summary)
        self.assertEqual(version.sudo()._get_deviations(version.content_hash), [])

    def test_order_with_fixed_amounts_is_cancelled(self):
        rows = [{"kind": "deposit", "fixed_amount": 50}, {"kind": "on_shipment", "fixed_amount": 116.6}]
        order = self._accept(self._arrange(*rows))
        self._agree(self._amend(order, {"quantity": 0}, {"quantity": 0}))
        self.assertEqual((order.state, sum(order.arrangement_ids.mapped("amount"))), ("cancelled", 0))

    def test_shares_follow_the_total(self):
        order = self._accept(self._arrange(("deposit", 30), ("open_credit", 0)))
        self._agree(self._amend(order, {"quantity": 9}))
        rows = order.current_version_id.arrangement_ids
        self.assertAlmostEqual(sum(rows.mapped("amount")), order.amount_total)
