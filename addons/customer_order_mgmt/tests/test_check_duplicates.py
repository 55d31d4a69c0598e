import json
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import DuplicateOrder, OrderIncomplete, OrderStateRefused
from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestDuplicates(CustomerOrderCommon):
    def _received(self, reference="PO 4711", **vals):
        order = self._create_order(customer_reference=reference, **vals)
        order.action_receive()
        return order.with_user(self.manager)

    def _other_lines(self, quantity=77):
        return [{"product_id": self.pump.id, "quantity": quantity}]

    def test_same_number_in_other_words_of_another_contact_blocks_both(self):
        first = self._received("PO 4711")
        second = self._received("po-004711", lines=self._other_lines(), partner_id=self.buyer.id)
        self.assertEqual((first.duplicate_ids, second.duplicate_ids), (second, first))
        for order in (first, second):
            with self.assertRaisesRegex(DuplicateOrder, "of the same customer has the number"):
                order.action_accept()
        second.action_reject("Captured twice")
        first.action_accept()
        self.assertEqual(first.state, "accepted")

    def test_receipt_is_possible_and_the_check_says_block(self):
        self._received()
        second = self._received(lines=self._other_lines())
        rows = second.check_line_ids.filtered(lambda row: row.topic == "duplicate")
        self.assertEqual(rows.mapped("result"), ["block"])

    def test_draft_with_the_number_warns_only(self):
        self._create_order(customer_reference="4711")
        order = self._received(lines=self._other_lines())
        rows = order.check_line_ids.filtered(lambda row: row.code == "duplicate_draft")
        self.assertEqual(rows.mapped("result"), ["warn"])
        order.action_accept()

    def test_other_customers_and_companies_may_use_the_number(self):
        self._received()
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        order = self._received(partner_id=other.id, contact_id=False)
        self.assertFalse(order.duplicate_ids)

    def test_another_release_is_decided_with_a_reason_and_sealed(self):
        first = self._received()
        second = self._received(lines=self._other_lines())
        with self.assertRaises(OrderIncomplete):
            second.action_decide_duplicates("another_release", " ")
        second.with_user(self.clerk).action_decide_duplicates("another_release", "Yearly number")
        second.action_accept()
        first.action_accept()
        decision = second.duplicate_decision_ids
        self.assertRecordValues(
            decision,
            [{"kind": "another_release", "user_id": self.clerk.id, "duplicate_ids": first.ids}],
        )
        domain = [("subject_key", "=", second.name), ("event", "=", "customer_order.duplicate_decided")]
        [entry] = self.env["evidence.entry"].sudo().search([*domain, ("company_ref", "=", self.company.id)])
        self.assertEqual(json.loads(entry.payload)["orders"], [first.name])

    def test_only_a_manager_overrides(self):
        self._received()
        second = self._received(lines=self._other_lines())
        with self.assertRaises(AccessError):
            second.with_user(self.clerk).action_decide_duplicates("overridden", "I know")
        second.action_decide_duplicates("overridden", "I know")
        second.action_accept()

    def test_decision_is_for_the_duplicates_of_then(self):
        self._received()
        second = self._received(lines=self._other_lines())
        second.action_decide_duplicates("another_release", "Yearly number")
        third = self._received(lines=self._other_lines(5))
        for order in (second, third):
            with self.assertRaises(DuplicateOrder):
                order.action_accept()

    def test_decision_is_for_the_number_of_then(self):
        self._received("PO 1")
        second = self._received("PO 1", lines=self._other_lines())
        second.action_decide_duplicates("another_release", "Yearly number")
        self._received("PO 2", lines=self._other_lines(5))
        second.customer_reference = "PO 2"
        with self.assertRaises(DuplicateOrder):
            second.action_accept()

    def test_nearly_the_same_warns_and_is_decided_likewise(self):
        first = self._received("PO 1")
        second = self._received("PO 2")
        self.assertEqual(second.near_duplicate_ids, first)
        rows = second.check_line_ids.filtered(lambda row: row.topic == "duplicate")
        self.assertEqual(rows.mapped("result"), ["warn"])
        self.assertIn(first.name, rows.explanation)
        second.action_decide_duplicates("another_release", "Weekly order")
        self.assertFalse(second.near_duplicate_ids)

    def test_other_goods_other_amounts_and_old_orders_are_not_near(self):
        self._received("PO 1", is_taken_over=True, received_date="2020-01-01")
        self._received("PO 2", lines=self._other_lines())
        self._received("PO 3", lines=[{"product_id": self.valve.id, "price_unit": 240.0}])
        self.assertFalse(self._received("PO 4").near_duplicate_ids)

    def test_order_of_90_days_ago_is_near_and_of_91_is_not(self):
        self.assertEqual(self.company.customer_order_near_days, 90)
        today = self._create_order(lines=self._other_lines())._get_today()
        for days, is_near in ((91, False), (90, True)):
            day = today - timedelta(days=days)
            old = self._received(f"PO {days}", is_taken_over=True, received_date=day)
            with self.subTest(days=days):
                self.assertEqual(old in self._received(f"PO now {days}").near_duplicate_ids, is_near)

    def test_company_may_look_for_none(self):
        self.company.customer_order_near_days = 0
        self._received("PO 1")
        self.assertFalse(self._received("PO 2").near_duplicate_ids)

    def test_decisions_are_not_written(self):
        self._received()
        second = self._received(lines=self._other_lines())
        with self.assertRaises(OrderStateRefused):
            second.write({"customer_reference_normalized": "x"})
        with self.assertRaises(AccessError):
            self.env["customer.order.duplicate.decision"].with_user(self.manager).create(
                {"order_id": second.id, "kind": "overridden", "reason": "x"}
            )

    def test_wizard_records_the_decision(self):
        first = self._received()
        second = self._received(lines=self._other_lines())
        action = second.action_open_duplicate_decision()
        wizard = self.env[action["res_model"]].with_user(self.manager).with_context(**action["context"])
        wizard = wizard.create({"kind": "another_release", "reason": "Yearly number"})
        self.assertEqual(wizard.duplicate_ids, first)
        wizard.action_decide()
        self.assertFalse(second.duplicate_ids)
