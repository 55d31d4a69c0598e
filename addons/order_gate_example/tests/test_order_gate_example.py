from odoo.addons.order_gate.tests.common import OrderGateCommon
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestOrderGateExample(OrderGateCommon):
    """The seams that a client uses: a finding of its own, a kind of rule of its own."""

    def test_dangerous_goods_wait_for_their_paper(self):
        self.pump.is_dangerous = True
        order = self.create_order()
        order.action_confirm()
        picking = order.picking_ids
        with self.assertHeld(picking) as held:
            picking.button_validate()
        self.assertIn(self.pump.display_name, held.hold.reason)
        picking.transport_paper = "UN 1203"
        self.commit_like()
        self.assertEqual(held.hold.state, "ready")
        picking.button_validate()
        self.assertEqual((picking.state, held.hold.state), ("done", "cured"))

    def test_discount_over_the_limit_is_held_up_to_what_was_released(self):
        self.enforce("discount", discount_limit=10)
        order = self.create_order()
        order.order_line.discount = 10
        order.copy().action_confirm()
        order.order_line.discount = 20
        with self.assertHeld(order) as held:
            order.action_confirm()
        held.hold.with_user(self.controller).action_release("An old customer")
        order.order_line.discount = 25
        self.assertEqual(held.hold.finding_ids.figures, {"discount": "20 %", "limit": "10 %"})
        with self.assertHeld(order):
            order.action_confirm()
