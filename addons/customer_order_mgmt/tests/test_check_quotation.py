import json

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..exceptions import AcceptedOrderIsBinding, OrderStateRefused, QuotationDiffers
from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestQuotation(CustomerOrderCommon):
    """The order answers our quotation: what equals it is confirmed under its number, what differs is decided."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["order.gate.rule"].sudo().search([]).action_archive()

    def _quote(self, *lines, **vals):
        """Return a sent quotation; lines are values, by default two pumps and a valve."""
        lines = lines or (
            {"product_id": self.pump.id, "product_uom_qty": 2, "price_unit": 100.0},
            {"product_id": self.valve.id, "product_uom_qty": 1, "price_unit": 40.0},
        )
        sale = self.env["sale.order"].sudo().create({"company_id": self.company.id, "partner_id": self.customer.id})
        sale.write({"order_line": [Command.create(line) for line in lines], "state": "sent", **vals})
        return sale

    def _answer(self, *quotations, lines=None, **vals):
        """Return a received order that is linked to the quotations, as the manager sees it."""
        lines = lines or [
            {"product_id": self.pump.id, "quantity": 2, "price_unit": 100.0},
            {"product_id": self.valve.id, "quantity": 1, "price_unit": 40.0},
        ]
        links = [Command.set([sale.id for sale in quotations])]
        order = self._create_order(lines, quotation_ids=links, **vals)
        order.action_receive()
        return order.with_user(self.manager)

    def _sealed(self, order, event):
        domain = [("subject_key", "=", order.name), ("company_ref", "=", order.company_id.id), ("event", "=", event)]
        return [json.loads(entry.payload) for entry in self.env["evidence.entry"].sudo().search(domain, order="id")]

    def test_equal_quotation_is_confirmed_and_keeps_its_number(self):
        quotation = self._quote()
        number = quotation.name
        order = self._answer(quotation, customer_reference="PO 1")
        self.assertFalse(order.has_quotation_differences)
        order.action_accept()
        self.assertEqual(order.sudo().sale_order_ids, quotation)
        self.assertRecordValues(
            quotation,
            [
                {
                    "name": number,
                    "state": "sale",
                    "locked": True,
                    "client_order_ref": "PO 1",
                    "customer_order_version_id": order.current_version_id.id,
                    "amount_total": order.amount_total,
                }
            ],
        )
        self.assertEqual(str(quotation.commitment_date.date()), "2027-03-01")
        self.assertTrue(quotation.picking_ids)
        with self.assertRaises(AcceptedOrderIsBinding):
            quotation.order_line[0].price_unit = 1
        [sealed] = self._sealed(order, "customer_order.quotations_answered")
        self.assertEqual(sealed, {"quotations": [{"name": number, "outcome": "confirmed"}], "differences": []})

    def test_item_that_we_quoted_as_free_is_no_item_without_a_price(self):
        free = {"product_id": self.pump.id, "product_uom_qty": 2, "price_unit": 0.0}
        order = self._answer(self._quote(free), lines=[{"product_id": self.pump.id, "quantity": 2, "price_unit": 0.0}])
        prices = order.check_line_ids.filtered(lambda row: row.topic == "price")
        self.assertEqual(prices.mapped("result"), ["pass"])
        order = self._answer(self._quote(), lines=[{"product_id": self.pump.id, "quantity": 2, "price_unit": 0.0}])
        self.assertIn("warn", order.check_line_ids.filtered(lambda row: row.topic == "price").mapped("result"))

    def test_equal_in_another_unit_with_sections_and_options_is_confirmed(self):
        quotation = self._quote(
            {"display_type": "line_section", "name": "Pumps"},
            {"product_id": self.pump.id, "product_uom_qty": 24, "price_unit": 10.0},
            {"product_id": self.valve.id, "product_uom_qty": 0, "price_unit": 40.0},
        )
        dozen = self.env.ref("uom.product_uom_dozen")
        line = {"product_id": self.pump.id, "quantity": 2, "product_uom_id": dozen.id, "price_unit": 120.0}
        order = self._answer(quotation, lines=[line])
        order.action_accept()
        self.assertEqual(order.sudo().sale_order_ids, quotation)
        goods = quotation.order_line.filtered("product_id")
        self.assertEqual((goods.product_uom_qty, goods.product_uom_id, goods.price_unit), (2.0, dozen, 120.0))

    def test_quotation_to_a_person_is_answered_by_the_company(self):
        quotation = self._quote(partner_id=self.buyer.id, partner_shipping_id=self.buyer.id)
        order = self._answer(quotation)
        order.action_accept()
        self.assertEqual(order.sudo().sale_order_ids, quotation)

    def test_order_that_differs_is_not_simply_accepted(self):
        quotation = self._quote()
        order = self._answer(quotation, lines=[{"product_id": self.pump.id, "quantity": 2, "price_unit": 95.0}])
        with self.assertRaisesRegex(QuotationDiffers, quotation.name):
            order.action_accept()
        self.assertEqual((order.state, quotation.state), ("received", "sent"))
        self.assertTrue(order.has_quotation_differences)
        self.assertIn("Quoted, not ordered", order.quotation_comparison)
        self.assertEqual(order.check_result, "block")
        messages = order.check_line_ids.filtered(lambda row: row.topic == "quotation").mapped("explanation")
        self.assertTrue(any("unit price 95 instead of 100" in message for message in messages), messages)
        self.assertTrue(any("was offered and is not on the order" in message for message in messages), messages)

    def test_banner_follows_what_is_written(self):
        order = self._answer(self._quote()).with_user(self.clerk)
        with Form(order) as form:
            self.assertFalse(form.has_quotation_differences)
            with form.line_ids.edit(0) as line:
                line.price_unit = 99
            self.assertTrue(form.has_quotation_differences)
            with form.line_ids.edit(0) as line:
                line.price_unit = 100
            self.assertFalse(form.has_quotation_differences)
            form.incoterm_location = "Hull"
            self.assertTrue(form.has_quotation_differences)

    def test_accepted_as_ordered_replaces_the_quotation_and_seals_the_differences(self):
        quotation = self._quote()
        order = self._answer(quotation, lines=[{"product_id": self.pump.id, "quantity": 2, "price_unit": 95.0}])
        order.action_accept_as_ordered()
        self.assertEqual(order.state, "accepted")
        self.assertEqual(quotation.state, "cancel")
        self.assertNotIn(quotation, order.sudo().sale_order_ids)
        self.assertEqual(order.quotation_decided_by_id, self.manager)
        self.assertIn(order.name, " ".join(quotation.message_ids.mapped("body")))
        self.assertIn(quotation.name, " ".join(order.message_ids.mapped("body")))
        [decided] = self._sealed(order, "customer_order.differences_accepted")
        [answered] = self._sealed(order, "customer_order.quotations_answered")
        self.assertEqual(decided["differences"], ["changed line 1: price: 100 → 95", "missing line 2: 1 Units at 40"])
        self.assertEqual(answered["differences"], decided["differences"])
        self.assertEqual(answered["quotations"], [{"name": quotation.name, "outcome": "cancelled"}])

    def test_decision_holds_for_the_differences_that_were_decided_only(self):
        quotation = self._quote()
        order = self._answer(quotation, lines=[{"product_id": self.pump.id, "quantity": 2, "price_unit": 95.0}])
        order._note(quotation_decision=order._get_decision_mark())
        self.assertTrue(order._is_decided_as_ordered())
        order.line_ids.price_unit = 90.0
        order.action_correct("Misread")
        with self.assertRaises(QuotationDiffers):
            order.action_accept()

    def test_held_at_the_gate_the_decision_is_kept_and_a_release_goes_on(self):
        rule = {"name": "value", "kind": "value", "checkpoint": "accept", "mode": "enforce", "amount_limit": 1}
        self.env["order.gate.rule"].sudo().create({**rule, "company_id": self.company.id})
        groups = "order_gate.group_order_gate_controller,customer_order_mgmt.group_order_manager"
        controller = self._create_user("order_gate_check_controller", groups)
        order = self._answer(self._quote(), lines=[{"product_id": self.pump.id, "price_unit": 95.0}])
        order.action_accept_as_ordered()
        self.assertEqual((order.state, order.gate_hold_state), ("received", "active"))
        order.sudo().gate_hold_ids.with_user(controller).action_release_and_resume("Known customer")
        self.assertEqual(order.state, "accepted")

    def test_only_a_manager_decides(self):
        order = self._answer(self._quote(), lines=[{"product_id": self.pump.id}])
        for act in ("action_accept_as_ordered", "action_quote_again", "action_counter_quotation"):
            with self.subTest(act), self.assertRaises(AccessError):
                getattr(order.with_user(self.clerk), act)()
        with self.assertRaises(OrderStateRefused):
            order.write({"quotation_decision": order._get_decision_mark()})

    def test_expired_quotation_is_answered_by_the_day_of_receipt(self):
        quotation = self._quote(validity_date="2020-01-01")
        order = self._answer(quotation)
        with self.assertRaises(QuotationDiffers):
            order.action_accept()
        taken_over = {"is_taken_over": True, "received_date": "2019-12-31", "accepted_date": "2020-01-05"}
        in_time = self._answer(self._quote(validity_date="2020-01-01"), **taken_over)
        in_time.action_accept()
        self.assertEqual(in_time.sudo().sale_order_ids, in_time.sudo().quotation_ids)

    def test_each_delivery_confirms_the_quotation_that_equals_it(self):
        pumps = self._quote({"product_id": self.pump.id, "product_uom_qty": 2, "price_unit": 100.0})
        valves = self._quote({"product_id": self.valve.id, "product_uom_qty": 1, "price_unit": 40.0})
        lines = [
            {"product_id": self.valve.id, "quantity": 1, "price_unit": 40.0, "requested_date": "2027-03-15"},
            {"product_id": self.pump.id, "quantity": 2, "price_unit": 100.0, "requested_date": "2027-03-01"},
        ]
        order = self._answer(pumps, valves, lines=lines)
        order.action_accept()
        self.assertEqual(order.sudo().sale_order_ids, pumps | valves)
        self.assertEqual([str(sale.commitment_date.date()) for sale in pumps | valves], ["2027-03-01", "2027-03-15"])

    def test_one_quotation_for_two_deliveries_is_replaced(self):
        quotation = self._quote()
        lines = [
            {"product_id": self.pump.id, "quantity": 2, "price_unit": 100.0, "requested_date": "2027-03-01"},
            {"product_id": self.valve.id, "quantity": 1, "price_unit": 40.0, "requested_date": "2027-03-15"},
        ]
        order = self._answer(quotation, lines=lines)
        order.action_accept()
        self.assertEqual(len(order.sudo().sale_order_ids), 2)
        self.assertEqual(quotation.state, "cancel")

    def test_terms_count(self):
        term = self.env["account.payment.term"].create({"name": "30 % in advance"})
        order = self._answer(self._quote(payment_term_id=term.id))
        with self.assertRaises(QuotationDiffers):
            order.action_accept()
        order.payment_term_id = term
        order.action_correct("The terms on page 2 were overlooked")
        order.action_accept()
        self.assertEqual(order.state, "accepted")

    def test_named_quotation_is_linked_and_a_similar_one_proposed(self):
        quotation = self._quote()
        proposed = self._create_order()
        self.assertEqual(proposed.proposed_quotation_ids, quotation)
        proposed.action_link_quotations()
        self.assertEqual(proposed.quotation_ids, quotation)
        named = self._create_order(quotation_reference=f"Your offer {quotation.name.lower()}, thanks")
        named.action_receive()
        self.assertEqual(named.quotation_ids, quotation)

    def test_quotations_of_other_customers_are_no_answer(self):
        stranger = self.env["res.partner"].create({"name": "Stranger", "is_company": True})
        foreign = self._quote(partner_id=stranger.id)
        order = self._create_order(quotation_reference=foreign.name)
        self.assertFalse(order.proposed_quotation_ids)
        order.action_receive()
        self.assertFalse(order.quotation_ids)
        order = self._create_order()
        with self.assertRaises(ValidationError):
            order.quotation_ids = foreign

    def test_quotation_that_another_order_answered_is_not_open(self):
        quotation = self._quote()
        first, second = self._answer(quotation), self._answer(quotation)
        first.action_accept()
        with self.assertRaises(QuotationDiffers):
            second.action_accept()

    def test_quoted_again_says_what_the_customer_asks_and_the_order_waits(self):
        quotation = self._quote()
        order = self._answer(quotation, lines=[{"product_id": self.pump.id, "quantity": 5, "price_unit": 95.0}])
        order.action_quote_again()
        revision = order.sudo().quotation_ids
        self.assertEqual((order.state, quotation.state, revision.state), ("received", "cancel", "draft"))
        self.assertRecordValues(revision.order_line, [{"product_uom_qty": 5.0, "price_unit": 95.0}])
        revision.order_line.price_unit = 98.0
        with self.assertRaises(QuotationDiffers):
            order.action_accept()
        order.line_ids.price_unit = 98.0
        order.action_correct("The customer ordered again, by the new quotation")
        order.action_accept()
        self.assertEqual(order.sudo().sale_order_ids, revision)

    def test_quotation_that_the_customer_confirmed_itself_leads_back_to_the_order(self):
        order = self._answer(self._quote(), lines=[{"product_id": self.pump.id, "quantity": 5, "price_unit": 95.0}])
        order.action_quote_again()
        revision = order.sudo().quotation_ids
        revision.action_confirm()
        self.assertTrue(order.is_check_outdated)
        for document, other in ((order, revision), (revision, order)):
            told = document.sudo().message_ids[0].body
            self.assertIn(f'data-oe-id="{other.id}"', told)
            self.assertIn("set it back to a quotation", told)
        order.action_check()
        [row] = order.check_line_ids.filtered(lambda row: row.topic == "quotation")
        self.assertEqual(row.result, "block")
        self.assertIn(f"{revision.name} is a sales order already", row.explanation)
        for act in (order.action_accept, order.action_accept_as_ordered):
            with self.assertRaisesRegex(QuotationDiffers, "Cancel that sales order"):
                act()
        revision._action_cancel()
        revision.action_draft()
        order.action_accept()
        self.assertEqual((order.state, order.sudo().sale_order_ids, revision.state), ("accepted", revision, "sale"))

    def test_countered_with_the_quotation_it_is_confirmed_when_the_customer_agrees(self):
        quotation = self._quote()
        lines = [
            {"product_id": self.pump.id, "quantity": 2, "price_unit": 95.0},
            {"product_id": self.valve.id, "quantity": 1, "price_unit": 40.0},
        ]
        order = self._answer(quotation, lines=lines)
        order.action_counter_quotation()
        self.assertEqual((order.state, quotation.state), ("countered", "sent"))
        self.assertEqual(order.line_ids[0].price_unit, 100.0)
        order._confirm_counter({"channel": "portal", "name": "Pat Buyer"})
        self.assertEqual(order.state, "accepted")
        self.assertEqual(order.sudo().sale_order_ids, quotation)

    def test_links_are_frozen_with_the_order(self):
        order = self._answer(self._quote())
        order.action_accept()
        with self.assertRaises(AcceptedOrderIsBinding):
            order.quotation_ids = False
