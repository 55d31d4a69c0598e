import json

from odoo.tests import tagged

from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestEvidence(OrderGateCommon):
    """What happens to a hold is sealed, in its order, and verifies."""

    def setUp(self):
        super().setUp()
        self.rule = self.enforce("value", amount_limit=100)
        self.order = self.create_order()

    def hold(self, order):
        with self.assertHeld(order) as held:
            order.action_confirm()
        return held.hold

    def entries(self, hold):
        domain = [("subject_model", "=", "order.hold"), ("subject_key", "=", hold.name)]
        return self.env["evidence.entry"].sudo().search(domain).sorted("sequence")

    def events(self, hold):
        return [event.removeprefix("order_hold.") for event in self.entries(hold).mapped("event")]

    def test_release(self):
        hold = self.hold(self.order)
        hold.with_user(self.controller).action_release("Agreed")
        self.order.action_confirm()
        self.assertEqual(self.events(hold), ["placed", "released", "passed"])

    def test_release_dies_with_the_order(self):
        hold = self.hold(self.order)
        hold.with_user(self.controller).action_release("Agreed")
        self.order.action_confirm()
        self.order._action_cancel()
        self.order.action_draft()
        self.commit_like()
        self.hold(self.order)
        self.assertEqual(self.events(hold), ["placed", "released", "passed", "void"])

    def test_rejection(self):
        hold = self.hold(self.order)
        hold.with_user(self.controller).action_reject("Too risky")
        self.hold(self.order)
        self.assertEqual(self.events(hold), ["placed", "rejected"])

    def test_cause_that_goes_and_comes(self):
        hold = self.hold(self.order)
        for limit in (1000, 100, 1000):
            self.rule.amount_limit = limit
            hold.sudo()._rejudge()
        self.order.action_confirm()
        self.assertEqual(self.events(hold), ["placed", "ready", "reopened", "ready", "cured"])

    def test_void(self):
        hold = self.hold(self.order)
        self.order.order_line.product_uom_qty = 3
        self.commit_like()
        self.assertEqual(self.events(hold), ["placed", "void"])

    def test_a_second_refusal_seals_nothing(self):
        hold = self.hold(self.order)
        self.hold(self.order)
        self.assertEqual(self.events(hold), ["placed"])

    def test_who_was_refused_and_who_released_stand_in_the_ledger(self):
        hold = self.hold(self.order)
        hold.with_user(self.controller).action_release("Agreed")
        placed, released = self.entries(hold)
        self.assertEqual(placed.author_id, self.seller)
        self.assertEqual(released.author_id, self.controller)

    def test_ledger_verifies(self):
        hold = self.hold(self.order)
        hold.with_user(self.controller).action_release("Agreed")
        self.order.action_confirm()
        entries = self.entries(hold)
        self.assertFalse(self.env["evidence.entry"].sudo()._verify([("id", "in", entries.ids)]))

    def test_batch_is_sealed_per_order(self):
        orders = self.order | self.create_order() | self.create_order()
        orders.action_confirm()
        self.assertEqual(len(orders.gate_hold_ids), 3)
        for hold in orders.gate_hold_ids:
            self.assertEqual(self.events(hold), ["placed"])

    def test_refusal_of_a_change_names_the_change(self):
        order = self.create_order(quantity=1)
        order.action_confirm()
        with self.assertHeld(order) as held:
            order.order_line.product_uom_qty = 2
        [entry] = self.entries(held.hold)
        self.assertEqual(json.loads(entry.payload)["act"], "change")
