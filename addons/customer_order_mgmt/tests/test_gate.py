from unittest.mock import patch

from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.addons.order_gate.logic.findings import Finding, Severity
from odoo.addons.order_gate.tools.refusals import PendingRefusals
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import OrderIncomplete
from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestGate(CustomerOrderCommon):
    """The checkpoint ``accept``: what is held is not accepted, and nothing of it is half-done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["order.gate.rule"].sudo().search([]).action_archive()
        controller = "order_gate.group_order_gate_controller,customer_order_mgmt.group_order_manager"
        cls.controller = cls._create_user("order_gate_test_controller", controller)

    def _enforce(self, kind, checkpoint="accept", **vals):
        rule = {"name": kind, "kind": kind, "checkpoint": checkpoint, "mode": "enforce", "company_id": self.company.id}
        return self.env["order.gate.rule"].sudo().create({**rule, **vals})

    def _received(self, **vals):
        order = self._create_order(**vals)
        order.action_receive()
        return order.with_user(self.manager)

    def _refuse(self, order):
        """Let the acceptance be held; return the hold, kept as the end of the transaction would keep it."""
        with self.assertRaises(OrderHeld):
            order.action_accept()
        return self.env["order.hold"]._place_after(PendingRefusals.get(self.env).take())

    def test_held_order_is_not_accepted(self):
        self._enforce("value", amount_limit=100)
        order = self._received()
        hold = self._refuse(order)
        self.assertEqual(order.state, "received")
        self.assertFalse(order.sudo().sale_order_ids)
        self.assertEqual((hold.res_model, hold.res_id, hold.checkpoint), ("customer.order", order.id, "accept"))
        self.assertEqual(order.gate_hold_state, "active")

    def test_release_and_resume_accepts(self):
        self._enforce("value", amount_limit=100)
        order = self._received()
        self._refuse(order).with_user(self.controller).action_release_and_resume("Known customer")
        self.assertEqual(order.state, "accepted")
        self.assertEqual(order.accepted_by_id, self.controller)

    def test_sales_orders_of_an_accepted_order_are_not_judged_again(self):
        self._enforce("value", "confirm", amount_limit=1)
        order = self._received()
        order.action_accept()
        self.assertEqual(order.state, "accepted")
        self.assertEqual(set(order.sale_order_ids.mapped("state")), {"sale"})

    def test_of_a_batch_the_held_are_left_out_and_named(self):
        self._enforce("value", amount_limit=300)
        small, large = self._received(), self._received(lines=[{"product_id": self.pump.id, "quantity": 50}])
        answer = (small | large).action_accept()
        self.assertEqual(small.state, "accepted")
        self.assertEqual(large.state, "received")
        self.assertEqual(large.gate_hold_ids.state, "active")
        self.assertIn(large.name, answer["params"]["message"])
        self.assertNotIn(small.name, answer["params"]["message"])

    def test_of_a_batch_what_is_too_much_together_is_held(self):
        """Each may pass alone: judged again in the act, when the one before it counts."""
        orders = self._received() | self._received()
        original = type(orders)._gate_findings

        def _gate_findings(records, checkpoint):
            found = original(records, checkpoint)
            accepted = records.search_count([("state", "=", "accepted"), ("partner_id", "=", self.customer.id)])
            for record in records if accepted else ():
                found[record].append(Finding("exposure", Severity.BLOCK, "Together they are too much."))
            return found

        with patch.object(type(orders), "_gate_findings", _gate_findings):
            answer = orders.action_accept()
        self.assertEqual(sorted(orders.mapped("state")), ["accepted", "received"])
        held = orders.filtered(lambda order: order.state == "received")
        self.assertEqual(held.gate_hold_ids.state, "active")
        self.assertIn(held.name, answer["params"]["message"])

    def test_incomplete_order_is_completed_before_it_is_judged(self):
        self._enforce("value", amount_limit=100)
        order = self._received()
        order.with_user(self.clerk).line_ids[0].promised_date = False
        with self.assertRaises(OrderIncomplete):
            order.action_accept()
        self.assertFalse(PendingRefusals.get(self.env).take())

    def test_more_than_was_released_is_held_again(self):
        self._enforce("value", amount_limit=100)
        order = self._received()
        hold = self._refuse(order)
        hold.with_user(self.controller).action_release("Up to what it is now")
        order.with_user(self.clerk).line_ids[0].quantity = 1000
        self._commit_like(order)
        self.assertEqual(hold.state, "void")
        self.assertEqual(order.gate_hold_state, "active")
        with self.assertRaises(OrderHeld):
            order.action_accept()

    def test_rejecting_the_order_ends_its_hold(self):
        self._enforce("value", amount_limit=100)
        order = self._received()
        hold = self._refuse(order)
        order.action_reject("Too large for us")
        self._commit_like(order)
        self.assertEqual((hold.state, hold.void_cause), ("void", "dead"))

    def test_first_order_of_a_customer_is_found_once(self):
        self._enforce("first_order")
        order = self._received()
        self._refuse(order).with_user(self.controller).action_release_and_resume("Welcome")
        self._received().action_accept()

    def test_accepted_orders_are_observed_and_received_ones_taken_over(self):
        rule = self._enforce("value", amount_limit=300, mode="observe")
        small, large = self._received(), self._received(lines=[{"product_id": self.pump.id, "quantity": 50}])
        waiting = self._received(lines=[{"product_id": self.pump.id, "quantity": 60}])
        (small | large).action_accept()
        rule._observe()
        rows = self.env["order.gate.observation"].sudo().search([("rule_id", "=", rule.id)])
        self.assertEqual(rows.mapped("res_id"), large.ids)
        takeover = self.env["order.gate.takeover"].sudo().create({"company_ids": [Command.set(self.company.ids)]})
        takeover.checkpoint = "accept"
        takeover.action_look()
        self.assertEqual(takeover.line_ids.mapped("res_id"), waiting.ids)
        self.assertFalse((small | large | waiting).sudo().gate_hold_ids)

    def test_no_context_key_opens_the_gate(self):
        self._enforce("value", amount_limit=100)
        order = self._received()
        for key in ("active_test", "install_mode", "tracking_disable", "skip_gate", "bypass_risk", "mail_notrack"):
            for value in (True, False):
                with self.subTest(key=key, value=value), self.assertRaises(UserError):
                    order.with_context(**{key: value}).action_accept()
