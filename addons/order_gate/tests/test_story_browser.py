"""A hold from refusal to release, and what happens when the order grows, clicked by two people in a real browser."""

from odoo.tests import HttpCase, tagged

from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestStoryBrowser(OrderGateCommon, HttpCase):
    def test_held_released_resumed_and_held_again(self):
        self.enforce("value", amount_limit=100)
        order = self.create_order(quantity=2)
        page = f"/odoo/sale.order/{order.id}"

        self.start_tour(page, "order_gate_seller_confirms", login=self.seller.login)
        first = self._get_holds(order)
        self.assertRecordValues(first, [{"state": "active", "act": "act", "requested_by_id": self.seller.id}])
        self.assertEqual(order.state, "draft")

        self.start_tour("/odoo/held-documents", "order_gate_controller_releases", login=self.controller.login)
        self.assertEqual(order.state, "sale")
        self.assertTrue(first.passed_at)
        self.assertRecordValues(
            first, [{"state": "released", "decision_reason": "Paid in advance", "decided_by_id": self.controller.id}]
        )

        self.start_tour(page, "order_gate_seller_asks_for_more", login=self.seller.login)
        self.assertEqual(order.order_line.product_uom_qty, 2)
        second = self._get_holds(order) - first
        self.assertRecordValues(second, [{"state": "active", "act": "change", "amount": 5000.0}])
        self.assertEqual((first.state, first.void_cause), ("void", "superseded"))

        self.start_tour("/odoo/held-documents", "order_gate_controller_rejects", login=self.controller.login)
        self.assertEqual((second.state, second.decision_reason), ("rejected", "Not without a deposit"))

    def _get_holds(self, order):
        self.env.invalidate_all()
        return self.env["order.hold"].search([("res_model", "=", order._name), ("res_id", "=", order.id)], order="id")
