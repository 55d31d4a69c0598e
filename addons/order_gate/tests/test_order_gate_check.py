from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestOrderGateCheck(OrderGateCommon):
    """One click on a document: its facts, and what the gate says of it now."""

    def check(self, document, user=None):
        action = document.with_user(user or self.seller).action_check_gate()
        return self.env[action["res_model"]].with_user(user or self.seller).browse(action["res_id"])

    def test_facts_of_an_order_are_shown(self):
        check = self.check(self.create_order(2))
        self.assertEqual(check.partner_id, self.customer)
        self.assertEqual((check.total, check.checkpoint), (200, "confirm"))
        self.assertEqual(check.author_ids, self.seller)
        self.assertRecordValues(check.line_ids, [{"product_id": self.pump.id, "quantity": 2, "amount": 200}])

    def test_a_clean_order_passes(self):
        check = self.check(self.create_order())
        self.assertEqual((check.outcome, check.finding_ids.ids), ("passes", []))

    def test_what_would_hold_is_said(self):
        self.enforce("value", amount_limit=100)
        check = self.check(self.create_order())
        self.assertEqual(check.outcome, "held")
        self.assertEqual((check.finding_ids.mode, check.finding_ids.rule_name), ("enforce", "value"))

    def test_a_warning_passes(self):
        self.enforce("value", amount_limit=100, severity="warning")
        self.assertEqual(self.check(self.create_order()).outcome, "warned")

    def test_what_is_only_observed_is_said_and_changes_nothing(self):
        self.enforce("value", amount_limit=100, mode="observe")
        check = self.check(self.create_order())
        self.assertEqual((check.outcome, check.finding_ids.mode), ("passes", "observe"))

    def test_findings_of_addons_are_said(self):
        order = self.create_order()
        with self.findings("sale.order", "confirm", "acme"):
            check = self.check(order)
        self.assertEqual((check.outcome, check.finding_ids.message), ("held", "Found acme."))

    def test_a_check_holds_nothing(self):
        self.enforce("value", amount_limit=100)
        order = self.create_order()
        self.check(order)
        self.commit_like()
        self.assertFalse(order.gate_hold_state)

    def test_a_released_order_says_so_with_its_hold(self):
        self.enforce("value", amount_limit=100)
        order = self.create_order()
        with self.assertHeld(order) as held:
            order.action_confirm()
        held.hold.with_user(self.boss).action_release("Known customer.")
        check = self.check(order)
        self.assertEqual(check.outcome, "released")
        self.assertIn(held.hold.name, check.hold_notice)

    def test_a_delivery_is_checked_for_shipment(self):
        order = self.create_order().sudo()
        order.action_confirm()
        self.enforce("value", checkpoint="ship", amount_limit=100)
        check = self.check(order.picking_ids)
        self.assertEqual((check.checkpoint, check.outcome), ("ship", "held"))

    def test_a_draft_invoice_is_checked(self):
        order = self.create_order().sudo()
        order.action_confirm()
        self.enforce("value", checkpoint="invoice", amount_limit=100)
        check = self.check(order._create_invoices())
        self.assertEqual((check.checkpoint, check.outcome), ("invoice", "warned"))

    def test_a_confirmed_order_has_no_checkpoint_before_it(self):
        order = self.create_order()
        order.sudo().action_confirm()
        with self.assertRaises(UserError):
            self.check(order)

    def test_who_may_not_open_the_document_does_not_check_it(self):
        order = self.create_order()
        other = self._create_user("other_seller", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            self.check(order, user=other)

    def test_a_check_is_read_by_the_one_who_asked(self):
        check = self.check(self.create_order())
        with self.assertRaises(AccessError):
            check.with_user(self.boss).check_access("read")

    def test_a_storekeeper_reads_the_message_but_not_the_value(self):
        order = self.create_order().sudo()
        order.action_confirm()
        self.enforce("value", checkpoint="ship", amount_limit=100)
        keeper = self._create_user("keeper", "stock.group_stock_user")
        check = self.check(order.picking_ids, user=keeper)
        self.assertIn("over the limit", check.finding_ids.message)
        with self.assertRaises(AccessError):
            check.read(["total"])
        with self.assertRaises(AccessError):
            check.line_ids.read(["amount"])
