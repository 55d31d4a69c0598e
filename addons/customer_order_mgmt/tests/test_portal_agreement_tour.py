from odoo.tests import tagged

from .common_browser import BrowserCommon
from .common_portal import PortalOrderCommon


@tagged("post_install", "-at_install")
class TestPortalAgreementTour(PortalOrderCommon, BrowserCommon):
    """What the customer says in the portal when it does not simply agree; that it does is part of the long story."""

    def test_customer_declines_a_counter_offer(self):
        order = self._create_order([{"product_id": self.pump.id, "quantity": 2}])
        order.action_receive()
        order.line_ids.quantity = 1
        order.with_user(self.manager).action_counter()
        self._walk("customer_order_portal_decline_counter", self.pat, "/my")
        self.assertEqual((order.state, order.activity_ids.user_id), ("received", self.clerk))
        self.assertEqual(self._get_events(order)[-1], "customer_order.counter_declined")
        self.assertFalse(order.sudo().sale_order_ids)

    def test_customer_asks_for_an_amendment_and_declines_ours(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2}]))
        self._walk("customer_order_portal_ask", self.pat, "/my")
        asked = order.amendment_ids
        self.assertRecordValues(asked, [{"state": "draft", "channel": "portal", "reason": "Another line is built"}])
        self.assertEqual(asked.consent_ids.user_res_id, self.pat.id)
        asked.with_user(self.manager).action_propose()
        ours = order.env["customer.order.amendment"].create(
            {"order_id": order.id, "requested_by": "company", "reason": "Shortage"}
        )
        ours.line_ids.quantity = 1
        ours.action_propose()
        self._walk("customer_order_portal_decline_amendment", self.pat, "/my")
        self.assertRecordValues(
            asked | ours,
            [
                {"state": "applied", "decline_reason": False},
                {"state": "declined", "decline_reason": "We need all of them"},
            ],
        )
        self.assertEqual(order.line_ids.quantity, 3)
        self.assertEqual(order.sudo().sale_order_ids.order_line.product_uom_qty, 3)
