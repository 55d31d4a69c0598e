from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import OrderHeld
from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestOrderHold(OrderGateCommon):
    """A hold from its placing to its end, without a decision."""

    def setUp(self):
        super().setUp()
        self.rule = self.enforce("value", amount_limit=100)
        self.order = self.create_order()

    def hold(self, order=None):
        order = order or self.order
        with self.assertHeld(order) as held:
            order.action_confirm()
        # sudo: as the cron and the hooks before a commit work on it.
        return held.hold.sudo()

    def test_refusal_explains_itself_and_leaves_the_order_alone(self):
        with self.assertHeld(self.order) as held:
            self.order.action_confirm()
        self.assertIn("over the limit", held.error)
        self.assertIn(self.order.name, held.error)
        self.assertEqual(self.order.state, "draft")
        self.assertEqual(self.order.gate_hold_state, "active")

    def test_hold_keeps_what_was_found_and_asked_for(self):
        hold = self.hold()
        self.assertRecordValues(
            hold,
            [
                {
                    "res_model": "sale.order",
                    "res_id": self.order.id,
                    "document_name": self.order.name,
                    "checkpoint": "confirm",
                    "act": "act",
                    "state": "active",
                    "company_id": self.company.id,
                    "partner_id": self.customer.id,
                    "amount": 200.0,
                    "company_amount": 200.0,
                    "author_id": self.seller.id,
                    "requested_by_id": self.seller.id,
                }
            ],
        )
        self.assertRecordValues(
            hold.finding_ids,
            [{"code": "value", "severity": "block", "rule_id": self.rule.id, "measure": "200.00"}],
        )
        self.assertEqual(set(hold.finding_ids.figures), {"value", "limit"})

    def test_ten_refusals_are_one_hold(self):
        first = self.hold()
        for _attempt in range(9):
            self.assertEqual(self.hold(), first)
        self.assertEqual(len(self.order.gate_hold_ids), 1)

    def test_two_attempts_in_one_transaction_are_one_hold(self):
        for _attempt in range(2):
            with self.assertRaises(OrderHeld):
                self.order.action_confirm()
        self.assertEqual(len(self.place_pending()), 1)

    def test_refusal_that_passes_after_all_leaves_no_hold(self):
        with self.assertRaises(OrderHeld):
            self.order.action_confirm()
        self.order.order_line.product_uom_qty = 1
        self.order.action_confirm()
        self.assertFalse(self.place_pending())

    def test_other_causes_are_a_new_hold(self):
        first = self.hold()
        with self.findings("sale.order", "confirm", "credit"):
            second = self.hold()
        self.assertNotEqual(second, first)
        self.assertRecordValues(first, [{"state": "void", "void_cause": "superseded"}])
        self.assertEqual(set(second.finding_ids.mapped("code")), {"value", "credit"})

    def test_cause_gone_makes_it_ready_and_tells_who_waits(self):
        hold = self.hold()
        self.rule.amount_limit = 1000
        hold._rejudge()
        self.assertEqual(hold.state, "ready")
        self.assertIn(self.seller.partner_id, hold.message_ids.notified_partner_ids)

    def test_cause_back_reopens_it(self):
        hold = self.hold()
        self.rule.amount_limit = 1000
        hold._rejudge()
        self.rule.amount_limit = 100
        hold._rejudge()
        self.assertEqual(hold.state, "active")

    def test_smaller_order_is_ready_by_itself(self):
        hold = self.hold()
        self.order.order_line.product_uom_qty = 1
        self.commit_like()
        self.assertEqual(hold.state, "ready")

    def test_order_that_goes_on_cures_its_hold(self):
        hold = self.hold()
        self.rule.amount_limit = 1000
        self.order.action_confirm()
        self.assertEqual(hold.state, "cured")
        self.assertTrue(hold.passed_at)
        self.assertFalse(hold.activity_ids)

    def test_cancelled_order_voids_its_hold(self):
        hold = self.hold()
        self.order._action_cancel()
        self.commit_like()
        self.assertRecordValues(hold, [{"state": "void", "void_cause": "dead"}])

    def test_deleted_order_voids_its_hold(self):
        hold = self.hold()
        self.order.sudo().unlink()
        self.assertRecordValues(hold, [{"state": "void", "void_cause": "deleted"}])

    def test_waiting_order_that_grows_waits_with_a_new_hold(self):
        first = self.hold()
        self.order.order_line.product_uom_qty = 3
        self.commit_like()
        self.assertRecordValues(first, [{"state": "void", "void_cause": "grown"}])
        second = self.order.gate_hold_ids - first
        self.assertRecordValues(second, [{"state": "active", "amount": 300.0}])

    def test_customer_that_is_unblocked_makes_it_ready(self):
        self.rule.action_archive()
        self.enforce("customer")
        self.customer.with_user(self.boss).sudo().order_block = True
        hold = self.hold()
        self.customer.with_user(self.boss).sudo().order_block = False
        self.commit_like()
        self.assertEqual(hold.state, "ready")

    def test_night_looks_at_every_open_hold(self):
        hold = self.hold()
        self.rule.amount_limit = 1000
        cron = self.env.ref("order_gate.ir_cron_follow_holds")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        hold.invalidate_recordset()
        self.assertEqual(hold.state, "ready")

    def test_hold_that_waits_too_long_is_escalated_once(self):
        self.company.write({"order_gate_escalation_days": 2, "order_gate_escalation_user_id": self.boss.id})
        hold = self.hold()
        hold._escalate()
        self.assertFalse(hold.escalated_at)
        self.company.order_gate_escalation_days = -1  # as if it had been placed some days ago
        hold._escalate()
        hold._escalate()
        self.assertTrue(hold.escalated_at)
        self.assertEqual(len(hold.activity_ids.filtered(lambda task: task.user_id == self.boss)), 1)

    def test_responsible_is_named_by_the_rule_before_the_company(self):
        self.company.order_gate_user_id = self.boss
        self.assertEqual(self.hold().user_id, self.boss)
        self.rule.user_id = self.controller
        other = self.create_order()
        hold = self.hold(other)
        self.assertEqual(hold.user_id, self.controller)
        self.assertEqual(hold.activity_ids.user_id, self.controller)

    def test_without_a_responsible_person_all_controllers_are_told(self):
        hold = self.hold()
        told = hold.message_ids.notified_partner_ids
        self.assertLessEqual(self.controller.partner_id | self.boss.partner_id, told)
        self.assertNotIn(self.seller.partner_id, told)

    def test_batch_leaves_out_the_held_and_confirms_the_rest(self):
        small = self.create_order(quantity=1)
        answer = (self.order | small).action_confirm()
        self.assertEqual((self.order | small).mapped("state"), ["draft", "sale"])
        self.assertIn(self.order.name, answer["params"]["message"])
        self.assertNotIn(small.name, answer["params"]["message"])
        self.assertEqual(self.order.gate_hold_ids.state, "active")
        self.assertFalse(small.gate_hold_ids)

    def test_batch_in_which_all_are_held_confirms_none(self):
        orders = self.order | self.create_order()
        answer = orders.action_confirm()
        self.assertEqual(set(orders.mapped("state")), {"draft"})
        self.assertEqual(len(orders.gate_hold_ids), 2)
        for order in orders:
            self.assertIn(order.name, answer["params"]["message"])

    def test_orders_are_found_by_their_hold(self):
        self.hold()
        free = self.create_order(quantity=1)
        orders = self.env["sale.order"].search([("id", "in", (self.order | free).ids)])
        self.assertEqual(orders.filtered_domain([("gate_hold_state", "=", "active")]), self.order)
        found = self.env["sale.order"].search(
            [("id", "in", orders.ids), ("gate_hold_state", "in", ["active", "ready"])]
        )
        self.assertEqual(found, self.order)
        found = self.env["sale.order"].search([("id", "in", orders.ids), ("gate_hold_state", "=", False)])
        self.assertEqual(found, free)


@tagged("post_install", "-at_install")
class TestReleaseIsBound(OrderGateCommon):
    """A release is for the order as it was: less is covered, anything more is not."""

    def setUp(self):
        super().setUp()
        self.enforce("value", amount_limit=100)
        lines = [
            Command.create({"product_id": product.id, "product_uom_qty": 5, "price_unit": price})
            for product, price in ((self.pump, 100.0), (self.valve, 40.0))
        ]
        self.other = self.customer.copy({"name": "Other Works"})
        self.contact = self.env["res.partner"].create({"name": "Ann", "parent_id": self.customer.id})
        self.term = self.env.ref("account.account_payment_term_30days")
        self.order = self.create_order(order_line=lines, commitment_date="2030-03-01 12:00:00")
        self.pumps, self.valves = self.order.order_line
        with self.assertHeld(self.order) as held:
            self.order.action_confirm()
        self.hold = held.hold
        self.hold.with_user(self.controller).action_release("Agreed with the customer")
        self.commit_like()

    def assertCovered(self):
        self.commit_like()
        self.assertEqual(self.hold.state, "released")
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")
        self.assertTrue(self.hold.passed_at)

    def assertVoid(self):
        self.commit_like()
        self.assertRecordValues(self.hold, [{"state": "void", "void_cause": "grown"}])
        with self.assertHeld(self.order):
            self.order.action_confirm()

    def test_order_as_it_was(self):
        self.assertCovered()

    def test_smaller_quantity(self):
        self.pumps.product_uom_qty = 4
        self.assertCovered()

    def test_lower_price(self):
        self.pumps.price_unit = 90
        self.assertCovered()

    def test_line_left_out(self):
        self.valves.unlink()
        self.assertCovered()

    def test_note_added(self):
        self.order.order_line = [Command.create({"display_type": "line_note", "name": "Ring twice"})]
        self.assertCovered()

    def test_reference_changed(self):
        self.order.client_order_ref = "PO 7"
        self.assertCovered()

    def test_amount(self):
        self.pumps.price_unit = 100.01
        self.assertVoid()

    def test_quantity_behind_a_cut_of_the_price(self):
        self.pumps.write({"product_uom_qty": 6, "price_unit": 50})
        self.assertVoid()

    def test_price_behind_a_cut_of_another_line(self):
        self.valves.product_uom_qty = 1
        self.pumps.price_unit = 110
        self.assertVoid()

    def test_new_line_behind_a_cut_of_another(self):
        self.pumps.product_uom_qty = 1
        self.order.order_line = [Command.create({"product_id": self.valve.id, "product_uom_qty": 1, "price_unit": 1})]
        self.assertVoid()

    def test_another_product(self):
        self.pumps.write({"product_id": self.valve.id, "product_uom_qty": 5, "price_unit": 100})
        self.assertVoid()

    def test_another_unit(self):
        self.pumps.write({"product_uom_id": self.env.ref("uom.product_uom_dozen").id, "price_unit": 100})
        self.assertVoid()

    def test_earlier_delivery(self):
        self.order.commitment_date = "2030-02-01 12:00:00"
        self.assertVoid()

    def test_later_delivery(self):
        self.order.commitment_date = "2030-04-01 12:00:00"
        self.assertVoid()

    def test_same_date_in_the_time_zone_of_somebody_else(self):
        self.company.partner_id.tz = False
        self.seller.tz, self.controller.tz = "Pacific/Kiritimati", "Pacific/Niue"
        self.order.with_user(self.controller).partner_shipping_id = self.customer
        self.order._gate_touch()
        self.assertCovered()

    def test_another_customer(self):
        self.order.partner_id = self.other
        self.assertVoid()

    def test_another_contact_of_the_customer(self):
        self.order.partner_id = self.contact
        self.assertVoid()

    def test_another_delivery_address(self):
        self.order.partner_shipping_id = self.other
        self.assertVoid()

    def test_other_payment_terms(self):
        self.order.payment_term_id = self.term
        self.assertVoid()

    def test_another_currency(self):
        currency = self.setup_other_currency("EUR", rates=[("2000-01-01", 1.0)])
        self.order.currency_id = currency
        self.assertVoid()

    def test_void_stays_void_when_the_growth_is_taken_back(self):
        self.pumps.product_uom_qty = 6
        self.commit_like()
        self.pumps.product_uom_qty = 5
        self.assertVoid()

    def test_growth_and_confirmation_in_one_transaction(self):
        self.pumps.product_uom_qty = 500
        with self.assertHeld(self.order):
            self.order.action_confirm()

    def test_growth_that_nothing_has_voided_yet(self):
        self.pumps.write({"product_uom_qty": 6, "price_unit": 50})
        self.assertEqual(self.hold.state, "released")
        self.assertTrue(self.order._gate_judge("confirm")[self.order].refused)

    def test_release_of_another_order_covers_nothing(self):
        twin = self.order.copy()
        with self.assertHeld(twin):
            twin.action_confirm()
