from datetime import timedelta

from odoo import fields
from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_portal import PIXEL, PortalOrderCommon


@tagged("post_install", "-at_install")
class TestPortalAgreement(PortalOrderCommon):
    """Counter-offers and amendments, answered over HTTP by those who may."""

    def setUp(self):
        super().setUp()
        self.authenticate("pat", "pat")

    def _create_counter(self):
        """Return an order of two pumps that we answered with one."""
        order = self._create_order([{"product_id": self.pump.id, "quantity": 2}])
        order.action_receive()
        order.line_ids.quantity = 1
        order.with_user(self.manager).action_counter()
        self.assertEqual(order.state, "countered")
        return order

    def _sign(self, url, document, **values):
        params = {"name": "Pat Buyer", "signature": PIXEL, "reviewed_hash": document.content_hash, "has_agreed": True}
        return self.make_jsonrpc_request(url, params | values)

    def test_counter_is_read_signed_and_concluded(self):
        order = self._create_counter()
        page = self.url_open(f"/my/customer-orders/{order.id}").text
        self.assertIn("Line 1, [P1] Pump P1, Quantity", page)
        self.assertIn("nothing is binding until you agree", page)
        url = f"/my/customer-orders/{order.id}/counter/confirm"
        answer = self._sign(url, order.counter_version_id)
        self.assertEqual(answer, {"force_refresh": True, "redirect_url": f"/my/customer-orders/{order.id}"})
        self.assertEqual(order.state, "accepted")
        consent = order.consent_ids
        self.assertEqual((consent.channel, consent.name, consent.user_res_id), ("portal", "Pat Buyer", self.pat.id))
        self.assertTrue(consent.signature_id and consent.ip_address)

    def test_signature_needs_tick_name_picture_and_what_was_read(self):
        order = self._create_counter()
        url, counter = f"/my/customer-orders/{order.id}/counter/confirm", order.counter_version_id
        for values, sentence in [
            ({"has_agreed": False}, "Please tick"),
            ({"has_agreed": "yes"}, "Please tick"),
            ({"name": ""}, "your name"),
            ({"signature": "x"}, "Please sign"),
            ({"reviewed_hash": "0" * 64}, "read it again"),
        ]:
            with self.subTest(sentence):
                self.assertIn(sentence, self._sign(url, counter, **values)["error"])
        self.assertEqual(order.state, "countered")

    def test_counter_lapses(self):
        order = self._create_counter()
        order._advance("countered", counter_valid_until=fields.Date.today() - timedelta(days=3))
        answer = self._sign(f"/my/customer-orders/{order.id}/counter/confirm", order.counter_version_id)
        self.assertIn("could be confirmed until", answer["error"])
        self.assertIn("This offer was open until", self.url_open(f"/my/customer-orders/{order.id}").text)

    def test_counter_is_declined_with_a_reason(self):
        order = self._create_counter()
        url = f"/my/customer-orders/{order.id}/counter/decline"
        self.assertIn("Please give a reason", self._post(url, reason=" ").text)
        self.assertEqual(self._post(url, reason="Too late").status_code, 303)
        self.assertEqual(order.state, "received")
        self.assertIn("customer_order.counter_declined", self._get_events(order))

    def test_forms_need_the_token_of_the_session(self):
        order = self._create_counter()
        url = f"/my/customer-orders/{order.id}/counter/decline"
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(url, {"reason": "Forged"}).status_code, 400)
        self.assertEqual(order.state, "countered")

    def test_who_holds_the_link_signs_and_that_is_said(self):
        order = self._create_counter()
        token = order.sudo()._portal_ensure_token()
        self.authenticate(None, None)
        page = self.url_open(f"/my/customer-orders/{order.id}?access_token={token}").text
        self.assertIn(f"counter/confirm?access_token={token}", page)
        url = f"/my/customer-orders/{order.id}/counter/confirm"
        for wrong in (url, f"{url}?access_token=x"):
            answer = self._request_raw(wrong, order)
            self.assertTrue("error" in answer, answer)
        answer = self._sign(f"{url}?access_token={token}", order.counter_version_id)
        self.assertTrue(answer["force_refresh"])
        self.assertIn("without a login", order.consent_ids.statement)
        self.assertEqual(order.state, "accepted")

    def _request_raw(self, url, order):
        params = {"name": "X", "signature": PIXEL, "reviewed_hash": order.counter_version_id.content_hash}
        return self.url_open(url, json={"params": params | {"has_agreed": True}}).json()

    def test_customer_asks_for_a_change_and_we_agree(self):
        order = self._accept(self._create_order())
        line, other = order.line_ids.sorted()
        answer = self._post(
            f"/my/customer-orders/{order.id}/amendments",
            reason="Site is not ready",
            **{f"quantity_{line.id}": "3", f"day_{line.id}": "2035-04-01"},
        )
        self.assertEqual(answer.status_code, 303)
        amendment = order.amendment_ids
        self.assertRecordValues(
            amendment, [{"state": "draft", "requested_by": "customer", "channel": "portal", "is_customer_agreed": True}]
        )
        self.assertEqual(amendment.consent_ids.name, self.pat.name)
        self.assertIn("we are looking at it", self.url_open(f"/my/customer-orders/{order.id}").text)
        amendment.with_user(self.manager).action_propose()
        self.assertEqual(amendment.state, "applied")
        self.assertRecordValues(
            line,
            [{"quantity": 3.0, "promised_date": fields.Date.to_date("2035-04-01")}],
        )
        self.assertEqual(other.quantity, 1.0)

    def test_customer_asks_to_cancel_what_is_open(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2}]))
        self._deliver(order, 0.5)
        self._post(f"/my/customer-orders/{order.id}/amendments", reason="Project stopped", is_cancellation="1")
        self.assertEqual(order.amendment_ids.line_ids.quantity, 1.0)

    def test_wish_that_is_not_possible_is_explained_and_leaves_nothing(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2}]))
        self._deliver(order, 0.5)
        line = order.line_ids
        url = f"/my/customer-orders/{order.id}/amendments"
        for values, sentence in [
            ({"reason": "x"}, "It changes nothing"),
            ({"reason": "", f"quantity_{line.id}": "5"}, "Please give a reason"),
            ({"reason": "x", f"quantity_{line.id}": "0"}, "cannot be amended away"),
            ({"reason": "x", f"quantity_{line.id}": "-1"}, "above zero"),
            ({"reason": "x", f"quantity_{line.id}": "1e99"}, "too large"),
            ({"reason": "x", f"day_{line.id}": "2001-01-01"}, "in the past"),
        ]:
            with self.subTest(sentence):
                self.assertIn(sentence, self._post(url, **values).text)
        self.assertFalse(order.amendment_ids)

    def test_customer_agrees_to_our_amendment(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2}]))
        amendment = order.env["customer.order.amendment"].create(
            {"order_id": order.id, "requested_by": "company", "reason": "Shortage"}
        )
        amendment.line_ids.quantity = 1
        amendment.action_propose()
        page = self.url_open(f"/my/customer-orders/{order.id}").text
        self.assertIn("waiting for your answer", page)
        url = f"/my/customer-orders/{order.id}/amendments/{amendment.id}"
        self.assertIn("read it again", self._sign(f"{url}/confirm", amendment, reviewed_hash="x")["error"])
        self.assertTrue(self._sign(f"{url}/confirm", amendment)["force_refresh"])
        self.assertEqual((amendment.state, order.line_ids.quantity), ("applied", 1.0))
        self.assertIn("this is not possible now", self._sign(f"{url}/confirm", amendment)["error"])

    def test_customer_reads_every_term_above_the_signature(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2}]))
        mail = self.env.ref("customer_order_mgmt.mail_template_customer_order_amendment").with_user(self.manager)
        self.assertTrue(
            mail._render_field("body_html", order.ids), "Odoo renders it where there is nothing to agree to"
        )
        site = {"name": "Site B", "parent_id": self.customer.id, "type": "delivery", "street": "5 Dock Road"}
        vals = {"partner_shipping_id": self.env["res.partner"].create(site).id, "incoterm_location": "Hull"}
        amendment = order.env["customer.order.amendment"].create({"order_id": order.id, "reason": "Moved", **vals})
        amendment.line_ids.write({"discount": 5, "instructions": "Red"})
        amendment.action_propose()
        page = self.url_open(f"/my/customer-orders/{order.id}").text
        [body] = mail._render_field("body_html", order.ids).values()
        for words in ("Site B", "5 Dock Road", "nothing → Hull", "Discount (%): 0 → 5", "Instructions: nothing → Red"):
            with self.subTest(words):
                self.assertIn(words, page)
                self.assertIn(words, body)
        self.assertTrue(self._sign(f"/my/customer-orders/{order.id}/amendments/{amendment.id}/confirm", amendment))
        self.assertEqual(order.partner_shipping_id.name, "Site B")
        self.assertIn("5 Dock Road", self.url_open(f"/my/customer-orders/{order.id}").text)

    def test_customer_declines_our_amendment(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2}]))
        amendment = order.env["customer.order.amendment"].create({"order_id": order.id, "reason": "Shortage"})
        amendment.line_ids.quantity = 1
        amendment.action_propose()
        self._post(f"/my/customer-orders/{order.id}/amendments/{amendment.id}/decline", reason="We need both")
        self.assertEqual((amendment.state, amendment.decline_reason), ("declined", "We need both"))

    def test_what_the_gate_knows_is_not_told(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2}]))

        def refuse(amendment, *args, **kwargs):
            raise OrderHeld("Exposure 12,000 is over the limit of 10,000")

        self.patch(type(self.env["customer.order.amendment"]), "_rehearse", refuse)
        answer = self._post(
            f"/my/customer-orders/{order.id}/amendments", reason="More", **{f"quantity_{order.line_ids.id}": "9"}
        )
        self.assertIn("Please write to us", answer.text)
        self.assertNotIn("12,000", answer.text)
