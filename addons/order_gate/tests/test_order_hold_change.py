from odoo.fields import Command
from odoo.tests import tagged

from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestOrderHoldChange(OrderGateCommon):
    """What becomes of the hold of a change that was refused."""

    def setUp(self):
        super().setUp()
        self.enforce("value", amount_limit=100)

    def test_refused_change_is_not_ended_by_another_that_passes(self):
        order = self.create_order(quantity=0.5)
        order.action_confirm()
        with self.assertHeld(order) as held:
            order.order_line.product_uom_qty = 5
        order.order_line.product_uom_qty = 0.6
        self.commit_like()
        self.assertEqual(held.hold.state, "active")
        held.hold.with_user(self.controller).action_release("Agreed")
        order.order_line.product_uom_qty = 0.7
        self.commit_like()
        self.assertFalse(held.hold.passed_at)
        order.order_line.product_uom_qty = 5
        self.assertTrue(held.hold.passed_at)

    def test_new_line_that_was_refused_and_is_released(self):
        order = self.create_order(quantity=0.5)
        order.action_confirm()
        line = Command.create({"product_id": self.pump.id, "product_uom_qty": 5, "price_unit": 100})
        with self.assertHeld(order) as held:
            order.order_line = [line]
        held.hold.with_user(self.controller).action_release("Agreed")
        order.order_line = [line]
        self.assertTrue(held.hold.passed_at)
