from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import DraftRefused, OrderStateRefused
from .common_portal import PIXEL, PortalOrderCommon


@tagged("post_install", "-at_install")
class TestPortalDeliveryAnswer(PortalOrderCommon):
    """The customer accepts or refuses a delivery, over HTTP and by the method behind it."""

    def setUp(self):
        super().setUp()
        self.order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 4}]))
        self.delivery = self._deliver(self.order)
        self.move = self.delivery.move_ids
        self.url = f"/my/customer-orders/{self.order.id}/deliveries/{self.delivery.id}/answer"

    def _sign(self, url=None, **values):
        params = {"name": "Pat Buyer", "signature": PIXEL, "has_agreed": True, "verdict": "accepted"} | values
        return self.url_open(f"{url or self.url}", json={"params": params}).json()

    def _answer(self, **values):
        return self._sign(f"{self.url}/sign", **values)["result"]

    def _answer_directly(self, verdict, note="", remarks=None):
        order = self.order.with_user(self.pat).sudo()
        signer = {"name": "Pat Buyer", "signature": PIXEL}
        return order._portal_answer_delivery(self.delivery.sudo(), verdict, note, remarks or {}, signer)

    def _get_answers(self):
        return self.order.sudo().delivery_acceptance_ids

    def test_delivery_is_accepted_signed_and_sealed(self):
        self.authenticate("pat", "pat")
        self.assertIn(self.url, self.url_open(f"/my/customer-orders/{self.order.id}").text)
        self.assertIn("Pump P1", self.url_open(self.url).text)
        self.assertEqual(self._answer()["redirect_url"], f"/my/customer-orders/{self.order.id}")
        answer = self._get_answers()
        self.assertRecordValues(
            answer,
            [
                {
                    "verdict": "accepted",
                    "channel": "portal",
                    "person": "Pat Buyer",
                    "picking_id": self.delivery.id,
                    "recorded_by_res_id": self.pat.id,
                }
            ],
        )
        self.assertEqual(answer.attachment_ids.mapped("res_model"), [answer._name])
        self.assertIn("customer_order.delivery_answered", self._get_events(self.order))
        page = self.url_open(f"/my/customer-orders/{self.order.id}").text
        self.assertIn("Pat Buyer", page)
        self.assertNotIn(self.url, page)
        self.assertFalse(self.order.sudo().incident_ids)

    def test_what_waits_for_acceptance_is_invoiced_then(self):
        self.pump.invoice_policy = "delivery"
        plan = self.env["customer.order.invoicing.plan"].create(
            {"name": "Accepted", "mode": "on_acceptance", "company_id": self.company.id}
        )
        self.order.sudo().invoicing_plan_id = plan
        items = self.env["customer.order.invoicing.item"]
        today = self.order._get_today()
        self.assertFalse(items._get_due(self.company, today, self.order))
        self._answer_directly("accepted")
        self.env.invalidate_all()
        self.assertEqual(len(items._get_due(self.company, today, self.order)), 1)

    def test_delivery_of_a_prepaid_order_is_answered_although_it_is_settled(self):
        self._pay(self._invoice(self.order))
        self.assertEqual(self.order.state, "settled")
        self.authenticate("pat", "pat")
        self.assertIn(self.url, self.url_open(f"/my/customer-orders/{self.order.id}").text)
        self._answer(verdict="refused", note="Wet")
        self._answer()
        self.assertEqual(self._get_answers().sorted("id").mapped("verdict"), ["refused", "accepted"])

    def test_it_is_answered_once(self):
        self._answer_directly("refused", "Wet")
        with self.assertRaises(OrderStateRefused):
            self._answer_directly("refused", "Wet")
        self._answer_directly("accepted")
        for verdict in ("accepted", "refused"):
            with self.assertRaises(OrderStateRefused):
                self._answer_directly(verdict, "Wet")
        self.authenticate("pat", "pat")
        self.assertIn("answered for", self._answer()["error"])
        self.assertEqual(self.url_open(self.url, allow_redirects=False).status_code, 303)
        self.assertEqual(len(self._get_answers()), 2)

    def test_remarks_become_incidents(self):
        remarks = {str(self.move.id): ("shortage", "1")}
        self._answer_directly("accepted", "One was missing", remarks)
        self.assertRecordValues(
            self.order.sudo().incident_ids,
            [
                {
                    "kind": "shortage",
                    "quantity": 1.0,
                    "line_id": self.order.line_ids.id,
                    "picking_id": self.delivery.id,
                    "description": "One was missing",
                    "reported_by": "customer",
                    "reported_by_id": self.pat.id,
                }
            ],
        )

    def test_refusal_becomes_an_incident(self):
        self._answer_directly("refused", "Not what we ordered")
        incident = self.order.sudo().incident_ids
        self.assertEqual((incident.kind, incident.description), ("other", "Not what we ordered"))
        self.assertEqual(self.delivery.sudo().customer_order_verdict, "refused")

    def test_texts_of_customers_are_shown_as_texts(self):
        script = "<script>alert('x')</script>"
        self._answer_directly("refused", script)
        draft = self._create_draft()
        draft._portal_write("instructions", script)
        draft._portal_write("customer_reference", script)
        draft._portal_add_custom(script, "1")
        draft._portal_add_file(f"{script}.pdf", b"%PDF-1.7")
        pages = [f"/my/customer-orders/drafts/{draft.id}", f"/my/customer-orders/drafts/{draft.id}/review"]
        self.authenticate("pat", "pat")
        for page in (*pages, "/my/customer-orders", f"/my/customer-orders/{self.order.id}"):
            with self.subTest(page):
                text = self.url_open(page).text
                self.assertIn("&lt;script&gt;alert(", text)
                self.assertNotIn("<script>alert(", text)

    def test_what_cannot_be_is_refused_in_words(self):
        move = str(self.move.id)
        for verdict, note, remarks, sentence in [
            ("", "", {}, "whether you accept"),
            ({"a": 1}, "", {}, "whether you accept"),
            ("refused", " ", {}, "give a reason"),
            ("accepted", "", {move: ("damage", "1")}, "give a reason"),
            ("accepted", "x", {move: ("damage", "")}, "what is wrong and with how many"),
            ("accepted", "x", {move: ("", "1")}, "what is wrong and with how many"),
            ("accepted", "x", {move: ("magic", "1")}, "what is wrong and with how many"),
            ("accepted", "x", {move: ("damage", "-1")}, "above zero"),
            ("accepted", "x", {move: ("damage", "NaN")}, "not a number"),
            ("accepted", "x", {move: ("damage", "4.5")}, "more than was delivered"),
        ]:
            with self.subTest(verdict=verdict, remarks=remarks), self.assertRaisesRegex(DraftRefused, sentence):
                self._answer_directly(verdict, note, remarks)
        self.assertFalse(self._get_answers())
        self.assertFalse(self.order.sudo().incident_ids)

    def test_nobody_else_answers(self):
        foreign = self._create_order(partner_id=self.rival.id, contact_id=False)
        foreign = self._accept(foreign)
        other = self._deliver(foreign)[0]
        self.authenticate("rob", "rob")
        self.assertEqual(self.url_open(self.url).status_code, 404)
        self.assertEqual(self._sign(f"{self.url}/sign")["error"]["code"], 404)
        crossed = f"/my/customer-orders/{foreign.id}/deliveries/{self.delivery.id}/answer"
        self.assertEqual(self.url_open(crossed).status_code, 404)
        self.assertEqual(self._sign(f"{crossed}/sign")["error"]["code"], 404)
        self.authenticate("pat", "pat")
        self.assertEqual(self.url_open(self.url.replace(str(self.delivery.id), str(other.id))).status_code, 404)
        self.assertFalse(self._get_answers())

    def test_link_answers_too_and_a_wrong_one_does_not(self):
        token = self.order.sudo()._portal_ensure_token()
        self.authenticate(None, None)
        self.assertEqual(self.url_open(f"{self.url}?access_token=x").status_code, 403)
        self.assertEqual(self._sign(f"{self.url}/sign?access_token=x")["error"]["code"], 404)
        self.assertIn("Pump P1", self.url_open(f"{self.url}?access_token={token}").text)
        answer = self._sign(f"{self.url}/sign?access_token={token}", verdict="refused", note="Wet")["result"]
        self.assertIn(token, answer["redirect_url"])
        self.assertEqual(self._get_answers().verdict, "refused")

    def test_nonsense_is_answered_without_a_traceback(self):
        self.authenticate("pat", "pat")
        for value in ({}, [], {"a": [1]}, None, True, -1, 2**70, "\x00", "9" * 5000):
            params = dict.fromkeys(("verdict", "note", "name", "signature", f"kind_{self.move.id}"), value)
            with self.subTest(value=value):
                self.assertTrue(self._answer(**params).get("error"))

    def test_returns_and_open_deliveries_are_not_answered(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 1}]))
        waiting = order.sudo().sale_order_ids.picking_ids
        self.assertFalse(order.sudo()._may_answer_delivery(waiting))
        wizard = self.env["stock.return.picking"].create({"picking_id": self.delivery.id})
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.write({"quantity": 1, "picked": True})
        back.button_validate()
        self.assertIn(back, self.order.sudo()._get_portal_deliveries())
        with self.assertRaises(OrderStateRefused):
            self.order.with_user(self.pat).sudo()._portal_answer_delivery(back, "accepted", "", {}, {})

    def test_colleagues_do_not_answer_as_the_customer(self):
        vals = {"order_id": self.order.id, "picking_id": self.delivery.id}
        answers = self.env["customer.order.delivery.acceptance"].with_user(self.clerk)
        with self.assertRaises(OrderStateRefused):
            answers.create({**vals, "channel": "portal"})
        with self.assertRaises(AccessError):
            answers.with_user(self.pat).create({**vals, "channel": "portal"})

    def test_services_wait_for_goods_alone_in_a_warehouse_of_several_steps(self):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        warehouse.delivery_steps = "pick_ship"
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 1}]))
        self._deliver(order)
        self._deliver(order)
        shipped = order.sudo()._get_portal_deliveries()
        self.assertEqual(shipped.mapped("state"), ["done"])
        self.order = order
        self.delivery = shipped
        self._answer_directly("accepted")
        self.assertTrue(order.sudo()._has_accepted_services())


@tagged("post_install", "-at_install")
class TestPortalInvoices(PortalOrderCommon):
    def test_invoice_that_bills_another_customer_too_is_not_shown(self):
        finance = self.env["res.partner"].create({"name": "Shared finance", "is_company": True})
        self.pump.invoice_policy = "order"
        lines = [{"product_id": self.pump.id, "quantity": 1}]
        shared = {"partner_invoice_id": finance.id, "partner_shipping_id": finance.id}
        own = self._accept(self._create_order(lines, **shared))
        foreign = self._create_order(lines, partner_id=self.rival.id, contact_id=False, **shared)
        foreign = self._accept(foreign)
        invoice = (own | foreign).sudo().sale_order_ids._create_invoices(grouped=False)
        self.assertEqual(len(invoice), 1)
        invoice.action_post()
        self.assertFalse(own.sudo()._get_portal_invoices())
        alone = self._accept(self._create_order(lines, **shared))
        self.assertEqual(self._invoice(alone), alone.sudo()._get_portal_invoices())

    def test_arrangement_is_told_part_by_part(self):
        rows = [{"kind": "deposit", "percent": 30, "sequence": 1}, {"kind": "open_credit", "sequence": 2}]
        order = self._create_order(arrangement_ids=[Command.create(row) for row in rows])
        order.action_receive()
        deposit, rest = order.sudo()._get_portal_payment_parts()
        self.assertEqual(deposit.standing, "")
        self.assertAlmostEqual(deposit.amount, 0.3 * order.amount_total)
        self.assertAlmostEqual(rest.amount, 0.7 * order.amount_total)
        order = self._accept(order)
        self.assertEqual(order.sudo()._get_portal_payment_parts()[0].standing, "not invoiced yet")
        order.action_invoice_deposit()
        invoice = order.sudo().arrangement_ids._get_deposit_invoices()
        invoice.action_post()
        self._commit_like(order.arrangement_ids)
        deposit = order.sudo()._get_portal_payment_parts()[0]
        self.assertEqual(deposit.invoices, invoice)
        self.assertIn("open: ", deposit.standing)
        self.authenticate("pat", "pat")
        page = self.url_open(f"/my/customer-orders/{order.id}").text
        for words in ("30 %, ", invoice.name, "open: "):
            self.assertIn(words, page)
        self._pay(invoice)
        self.assertIn(order.sudo()._get_portal_payment_parts()[0].standing, ("received, we are verifying it", "paid"))
