from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestPortal(CustomerOrderCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer.email = "pat@aqua.example"
        cls.portal_user = cls._create_user("pat", "base.group_portal")
        cls.portal_user.partner_id = cls.buyer
        cls.rival = cls.env["res.partner"].create({"name": "Rival", "is_company": True, "email": "rival@example.com"})
        cls.draft = cls._create_order(customer_reference="PO DRAFT")
        cls.received = cls._create_order(customer_reference="PO RECEIVED")
        cls.received.action_receive()
        cls.foreign = cls._create_order(customer_reference="PO RIVAL", partner_id=cls.rival.id, contact_id=False)
        cls.foreign.action_receive()

    def setUp(self):
        super().setUp()
        self.accepted = self._accept(self._create_order(customer_reference="PO ACCEPTED"))
        self.authenticate("pat", "pat")

    def _get(self, url, **kwargs):
        return self.url_open(url, **kwargs)

    def test_list_holds_own_orders_from_receipt_on(self):
        page = self._get("/my/customer-orders").text
        for reference, is_listed in {
            "PO ACCEPTED": True,
            "PO RECEIVED": True,
            "PO DRAFT": False,
            "PO RIVAL": False,
        }.items():
            with self.subTest(reference):
                self.assertEqual(reference in page, is_listed)

    def test_list_is_searched_filtered_and_sorted(self):
        cases = {
            "search=RECEIVED": (True, False),
            "search=Valve": (True, True),
            "filterby=done": (False, False),
            "filterby=open&sortby=amount": (True, True),
            "filterby=nonsense&sortby=nonsense": (True, True),
            "search=%00": (True, True),
            "search=%25_%5C": (False, False),
        }
        for query, expected in cases.items():
            page = self._get(f"/my/customer-orders?{query}").text
            with self.subTest(query):
                self.assertEqual(("PO RECEIVED" in page, "PO ACCEPTED" in page), expected)

    def test_list_is_paged(self):
        self.patch(CustomerPortal, "_items_per_page", 1)
        first, second = (self._get(f"/my/customer-orders/page/{page}?sortby=reference").text for page in (1, 2))
        self.assertEqual(("PO ACCEPTED" in first, "PO RECEIVED" in first), (True, False))
        self.assertEqual(("PO ACCEPTED" in second, "PO RECEIVED" in second), (False, True))

    def test_home_counts_orders(self):
        answer = self.make_jsonrpc_request("/my/counters", {"counters": ["customer_order_count"]})
        self.assertEqual(answer, {"customer_order_count": 2})

    def test_order_page_shows_what_was_accepted(self):
        self.pump.name = "Renamed pump"
        page = self._get(f"/my/customer-orders/{self.accepted.id}").text
        for words in ("PO ACCEPTED", "Pump P1", "03/01/2027", self.accepted.current_version_id.content_hash):
            with self.subTest(words):
                self.assertIn(words, page)
        self.assertNotIn("Renamed pump", page)
        self.assertIn("acknowledgement is being prepared", page)

    def test_received_order_is_not_binding_yet(self):
        page = self._get(f"/my/customer-orders/{self.received.id}").text
        self.assertIn("It is binding once we accept it", page)
        self.assertIn("Pump P1", page)

    def test_what_we_alter_is_not_shown_before_we_offer_it(self):
        line = self.received.line_ids.sorted()[0]
        self.received.with_user(self.clerk).write({"instructions": "Our own notes"})
        line.with_user(self.clerk).write({"quantity": 7, "price_unit": 250.0})
        self.env.flush_all()
        page = self._get(f"/my/customer-orders/{self.received.id}").text
        self.assertIn("Pump P1", page)
        for words in ("Our own notes", "250.00", "1,750.00"):
            with self.subTest(words):
                self.assertNotIn(words, page)

    def test_what_we_check_is_not_told(self):
        own = self.received.with_user(self.portal_user)
        for name in ("check_result", "check_summary", "checked_at", "acknowledgement_error", "gate_notice"):
            with self.subTest(name), self.assertRaises(AccessError):
                own.read([name])

    def test_actions_tell_nothing_of_other_customers(self):
        foreign = self._accept(self.foreign)
        picking = self._deliver(foreign)[0]
        invoice = self._invoice(foreign)
        for record, method in [
            (invoice, "action_view_customer_orders"),
            (foreign, "action_record_services"),
            (foreign, "action_view_sale_orders"),
            (picking, "action_record_acceptance"),
        ]:
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(record.with_user(self.portal_user), method)()

    def test_customer_downloads_the_very_document_it_was_sent(self):
        self.accepted._send_acknowledgement()
        answer = self._get(f"/my/customer-orders/{self.accepted.id}?report_type=pdf&download=true")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.content, self.accepted.acknowledgement_ids.attachment_id.raw)
        self.assertIn("attachment", answer.headers["Content-Disposition"])

    def test_document_that_was_not_sent_is_not_downloaded(self):
        self.accepted.action_acknowledge()
        document = self.accepted.acknowledgement_ids
        for query in ("", f"&acknowledgement_id={document.id}", "&acknowledgement_id=x"):
            url = f"/my/customer-orders/{self.accepted.id}?report_type=pdf{query}"
            with self.subTest(query):
                self.assertEqual(self._get(url).status_code, 404)

    def test_nobody_sees_the_order_of_another_customer(self):
        token = self.foreign.sudo()._portal_ensure_token()
        refused = {
            f"/my/customer-orders/{self.foreign.id}": 404,
            f"/my/customer-orders/{self.foreign.id}?report_type=pdf": 404,
            f"/my/customer-orders/{self.foreign.id}?access_token={token[:-1]}0x": 403,
            f"/my/customer-orders/{self.received.id + 100000}?access_token={token}": 403,
            f"/my/customer-orders/{self.received.id + 100000}": 404,
            f"/my/customer-orders/{self.draft.id}": 404,
        }
        for url, status in refused.items():
            with self.subTest(url):
                self.assertEqual(self._get(url, allow_redirects=False).status_code, status)

    def test_link_that_was_renewed_is_refused(self):
        url = self.received.sudo().get_portal_url()
        self.received.sudo().access_token = "another"
        self.authenticate(None, None)
        self.assertEqual(self._get(url, allow_redirects=False).status_code, 403)

    def test_who_is_not_logged_in_may_log_in(self):
        self.authenticate(None, None)
        answer = self._get(f"/my/customer-orders/{self.received.id}", allow_redirects=False)
        self.assertIn("/web/login?redirect=", answer.headers["Location"])

    def test_link_with_token_needs_no_login(self):
        url = self.received.sudo().get_portal_url()
        self.authenticate(None, None)
        self.assertIn("PO RECEIVED", self._get(url).text)
        bare = f"/my/customer-orders/{self.received.id}"
        self.assertNotIn("PO RECEIVED", self._get(bare).text)

    def test_customer_asks_a_question(self):
        order = self.accepted.with_user(self.portal_user)
        order.message_post(body="When?", partner_ids=self.manager.partner_id.ids, subtype_xmlid="mail.mt_comment")
        self.assertEqual(self.accepted.message_ids[0].author_id, self.buyer)
        self.assertEqual(self.accepted.acknowledgement_state, "to_acknowledge")

    def test_list_asks_as_much_for_many_orders_as_for_few(self):
        orders = self.env["customer.order"].with_user(self.portal_user)
        for number in range(20):
            self._accept(self._create_order(customer_reference=f"PO MANY {number}"))
        counts = []
        for limit in (2, 20):
            self.env.invalidate_all()
            found = orders.search([], limit=limit)
            before = self.cr.sql_log_count
            found.sudo().mapped(lambda order: order._get_portal_next_date())
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
