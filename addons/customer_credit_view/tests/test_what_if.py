from datetime import timedelta

from odoo.addons.evidence_ledger.exceptions import ActRefused, NumberRefused
from odoo.addons.order_gate.exceptions import ReleaseRefused
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import ReleaseConditionRefused
from .rule_common import CreditRuleCommon


@tagged("post_install", "-at_install")
class TestWhatIf(CreditRuleCommon):
    """An order of 15,000 over a limit of 100,000 by 4,000 (case 4-S1): what would cure its hold, and conditions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = cls._today()
        cls._rule("limit_used", percent=100)
        cls._limit(100000)
        cls.invoice = cls._invoice(89000, today, due=today + timedelta(days=30))
        cls.order = cls._order([(cls.pump, 150, 100.0)], user=cls.manager)
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        with self.assertHeld(self.order) as held:
            self.order.action_confirm()
        self.hold = held.hold.with_user(self.controller)

    def panel(self, **vals):
        panel = self.env["credit.what.if"].browse(self.hold.action_what_if()["res_id"]).with_user(self.controller)
        panel.write(vals)
        return panel

    def test_panel_of_the_hold_names_each_way(self):
        self.assertTrue(self.hold.is_credit_hold)
        for text in ("Release 73 %", "deposit", "4,000.00", self.invoice.name):
            self.assertIn(text, self.hold.credit_options)

    def test_what_is_contested_or_owed_by_a_subsidiary_is_not_waited_for(self):
        today = self._today()
        daughter = self._customer("Aqua Works East", parent_id=self.customer.id)
        contested = self._invoice(9000, today, due=today + timedelta(days=5))
        owed = self._invoice(9000, today, due=today + timedelta(days=5), partner=daughter)
        contested.payment_state = "blocked"
        self.env.flush_all()
        items = self.hold._get_credit_situation().items
        self.assertEqual([item.key for item in items], self.invoice.line_ids.filtered("amount_residual").ids)
        self.assertNotIn(owed.name, self.hold.credit_options)

    def test_another_cause_is_named_and_passes_by_nothing(self):
        self._rule("order_value", amount_limit=1000, name="Large orders")
        order = self._order([(self.pump, 150, 100.0)], user=self.manager)
        with self.assertHeld(order) as held:
            order.action_confirm()
        self.hold = held.hold.with_user(self.controller)
        self.assertIn("Large orders", self.hold.credit_options)
        self.assertNotIn("lets the document pass", self.hold.credit_options)
        panel = self.panel(share=60)
        self.assertEqual((panel.over, panel.passes), (0, False))
        self.assertIn("Large orders", panel.others)

    def test_trying(self):
        panel = self.panel(share=60)
        self.assertTrue(panel.passes)
        self.assertEqual(panel.available, 2000)
        panel = self.panel(deposit=3000)
        self.assertFalse(panel.passes)
        self.assertEqual(panel.over, 1000)
        self.assertTrue(self.panel(deposit=3000, cover=1000).passes)
        item = self.invoice.line_ids.filtered("amount_residual")
        self.assertTrue(self.panel(item_ids=[Command.set(item.ids)]).passes)

    def test_controller_without_rights_on_accounting_tries_and_releases(self):
        only = "customer_credit_view.group_credit_controller,sales_team.group_sale_salesman_all_leads"
        user = self._user("credit_only", only)
        panel = self.env["credit.what.if"].browse(self.hold.with_user(user).action_what_if()["res_id"]).with_user(user)
        found = self.env["credit.open.item"].with_user(user).search([("partner_id", "=", panel.customer_id.id)])
        panel.write({"item_ids": [Command.set(found.ids)], "reason": "It pays today."})
        [shown] = panel.web_read({"item_ids": {"fields": {"display_name": {}}}})
        self.assertEqual([item["id"] for item in shown["item_ids"]], found.ids)
        panel.action_release()
        condition = self.hold.release_condition_ids.with_user(user)
        self.assertIn(self.invoice.name, condition.web_read({"items_text": {}})[0]["items_text"])

    def test_senseless_figures_are_refused(self):
        for vals in ({"share": 0}, {"share": 101}, {"deposit": -1}, {"cover_percent": 0}):
            with self.subTest(vals), self.assertRaises(ReleaseConditionRefused):
                self.panel(**vals)

        with self.assertRaises(NumberRefused):
            self.panel(cover=1e300)

    def test_release_with_conditions_is_recorded(self):
        with self.assertRaises(ReleaseConditionRefused):
            self.panel(reason="None.").action_release()
        with self.assertRaises(ReleaseRefused):
            self.panel(deposit=4000).action_release()
        self.panel(deposit=4000, share=60, reason="Long-standing customer.").action_release_and_resume()
        self.assertEqual(self.order.state, "sale")
        self.assertEqual(self.hold.state, "released")
        conditions = self.hold.release_condition_ids
        self.assertEqual(conditions.mapped("kind"), ["share", "deposit"])
        events = self.env["evidence.entry"].sudo().search([("subject_key", "=", self.hold.name)]).mapped("event")
        self.assertIn("order_hold.conditions", events)

    def test_conditions_are_written_by_acts_alone(self):
        self.panel(deposit=4000, reason="Fine.").action_release()
        condition = self.hold.release_condition_ids
        for act in (
            lambda: condition.sudo().write({"state": "met"}),
            lambda: condition.sudo().unlink(),
            lambda: condition.sudo().create({"hold_id": self.hold.id, "kind": "deposit", "name": "x"}),
        ):
            with self.assertRaises(ActRefused):
                act()
        with self.assertRaises(AccessError):
            condition.with_user(self.reader).action_waive("Mine.")
        with self.assertRaises(ReleaseConditionRefused):
            condition.with_user(self.controller).action_waive(" ")
        condition.with_user(self.controller).action_waive("Board decided.")
        self.assertEqual(condition.state, "waived")
        with self.assertRaises(ReleaseConditionRefused):
            condition.with_user(self.controller).action_note_met("Again.")

    def shipment(self, share=1.0):
        picking = self.order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty * share
            move.picked = True
        self.env.flush_all()
        judged = picking._gate_as_judge(self.company)
        return [finding for found in judged._gate_findings("ship").values() for finding in found]

    def deposit(self, amount):
        payment = self.env["account.payment"].create(
            {"partner_id": self.customer.id, "amount": amount, "payment_type": "inbound", "partner_type": "customer"}
        )
        payment.action_post()
        self.env.flush_all()
        return payment

    def test_goods_wait_for_the_deposit(self):
        self.panel(deposit=4000, reason="Fine.").action_release_and_resume()
        [finding] = self.shipment()
        self.assertEqual(finding.code, "credit_condition")
        self.deposit(4000)
        self.assertFalse(self.shipment())

    def test_money_that_was_there_before_is_no_deposit(self):
        self.deposit(4000)
        credit = self._invoice(4000, self._today(), move_type="out_refund")
        items = self.env["account.move.line"].search([("partner_id", "=", self.customer.id)])
        self.env.cr.execute(
            "UPDATE account_move_line SET create_date = create_date - interval '1 day' WHERE id IN %s",
            [tuple(items.ids)],
        )
        items.invalidate_recordset(["create_date"])
        self.panel(deposit=4000, reason="Fine.").action_release_and_resume()
        self.assertEqual(credit.amount_residual, 4000)
        self.assertTrue(self.shipment())
        self._invoice(4000, self._today(), move_type="out_refund")
        self.assertTrue(self.shipment(), "a credit note is no money")
        self.deposit(4000)
        self.assertFalse(self.shipment())

    def test_one_deposit_does_not_answer_two_releases(self):
        self.panel(deposit=4000, reason="Fine.").action_release_and_resume()
        first = self.order
        self.order = self._order([(self.pump, 10, 100.0)], user=self.manager)
        with self.assertHeld(self.order) as held:
            self.order.action_confirm()
        self.hold = held.hold.with_user(self.controller)
        self.panel(deposit=1000, reason="Fine, too.").action_release_and_resume()
        self.deposit(4500)
        self.assertTrue(self.shipment())
        self.deposit(500)
        self.assertFalse(self.shipment())
        self.order = first
        self.assertFalse(self.shipment())

    def test_condition_that_was_kept_when_goods_left_stays_kept(self):
        """The deposit pays the invoice of the first shipment: it does not have to come a second time."""
        self.panel(deposit=4000, reason="Fine.").action_release_and_resume()
        payment = self.deposit(4000)
        self._deliver(self.order, 0.5)
        condition = self.hold.release_condition_ids
        self.assertEqual((condition.state, condition.settled_by_id), ("met", self.manager))
        items = (payment.move_id | self.invoice).line_ids
        items.filtered(lambda item: item.account_type == "asset_receivable").reconcile()
        self.assertFalse(self.shipment())
        entry = self.env["evidence.entry"].sudo().search([("event", "=", "order_hold.condition_met")], limit=1)
        self.assertIn("found", entry.payload)

    def test_goods_wait_for_the_payment(self):
        item = self.invoice.line_ids.filtered("amount_residual")
        self.panel(item_ids=[Command.set(item.ids)], reason="Fine.").action_release_and_resume()
        self.assertTrue(self.shipment())
        self._pay(self.invoice, self._today())
        self.assertFalse(self.shipment())

    def test_goods_wait_for_the_cover(self):
        self.panel(cover=4000, reason="Fine.").action_release_and_resume()
        self.assertTrue(self.shipment())
        self._cover(4000)
        self.assertFalse(self.shipment())

    def test_no_more_than_the_share_leaves(self):
        self.panel(share=60, reason="Fine.").action_release_and_resume()
        self.assertTrue(self.shipment())
        self.assertFalse(self.shipment(0.6))
        self._deliver(self.order, 0.6)
        self.assertEqual(self.order.order_line.qty_delivered, 90)
        self.assertTrue(self.shipment(0.5))
