from datetime import timedelta
from itertools import chain

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.customer_order_verification_visit import VISITS_PER_MINUTE
from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestVerification(CustomerOrderCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.order = self._accept(self._create_order())
        self.version = self.order.current_version_id
        self.env["evidence.checkpoint"].sudo()._seal_pending()
        self.env["customer.order.verification.visit"].sudo().search([]).unlink()
        self.page = f"/customer-order/verify/{self.version.sudo().verification_token}"

    def test_page_shows_the_links_of_the_order(self):
        page = self.url_open(self.page).text
        own = [("subject_key", "=", self.order.name), ("company_ref", "=", self.company.id)]
        entries = self.env["evidence.entry"].sudo().search(own)
        head = self.env["evidence.checkpoint"]._get_head(self.company)
        self.assertTrue(entries)
        for word in [*entries.mapped("entry_hash"), head.checkpoint_hash, self.version.content_hash, self.company.name]:
            with self.subTest(word):
                self.assertIn(word, page)
        self.assertIn("records of this order are unbroken", page)

    def test_page_says_nothing_about_the_business(self):
        self.order.sudo().message_post(body="secret talk")
        page = self.url_open(self.page).text
        for word in (
            "Aqua Works",
            "Pat Buyer",
            "PO 4711",
            "Pump",
            "Valve",
            "240.00",
            "276.00",
            "Leeds",
            "secret talk",
            "Canal Road",
        ):
            with self.subTest(word):
                self.assertNotIn(word, page)

    def test_page_is_not_for_search_engines(self):
        headers = self.url_open(self.page).headers
        self.assertIn("noindex", headers["X-Robots-Tag"])
        self.assertEqual(headers["Cache-Control"], "no-store")

    def test_last_check_of_the_company_is_shown(self):
        self.assertIn("first check has not run yet", self.url_open(self.page).text)
        self.env["evidence.verification"].sudo()._run(self.company)
        self.assertIn("everything holds", self.url_open(self.page).text)

    def test_forged_record_is_shown(self):
        self._force("ALTER TABLE evidence_entry DISABLE TRIGGER USER")
        self._force("UPDATE evidence_entry SET author = 'user:1' || author WHERE subject_key = %s", self.order.name)
        page = self.url_open(self.page).text
        self.assertIn("do not hold", page)
        self.assertNotIn("unbroken", page)

    def test_forged_content_is_shown(self):
        self._force("ALTER TABLE customer_order_version DISABLE TRIGGER USER")
        self._force("UPDATE customer_order_version SET payload = '{}' WHERE id = %s", self.version.id)
        self.assertIn("do not hold", self.url_open(self.page).text)

    def test_unknown_address_is_not_found(self):
        for token in ("nonsense", self.version.sudo().verification_token[:-1], "%00", "x" * 5000):
            with self.subTest(token[:10]), mute_logger("odoo.http"):
                self.assertEqual(self.url_open(f"/customer-order/verify/{token}").status_code, 404)

    def test_visitor_has_a_share_of_each_minute(self):
        visits = self.env["customer.order.verification.visit"].sudo()
        statuses = [self.url_open("/customer-order/verify/guess").status_code for _ in range(VISITS_PER_MINUTE)]
        self.assertEqual(set(statuses), {404})
        refused = self.url_open(self.page)
        self.assertEqual((refused.status_code, refused.headers["Retry-After"]), (429, "60"))
        self.assertEqual(visits.search_count([]), VISITS_PER_MINUTE, "a refusal costs no row")
        visits.search([]).write({"visited_at": fields.Datetime.now() - timedelta(minutes=2)})
        self.assertEqual(self.url_open(self.page).status_code, 200)
        visits._gc_visits()
        self.assertEqual(visits.search_count([]), 1)

    def test_visitors_are_counted_apart_and_kept_anonymous(self):
        visits = self.env["customer.order.verification.visit"].sudo()
        subscribers = {
            "two of IPv4": ("192.0.2.1", "192.0.2.2"),
            "one of IPv4, as a dual socket sees it": ("::ffff:192.0.2.1",),
            "one of IPv6, who holds a whole /64": ("2001:db8::1", "2001:db8::ffff", "2001:db8::2%eth0"),
            "its neighbour": ("2001:db8:0:1::1",),
        }
        for address in chain.from_iterable(subscribers.values()):
            visits._admit(address)
        clients = set(visits.search([]).mapped("client"))
        self.assertEqual(len(clients), 4)
        self.assertNotIn("192.0.2", str(clients))

    def _force(self, statement, *params):
        """Tamper as the owner of the database could."""
        self.env.flush_all()
        self.cr.execute(statement, params)
        self.env.invalidate_all()
