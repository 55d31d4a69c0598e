import base64
import json
from datetime import timedelta

from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import (
    AcceptedOrderIsBinding,
    ConsentIncomplete,
    CounterOfferExpired,
    OrderIncomplete,
    OrderStateRefused,
)
from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestAgreementCounter(CustomerOrderCommon):
    """Accepting with changes is a counter-offer."""

    def _counter(self, **line_vals):
        order = self._create_order()
        order.action_receive()
        order.line_ids[0].write(line_vals or {"quantity": 1})
        order = order.with_user(self.manager)
        order.action_accept()
        return order

    def _document(self):
        raw = base64.b64encode(b"We confirm.")
        return self.env["ir.attachment"].with_user(self.manager).create({"name": "confirmation.txt", "datas": raw})

    def _confirm(self, order, **vals):
        consent = {"channel": "document", "name": "Pat Buyer", "document_id": self._document().id, **vals}
        order._confirm_counter(consent)

    def test_accepting_with_changes_counters(self):
        order = self._counter(quantity=1)
        self.assertEqual(order.state, "countered")
        self.assertFalse(order.sudo().sale_order_ids, "Nothing is confirmed or promised")
        self.assertFalse(order.current_version_id)
        version = order.counter_version_id
        self.assertEqual((version.kind, version.number, version.line_ids[0].quantity), ("counter", 1, 1))
        self.assertEqual(order.counter_valid_until, order._get_today() + timedelta(days=14))
        self.assertEqual(self._get_events(order), ["customer_order.received", "customer_order.countered"])

    def test_counter_names_what_it_alters(self):
        order = self._counter(quantity=1, price_unit=90)
        entry = (
            self.env["evidence.entry"]
            .sudo()
            .search(
                [("subject_key", "=", order.name), ("company_ref", "=", self.company.id)],
                order="sequence desc",
                limit=1,
            )
        )
        changed = json.loads(entry.payload)["changed"]
        self.assertIn({"line": 1, "field": "quantity", "before": "2.00", "after": "1.00"}, changed)
        self.assertIn("price_unit", [change["field"] for change in changed])

    def test_unchanged_order_cannot_be_countered(self):
        order = self._create_order()
        order.action_receive()
        with self.assertRaises(OrderStateRefused):
            order.with_user(self.manager).action_counter()

    def test_countered_content_is_frozen(self):
        order = self._counter()
        with self.assertRaises(AcceptedOrderIsBinding):
            order.line_ids[0].quantity = 5
        with self.assertRaises(AcceptedOrderIsBinding):
            order.counter_version_id.sudo().write({"amount_total": 1})

    def test_confirmed_counter_is_the_contract(self):
        order = self._counter(quantity=1)
        self._confirm(order)
        self.assertEqual(order.state, "accepted")
        self.assertEqual(order.current_version_id, order.counter_version_id)
        self.assertEqual(order.accepted_by_id, self.manager)
        self.assertEqual(sum(order.sudo().sale_order_ids.order_line.mapped("product_uom_qty")), 2)
        self.assertEqual(
            self._get_events(order)[-3:],
            ["customer_order.countered", "customer_order.consent_given", "customer_order.accepted"],
        )
        self.assertFalse(list(self.env["customer.order.version"]._get_findings(self.company)))

    def test_day_of_a_draft_that_was_unticked_is_forgotten(self):
        order = self._create_order()
        order.write({"is_taken_over": True, "accepted_date": "2020-01-05"})
        order.is_taken_over = False
        order.action_receive()
        self.assertFalse(order.accepted_date)
        order.line_ids[0].quantity = 1
        order = order.with_user(self.manager)
        order.accepted_date = "2020-01-05"
        order.action_accept()
        self.assertEqual((order.state, order.accepted_date), ("countered", False))
        self.assertEqual(order.counter_version_id.accepted_date, order._get_today())
        self._confirm(order)
        self.assertEqual((order.state, order.accepted_date), ("accepted", order._get_today()))

    def test_consent_needs_its_proof(self):
        order = self._counter()
        with self.assertRaises(ConsentIncomplete):
            order._confirm_counter({"channel": "document", "name": "Pat Buyer"})
        with self.assertRaises(ConsentIncomplete):
            order._confirm_counter({"channel": "portal", "name": " "})

    def test_nobody_agrees_tomorrow(self):
        order = self._counter()
        with self.assertRaises(ConsentIncomplete):
            self._confirm(order, given_date=order._get_today() + timedelta(days=1))

    def test_nobody_agrees_to_what_was_not_offered_yet(self):
        order = self._counter()
        with self.assertRaisesRegex(ConsentIncomplete, "cannot have agreed to it before"):
            self._confirm(order, given_date=order._get_today() - timedelta(days=1))

    def test_dialog_that_stood_open_does_not_confirm_the_next_offer(self):
        order = self._counter(quantity=1)
        dialog = self.env["customer.order.confirmation"].with_user(self.clerk)
        dialog = dialog.create({"order_id": order.id, "document": base64.b64encode(b"We agree.")})
        order.action_withdraw_counter("Mistyped")
        order.line_ids[0].price_unit = 500
        order.action_accept()
        self.assertEqual(order.state, "countered")
        with self.assertRaisesRegex(OrderStateRefused, "Something else is offered"):
            dialog.action_confirm()
        self.assertFalse(order.consent_ids)

    def test_consent_stays_as_it_was_given(self):
        order = self._counter()
        self._confirm(order)
        consent = order.consent_ids
        self.assertEqual(consent.content_hash, order.current_version_id.content_hash)
        with self.assertRaises(AcceptedOrderIsBinding):
            consent.sudo().write({"party": "company"})
        with self.assertRaises(AcceptedOrderIsBinding):
            consent.sudo().unlink()

    def test_late_answer_is_refused(self):
        self.company.customer_order_counter_days = 0
        order = self._counter()
        order._advance("countered", counter_valid_until=order._get_today() - timedelta(days=1))
        with self.assertRaises(CounterOfferExpired):
            self._confirm(order)

    def test_silence_is_not_consent(self):
        order = self._counter()
        order._advance("countered", counter_valid_until=order._get_today() - timedelta(days=1))
        order._follow_counter()
        self.assertEqual(order.state, "received")
        self.assertFalse(order.sudo().sale_order_ids)
        self.assertEqual(self._get_events(order)[-1], "customer_order.counter_lapsed")
        self.assertTrue(order.activity_ids, "The responsible person is told")
        order.action_counter()
        self.assertFalse(order.activity_ids, "and has done it")

    def test_silence_is_consent_where_the_terms_say_so(self):
        self.company.customer_order_silence_is_consent = True
        order = self._counter()
        order._advance("countered", counter_valid_until=order._get_today() - timedelta(days=1))
        order._follow_counter()
        self.assertEqual((order.state, order.consent_ids.channel), ("accepted", "silence"))

    def test_waiting_counter_is_left_alone(self):
        order = self._counter()
        order._follow_counter()
        self.assertEqual(order.state, "countered")

    def test_cron_follows_counters(self):
        order = self._counter()
        order._advance("countered", counter_valid_until=order._get_today() - timedelta(days=2))
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("customer_order_mgmt.cron_follow_counters").method_direct_trigger()
        order.invalidate_recordset()
        self.assertEqual(order.state, "received")

    def test_declined_counter_opens_the_order_again(self):
        order = self._counter()
        order._decline_counter("Too expensive")
        self.assertEqual(order.state, "received")
        order.with_user(self.clerk).line_ids[0].quantity = 2
        order.action_accept()
        self.assertEqual(order.state, "accepted", "What the customer ordered can be accepted as it is")

    def test_second_counter_gets_its_own_version(self):
        order = self._counter(quantity=1)
        order.action_withdraw_counter("Other price")
        order.with_user(self.clerk).line_ids[0].price_unit = 80
        order.action_accept()
        self.assertEqual(order.counter_version_id.number, 2)
        self._confirm(order)
        self.assertEqual(order.current_version_id.number, 2)

    def test_confirmed_counter_cannot_be_taken_back(self):
        order = self._counter()
        order._advance("countered", counter_confirmed_at=self.env.cr.now())
        with self.assertRaises(OrderStateRefused):
            order.action_withdraw_counter("Changed our mind")
        with self.assertRaises(OrderStateRefused):
            self._confirm(order)

    def test_held_confirmation_is_not_lost(self):
        order = self._counter()
        rule = self._block_customer()
        self._confirm(order)
        self.assertEqual(order.state, "countered")
        self.assertTrue(order.counter_confirmed_at)
        self.assertEqual(order.sudo().gate_hold_ids.filtered(lambda h: h.state == "active").checkpoint, "accept")
        rule.action_archive()
        order.action_carry_out()
        self.assertEqual(order.state, "accepted")

    def test_gate_judges_before_we_bind_ourselves(self):
        order = self._create_order()
        order.action_receive()
        order.line_ids[0].quantity = 1
        self._block_customer()
        with self.assertRaises(OrderHeld):
            order.with_user(self.manager).action_accept()
        self.assertEqual(order.state, "received")

    def test_correction_makes_it_the_customers_word(self):
        order = self._create_order()
        order.action_receive()
        received = order.received_hash
        order.line_ids[0].quantity = 3
        self.assertTrue(order.is_altered)
        self.assertIn("Quantity: 2 → 3", order.alterations)
        with self.assertRaises(OrderIncomplete):
            order.action_correct(" ")
        order.action_correct("Typed wrongly, the document says 3")
        self.assertFalse(order.is_altered)
        self.assertNotEqual(order.received_hash, received)
        self.assertEqual(self._get_events(order)[-1], "customer_order.corrected")
        self.assertEqual(self._accept(order).state, "accepted")

    def test_later_promise_counters_only_where_the_company_says_so(self):
        lines = [{"product_id": self.pump.id, "requested_date": "2027-03-01", "promised_date": "2027-03-08"}]
        self.assertEqual(self._accept(self._create_order(lines)).state, "accepted")
        self.company.write({"customer_order_late_is_counter": True, "customer_order_late_days": 7})
        self.assertEqual(self._accept(self._create_order(lines)).state, "accepted")
        self.company.customer_order_late_days = 6
        self.assertEqual(self._accept(self._create_order(lines)).state, "countered")

    def test_clerk_cannot_counter(self):
        order = self._create_order()
        order.action_receive()
        order.line_ids[0].quantity = 3
        with self.assertRaises(AccessError):
            order.action_counter()

    def test_customer_takes_back_what_was_not_accepted(self):
        order = self._create_order()
        order.action_receive()
        order.action_withdraw("Ordered by mistake")
        self.assertEqual(order.state, "cancelled")
        self.assertEqual(self._get_events(order)[-1], "customer_order.withdrawn")

    def test_repudiation_is_recorded_not_executed(self):
        order = self._accept(self._create_order())
        # By ids, as a client sends them.
        order.action_record_repudiation("We never ordered this", self._document().ids)
        self.assertEqual(order.state, "accepted")
        self.assertEqual(order.repudiated_date, order._get_today())
        self.assertEqual(set(order.sudo().sale_order_ids.mapped("state")), {"sale"})
        self.assertEqual(self._get_events(order)[-1], "customer_order.repudiation_attempted")
        holds = self.env["evidence.hold"].sudo()
        self.assertTrue(holds._is_held(self.company.id, "customer.order", order.name))

    def test_settled_order_is_closed(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 1}]))
        with self.assertRaises(OrderStateRefused):
            order.action_close()
        self._deliver(order)
        self._pay(self._invoice(order))
        order.action_close()
        self.assertEqual((order.state, self._get_events(order)[-1]), ("closed", "customer_order.closed"))

    def _block_customer(self):
        rules = self.env["order.gate.rule"].sudo()
        rules.search([]).action_archive()
        vals = {"name": "Value", "kind": "value", "checkpoint": "accept", "mode": "enforce", "amount_limit": 1}
        return rules.create({**vals, "company_id": self.company.id})
