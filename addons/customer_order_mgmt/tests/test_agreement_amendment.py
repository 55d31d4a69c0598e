import base64
import json
from datetime import timedelta

from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import AcceptedOrderIsBinding, AmendmentRefused, CounterOfferExpired, OrderStateRefused
from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestAgreementAmendment(CustomerOrderCommon):
    """An accepted order changes by agreement of both sides, and its sales orders follow exactly."""

    def _amend(self, order, reason="As agreed on the phone", **line_vals):
        """Return a draft amendment; ``line_vals`` change the first line."""
        amendment = self.env["customer.order.amendment"].with_user(self.clerk)
        amendment = amendment.create({"order_id": order.id, "reason": reason})
        if line_vals:
            amendment.line_ids[0].write(line_vals)
        return amendment.with_user(self.manager)

    def _agree(self, amendment):
        amendment.action_propose()
        raw = base64.b64encode(b"We agree.")
        document = self.env["ir.attachment"].create({"name": "agreed.txt", "datas": raw})
        amendment._record_customer_consent({"channel": "document", "name": "Pat Buyer", "document_id": document.id})
        return amendment

    def _open_demand(self, order):
        moves = order.sudo().sale_order_ids.picking_ids.move_ids.filtered(lambda m: m.state not in ("done", "cancel"))
        return {product: sum(group.mapped("product_uom_qty")) for product, group in moves.grouped("product_id").items()}

    def _assert_follows(self, order):
        """The sales orders in force say exactly what the order says, and the version what is sealed."""
        order._check_as_accepted(order.sudo()._get_open_sales())
        bound = order.sudo().sale_order_ids.customer_order_version_id
        self.assertEqual(bound, order.current_version_id)
        self.assertTrue(all(order.sudo()._get_open_sales().mapped("locked")))
        self.assertFalse(list(self.env["customer.order.version"]._get_findings(self.company)))

    def test_both_sides_agree_to_a_new_version(self):
        order = self._accept(self._create_order())
        first = order.current_version_id
        amendment = self._amend(order, quantity=5)
        self.assertEqual(order.line_ids[0].quantity, 2, "A draft changes nothing")
        amendment.action_propose()
        self.assertEqual((amendment.state, order.line_ids[0].quantity), ("proposed", 2))
        self.assertEqual(amendment.amount_total, order.amount_total / 240 * 540)
        self._agree_only(amendment)
        self.assertEqual((amendment.state, order.state, order.line_ids[0].quantity), ("applied", "accepted", 5))
        self.assertEqual((order.current_version_id.number, order.current_version_id.kind), (2, "amendment"))
        self.assertEqual((amendment.base_version_id, amendment.version_id), (first, order.current_version_id))
        self.assertEqual(first.line_ids[0].quantity, 2, "The first version stays")
        self.assertEqual(self._open_demand(order), {self.pump: 5, self.valve: 1})
        self._assert_follows(order)
        self.assertEqual(
            self._get_events(order)[2:],
            [
                "customer_order.amendment_proposed",
                "customer_order.consent_given",
                "customer_order.consent_given",
                "customer_order.amended",
            ],
        )

    def _agree_only(self, amendment):
        raw = base64.b64encode(b"We agree.")
        document = self.env["ir.attachment"].create({"name": "agreed.txt", "datas": raw})
        amendment._record_customer_consent({"channel": "document", "name": "Pat Buyer", "document_id": document.id})

    def test_less_reduces_deliveries(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 10}]))
        self._agree(self._amend(order, quantity=4))
        self.assertEqual(self._open_demand(order), {self.pump: 4})
        self._assert_follows(order)

    def test_delivered_cannot_be_amended_away(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 10}]))
        self._deliver(order, share=0.6)
        amendment = self._amend(order, quantity=5)
        with self.assertRaises(AmendmentRefused) as refusal:
            amendment.action_propose()
        self.assertIn("6 Units are delivered or invoiced", str(refusal.exception))
        amendment.with_user(self.clerk).line_ids.quantity = 6
        self._agree(amendment)
        self._commit_like(order)
        self.assertEqual((order.shipped_percent, self._open_demand(order)), (100, {}))
        self._assert_follows(order)

    def test_invoiced_cannot_be_amended_away(self):
        self.pump.invoice_policy = "order"
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 10}]))
        self._invoice(order)
        with self.assertRaises(AmendmentRefused):
            self._amend(order, quantity=9).action_propose()
        with self.assertRaises(AmendmentRefused):
            self._amend(order, price_unit=50).action_propose()

    def test_new_price_counts_for_what_is_open(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 10, "price_unit": 100}]))
        self._deliver(order, share=0.4)
        self._agree(self._amend(order, price_unit=80))
        self.assertEqual([(line.quantity, line.price_unit) for line in order.line_ids], [(4, 100), (6, 80)])
        self.assertEqual(order.amount_untaxed, 880)
        self._assert_follows(order)
        self._deliver(order)
        invoice = self._invoice(order)
        self.assertEqual(sum(invoice.mapped("amount_untaxed")), 880)
        self._pay(invoice)
        self.assertEqual(order.state, "settled")

    def test_new_date_moves_the_sales_order(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 10}]))
        sale = order.sudo().sale_order_ids
        self._agree(self._amend(order, promised_date="2027-05-01"))
        self.assertEqual(order.sudo().sale_order_ids, sale)
        self.assertEqual(sale.commitment_date.date().isoformat(), "2027-05-01")
        self.assertEqual(sale.picking_ids.scheduled_date.date().isoformat(), "2027-05-01")
        self.assertEqual(order.promised_date.isoformat(), "2027-05-01")
        self._assert_follows(order)

    def test_one_line_of_several_moves_to_another_date(self):
        lines = [{"product_id": self.pump.id, "quantity": 10}, {"product_id": self.valve.id, "quantity": 3}]
        order = self._accept(self._create_order(lines))
        self._agree(self._amend(order, promised_date="2027-05-01"))
        sales = order.sudo()._get_open_sales()
        self.assertEqual(len(sales), 2)
        self.assertEqual(self._open_demand(order), {self.pump: 10, self.valve: 3})
        self._assert_follows(order)

    def test_rest_of_a_delivered_line_moves_to_another_date(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 10}]))
        self._deliver(order, share=0.3)
        self._agree(self._amend(order, promised_date="2027-05-01"))
        self.assertEqual(order.line_ids.mapped("quantity"), [3, 7])
        self.assertEqual(self._open_demand(order), {self.pump: 7})
        self._assert_follows(order)

    def test_line_is_added(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 10}]))
        amendment = self._amend(order)
        amendment.with_user(self.clerk).line_ids = [
            Command.create({"product_id": self.valve.id, "quantity": 2, "promised_date": "2027-03-01"})
        ]
        self.assertEqual(amendment.line_ids[-1].price_unit, 40)
        self._agree(amendment)
        self.assertEqual(self._open_demand(order), {self.pump: 10, self.valve: 2})
        self.assertEqual(len(order.sudo().sale_order_ids), 1)
        self._assert_follows(order)

    def test_cancellation_is_an_amendment_to_zero(self):
        order = self._accept(self._create_order())
        action = order.with_user(self.clerk).action_cancel_open()
        amendment = self.env["customer.order.amendment"].with_user(self.manager).browse(action["res_id"])
        self.assertTrue(amendment.is_cancellation)
        amendment.reason = "Project stopped"
        self._agree(amendment)
        self.assertEqual(order.state, "cancelled")
        self.assertEqual(set(order.sudo().sale_order_ids.mapped("state")), {"cancel"})
        self.assertEqual(self._open_demand(order), {})
        self.assertEqual(order.line_ids.mapped("quantity"), [0, 0])
        self.assertEqual(order.version_ids.mapped("amount_total")[0], 0)
        self._assert_follows_nothing(order)

    def _assert_follows_nothing(self, order):
        self.assertEqual(order.sudo().sale_order_ids.customer_order_version_id, order.current_version_id)
        with self.assertRaises(AcceptedOrderIsBinding):
            order.sudo().sale_order_ids[0].action_draft()

    def test_cancelling_the_rest_leaves_what_was_delivered(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 10}]))
        self._deliver(order, share=0.4)
        action = order.action_cancel_open()
        amendment = self.env["customer.order.amendment"].with_user(self.manager).browse(action["res_id"])
        amendment.reason = "Enough"
        self._agree(amendment)
        self._commit_like(order)
        self.assertEqual((order.state, order.line_ids.quantity), ("accepted", 4))
        self._pay(self._invoice(order))
        self.assertEqual(order.state, "settled")

    def test_head_terms_are_amended(self):
        order = self._accept(self._create_order())
        site = self.env["res.partner"].create({"name": "Site B", "parent_id": self.customer.id, "type": "delivery"})
        amendment = self._amend(order)
        amendment.with_user(self.clerk).write({"partner_shipping_id": site.id, "instructions": "Gate 4"})
        self._agree(amendment)
        self.assertEqual(order.partner_shipping_id, site)
        self.assertEqual(order.sudo().sale_order_ids.picking_ids.partner_id, site)
        self.assertIn("Gate 4", order.current_version_id.instructions)
        self._assert_follows(order)

    def test_gate_judges_the_open_part_again(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 10, "price_unit": 100}]))
        self._deliver(order, share=0.5)
        rules = self.env["order.gate.rule"].sudo()
        rules.search([]).action_archive()
        vals = {"name": "Value", "kind": "value", "checkpoint": "accept", "mode": "enforce", "amount_limit": 800}
        rule = rules.create({**vals, "company_id": self.company.id})
        self.assertEqual(self._agree(self._amend(order, quantity=11)).state, "applied", "6 are open: 600 plus tax")
        amendment = self._amend(order, quantity=20)
        with self.assertRaises(OrderHeld):
            amendment.action_propose()
        self.assertEqual((amendment.state, order.line_ids.quantity), ("draft", 11))
        self.assertEqual(self._agree(self._amend(order, quantity=9)).state, "applied", "Less asks nothing")
        rule.action_archive()

    def test_agreed_but_held_is_kept(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 10, "price_unit": 100}]))
        amendment = self._amend(order, quantity=20)
        amendment.action_propose()
        rules = self.env["order.gate.rule"].sudo()
        rules.search([]).action_archive()
        vals = {"name": "Value", "kind": "value", "checkpoint": "accept", "mode": "enforce", "amount_limit": 1}
        rule = rules.create({**vals, "company_id": self.company.id})
        self._agree_only(amendment)
        self.assertEqual((amendment.state, order.line_ids.quantity), ("agreed", 10))
        rule.action_archive()
        order.action_carry_out()
        self.assertEqual((amendment.state, order.line_ids.quantity), ("applied", 20))

    def test_person_who_asked_is_named_and_can_be_erased(self):
        order = self._accept(self._create_order())
        amendment = self._amend(order, quantity=3)
        with self.assertRaisesRegex(ValidationError, "name a contact of Aqua Works"):
            amendment.requester_id = self.manager.partner_id
        amendment.requester_id = self.buyer
        amendment.action_propose()
        domain = [("subject_key", "=", order.name), ("event", "=", "customer_order.amendment_proposed")]
        payload = self.env["evidence.entry"].sudo().search(domain).payload
        self.assertTrue(json.loads(payload)["requester"].startswith("sha256:"))
        self.assertNotIn("Pat Buyer", payload)
        with self.assertRaises(AcceptedOrderIsBinding):
            amendment.requester_id = False

    def test_customers_own_request_is_its_consent(self):
        order = self._accept(self._create_order())
        amendment = self._amend(order, quantity=3)
        amendment._request_by_customer({"channel": "portal", "name": "Pat Buyer"})
        self.assertEqual(amendment.state, "draft")
        self.assertEqual(amendment.activity_ids.mapped("summary"), ["Amendment to decide"])
        amendment.action_propose()
        self.assertEqual(amendment.state, "applied")
        self.assertFalse(amendment.activity_ids, "It is decided")

    def test_changed_request_asks_the_customer_again(self):
        order = self._accept(self._create_order())
        amendment = self._amend(order, quantity=3)
        amendment._request_by_customer({"channel": "portal", "name": "Pat Buyer"})
        wish = json.loads(amendment.consent_ids.agreed_content)
        self.assertEqual(wish["lines"][0]["terms"], [{"term": "quantity", "before": "2.00", "after": "3.00"}])
        amendment.with_user(self.clerk).line_ids[0].quantity = 4
        self.assertFalse(amendment.is_customer_agreed, "It agreed to something else")
        amendment.action_propose()
        self.assertEqual((amendment.state, amendment.is_customer_agreed), ("proposed", False))
        self.assertEqual(json.loads(amendment.consent_ids[-1].agreed_content), wish, "What it asked for stays")
        self.assertFalse(list(self.env["customer.order.consent"]._get_findings(self.company)))
        files = order.sudo()._get_evidence_pack_files()
        self.assertIn(f"content/amendment-{amendment.content_hash[:16]}.json", files)

    def test_request_that_is_put_back_as_it_was_is_agreed(self):
        order = self._accept(self._create_order())
        amendment = self._amend(order, quantity=3)
        amendment._request_by_customer({"channel": "portal", "name": "Pat Buyer"})
        lines = amendment.with_user(self.clerk).line_ids
        lines[0].quantity = 4
        lines[0].quantity = 3
        amendment.action_propose()
        self.assertEqual(amendment.state, "applied")

    def test_what_cannot_be_carried_out_can_be_declined(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 10}]))
        amendment = self._amend(order, quantity=2)
        self._deliver(order)
        with self.assertRaises(AmendmentRefused):
            amendment.action_propose()
        amendment.action_decline("All of it is on the way")
        self.assertEqual(amendment.state, "declined")

    def test_customer_may_ask_for_what_the_gate_would_hold(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 10}]))
        rules = self.env["order.gate.rule"].sudo()
        rules.search([]).action_archive()
        vals = {"name": "Value", "kind": "value", "checkpoint": "accept", "mode": "enforce", "amount_limit": 1}
        rules.create({**vals, "company_id": self.company.id})
        amendment = self._amend(order, quantity=30)
        amendment._request_by_customer({"channel": "portal", "name": "Pat Buyer"})
        self.assertGreater(amendment.amount_total, order.amount_total)
        with self.assertRaises(OrderHeld):
            amendment.action_propose()

    def test_proposed_amendment_is_frozen(self):
        order = self._accept(self._create_order())
        amendment = self._amend(order, quantity=3)
        amendment.action_propose()
        with self.assertRaises(AcceptedOrderIsBinding):
            amendment.line_ids[0].quantity = 9
        with self.assertRaises(AcceptedOrderIsBinding):
            amendment.reason = "Other"
        with self.assertRaises(OrderStateRefused):
            amendment.write({"state": "applied"})
        with self.assertRaises(AcceptedOrderIsBinding):
            amendment.unlink()

    def test_amendment_of_an_older_version_is_refused(self):
        order = self._accept(self._create_order())
        first, second = self._amend(order, quantity=3), self._amend(order, quantity=4)
        self._agree(first)
        with self.assertRaises(AmendmentRefused) as refusal:
            second.action_propose()
        self.assertIn("version 2 is in force", str(refusal.exception))

    def test_amendment_expires(self):
        order = self._accept(self._create_order())
        amendment = self._amend(order, quantity=3)
        amendment.action_propose()
        amendment._advance("proposed", valid_until=order._get_today() - timedelta(days=1))
        with self.assertRaises(CounterOfferExpired):
            self._agree_only(amendment)
        amendment._expire()
        self.assertEqual((amendment.state, order.line_ids[0].quantity), ("expired", 2))

    def test_amendment_is_declined_and_withdrawn(self):
        order = self._accept(self._create_order())
        declined, withdrawn = self._amend(order, quantity=3), self._amend(order, quantity=4)
        declined.action_decline("Stock is short")
        withdrawn.action_propose()
        withdrawn.action_withdraw("Found another way")
        self.assertEqual((declined.state, withdrawn.state), ("declined", "withdrawn"))
        self.assertEqual(
            [event for event in self._get_events(order) if "amendment_" in event],
            [
                "customer_order.amendment_declined",
                "customer_order.amendment_proposed",
                "customer_order.amendment_withdrawn",
            ],
        )

    def test_faults_are_listed_in_one_message(self):
        order = self._accept(self._create_order())
        amendment = self._amend(order, reason="", quantity=-1)
        amendment.with_user(self.clerk).line_ids[1].write({"promised_date": False})
        with self.assertRaises(AmendmentRefused) as refusal:
            amendment.action_propose()
        for words in ("below zero", "no promised date", "reason is missing"):
            self.assertIn(words, str(refusal.exception))

    def test_nothing_changed_is_refused(self):
        with self.assertRaises(AmendmentRefused):
            self._amend(self._accept(self._create_order())).action_propose()

    def test_only_orders_in_force_are_amended(self):
        order = self._create_order()
        with self.assertRaises(OrderStateRefused):
            self._amend(order)

    def test_clerk_cannot_agree_for_the_company(self):
        amendment = self._amend(self._accept(self._create_order()), quantity=3)
        with self.assertRaises(AccessError):
            amendment.with_user(self.clerk).action_propose()

    def test_agreed_content_is_sealed(self):
        order = self._accept(self._create_order())
        amendment = self._agree(self._amend(order, quantity=3))
        entry = (
            self.env["evidence.entry"]
            .sudo()
            .search([("subject_key", "=", order.name), ("event", "=", "customer_order.amended")])
        )
        payload = json.loads(entry.payload)
        self.assertEqual(payload["agreed"], amendment.content_hash)
        self.assertEqual(payload["content"], order.current_version_id.content_hash)
        self.assertIn("/lines/0/quantity", payload["changed"])
        self.assertEqual(json.loads(amendment.payload)["lines"][0]["position"], 1)
