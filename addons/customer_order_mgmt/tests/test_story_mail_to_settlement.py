"""One order from the customer's mail to its settlement, each step clicked by the person whose work it is."""

from odoo.tests import tagged

from .story_common import StoryCommon


@tagged("post_install", "-at_install")
class TestStoryMailToSettlement(StoryCommon):
    def test_order_lives_from_a_mail_to_its_settlement(self):
        order = self._receive_mail()
        self._is_captured_and_received(order)
        self._is_countered(order)
        self._is_confirmed_and_acknowledged(order)
        self._is_amended(order)
        self._is_delivered_in_part(order)

    def _step(self, tour, user, url="/odoo"):
        self._walk(f"customer_order_full_story_{tour}", user, url)

    def _is_captured_and_received(self, order):
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.activity_ids.mapped("summary"), ["Compare with the document"])
        self._step("capture", self.clerk)
        self.assertRecordValues(order, [{"state": "received", "amount_untaxed": 1130.0, "amount_total": 1299.5}])
        self.assertEqual(order.line_ids.product_id, self.pump | self.valve | self.seal)
        self.assertEqual(order.captured_field_ids.confirmed_by_id, self.clerk)
        self.assertFalse(order.activity_ids)
        self._assert_sealed(order, "received", "captured")

    def _is_countered(self, order):
        self._step("change", self.clerk)
        self._step("counter", self.manager)
        self.assertRecordValues(order, [{"state": "countered", "amount_untaxed": 1180.0, "amount_total": 1357.0}])
        self.assertFalse(order.current_version_id, "Nothing is confirmed yet")
        self.assertFalse(order.sudo().sale_order_ids)
        self._assert_told(order, "CA", "please confirm our changes")
        self._assert_sealed(order, "countered", "acknowledged", "acknowledgement_sent")

    def _is_confirmed_and_acknowledged(self, order):
        self._step("confirm_counter", self.pat, "/my")
        self._step("amend", self.clerk)

    def _is_amended(self, order):
        self._step("propose", self.manager)
        self._step("confirm_amendment", self.pat, "/my")

    def _is_delivered_in_part(self, order):
        self._step("deliver_part", self.packer)
