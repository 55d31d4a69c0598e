from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestOrderGateTakeover(OrderGateCommon):
    """A living database: nothing is judged backwards, and a manager sees what rules say of what is open."""

    def look(self, user=None, **vals):
        """Return the lines of a look at the open documents of the company."""
        takeover = self.env["order.gate.takeover"].with_user(user or self.boss)
        takeover = takeover.create({"company_ids": [Command.set(self.company.ids)], **vals})
        action = takeover.action_look()
        return takeover.env[action["res_model"]].search(action["domain"])

    def count_holds(self):
        return self.env["order.hold"].sudo().search_count([("company_id", "=", self.company.id)])

    def test_quotations_are_listed_with_what_each_rule_would_say(self):
        order = self.create_order(10)
        counts = self.enforce("value", amount_limit=500)
        observes = self.enforce("margin", mode="observe", margin_floor=90)
        lines = self.look()
        self.assertEqual(lines.rule_id, counts | observes)
        line = lines.filtered(lambda line: line.rule_id == counts)
        self.assertRecordValues(
            line,
            [
                {
                    "res_model": "sale.order",
                    "res_id": order.id,
                    "checkpoint": "confirm",
                    "mode": "enforce",
                    "severity": "block",
                    "is_passed": False,
                    "is_released": False,
                    "partner_id": self.customer.id,
                    "amount": 1000,
                }
            ],
        )
        self.assertEqual((lines - line).mode, "observe")

    def test_confirmed_orders_are_listed_as_passed_until_they_are_delivered_and_invoiced(self):
        order = self.create_order(10).sudo()
        order.action_confirm()
        self.enforce("value", amount_limit=500)
        self.assertTrue(self.look().is_passed)
        order.picking_ids.move_ids.quantity = 10
        order.picking_ids.button_validate()
        self.assertTrue(self.look())
        order._create_invoices().action_post()
        self.assertFalse(self.look())

    def test_waiting_deliveries_and_draft_invoices_are_listed_at_their_checkpoint(self):
        order = self.create_order(10).sudo()
        order.action_confirm()
        invoice = order._create_invoices()
        self.enforce("value", checkpoint="ship", amount_limit=500)
        self.enforce("value", checkpoint="invoice", amount_limit=500)
        lines = self.look()
        self.assertEqual(
            {(line.checkpoint, line.res_model, line.res_id, line.severity) for line in lines},
            {
                ("ship", "stock.picking", order.picking_ids.id, "block"),
                ("invoice", "account.move", invoice.id, "warning"),
            },
        )

    def test_findings_of_addons_are_listed_without_a_rule(self):
        self.create_order()
        with self.findings("sale.order", "confirm", "acme"):
            line = self.look()
        self.assertFalse(line.rule_id)
        self.assertEqual((line.mode, line.message), ("enforce", "Found acme."))

    def test_one_checkpoint_can_be_chosen(self):
        self.create_order(10).sudo().action_confirm()
        for checkpoint in ("confirm", "ship"):
            self.enforce("value", checkpoint=checkpoint, amount_limit=500)
        self.assertEqual(self.look(checkpoint="ship").checkpoint, "ship")

    def test_looking_writes_no_hold_and_no_message(self):
        order = self.create_order(10)
        self.enforce("value", amount_limit=500)
        self.enforce("margin", severity="warning", margin_floor=90)
        before = self.count_holds(), order.message_ids
        self.look()
        self.commit_like()
        self.assertEqual((self.count_holds(), order.message_ids), before)

    def test_a_released_document_says_so(self):
        order = self.create_order(10)
        self.enforce("value", amount_limit=500)
        with self.assertHeld(order) as held:
            order.action_confirm()
        held.hold.with_user(self.boss).action_release("Known customer.")
        self.assertTrue(self.look().is_released)

    def test_the_number_of_open_documents_is_shown_before_they_are_judged(self):
        self.create_order()
        takeover = self.env["order.gate.takeover"].with_user(self.boss)
        before = takeover.new({}).document_count
        self.create_order()
        self.assertEqual(takeover.new({}).document_count, before + 1)

    def test_looking_again_replaces_the_lines(self):
        self.create_order(10)
        self.enforce("value", amount_limit=500)
        takeover = self.env["order.gate.takeover"].with_user(self.boss).create({"company_ids": self.company.ids})
        takeover.action_look()
        takeover.action_look()
        self.assertEqual(len(takeover.line_ids), 1)

    def test_a_manager_looks_at_own_companies_only(self):
        other = self.setup_other_company()["company"]
        stranger = self._create_user("stranger", "order_gate.group_order_gate_manager", company=other)
        with self.assertRaises(AccessError):
            self.look(user=stranger)

    def test_a_controller_does_not_take_over(self):
        with self.assertRaises(AccessError):
            self.look(user=self.controller)

    def test_lines_are_those_of_the_one_who_looked(self):
        self.create_order(10)
        self.enforce("value", amount_limit=500)
        line = self.look()
        colleague = self._create_user("colleague", "order_gate.group_order_gate_manager")
        with self.assertRaises(AccessError):
            line.with_user(colleague).check_access("read")

    def test_an_order_confirmed_before_a_rule_counted_stays_and_its_shipment_is_judged(self):
        order = self.create_order(10).sudo()
        order.action_confirm()
        self.enforce("value", amount_limit=500)
        self.enforce("value", checkpoint="ship", amount_limit=500)
        self.commit_like()
        self.assertEqual((order.state, self.count_holds()), ("sale", 0))
        picking = order.picking_ids
        picking.move_ids.quantity = 10
        with self.assertHeld(picking):
            picking.button_validate()
        self.assertEqual(order.state, "sale")
