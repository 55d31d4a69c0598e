from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import PledgeRefused
from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestCollection(CreditCommon):
    """The collector's list and the open items behind it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_credit_today()

    def _owe(self, amount, late, **vals):
        due = self.today - timedelta(days=late)
        return self._invoice(amount, due - timedelta(days=30), due, **vals)

    def _list(self, partner=None):
        rows = self.env["credit.collection"].with_user(self.analyst)
        rows.invalidate_model()
        return rows.search([("partner_id", "=", partner.id)] if partner else [])

    def test_most_urgent_customer_comes_first(self):
        large, old = self._customer("Large and fresh"), self._customer("Small and old")
        self._owe(10000, 2, partner=large)
        self._owe(1000, 30, partner=old)
        self._owe(5000, -5, partner=self.customer)
        rows = self._list()
        self.assertEqual(rows.partner_id, old + large)
        self.assertEqual(rows.mapped("urgency"), [30000, 20000])
        self.assertEqual(rows.mapped("days_overdue"), [30, 2])

    def test_contested_and_promised_are_not_asked_for(self):
        self._owe(1000, 30)
        contested, promised = self._owe(200, 10), self._owe(300, 10)
        contested.action_toggle_block_payment()
        items = self.env["credit.open.item"].with_user(self.analyst).search([("move_id", "=", promised.id)])
        context = items.action_pledge()["context"]
        pledges = self.env["credit.pledge"].with_user(self.analyst).with_context(**context)
        pledges.create({"promised_date": self.today + timedelta(days=5)})
        self._invoice(50, self.today, move_type="out_refund")
        row = self._list(self.customer)
        self.assertEqual(
            (row.overdue_amount, row.disputed_amount, row.pledged_amount, row.collectable_amount, row.unapplied_amount),
            (1500, 200, 300, 1000, -50),
        )
        self.assertEqual((row.urgency, row.item_count), (30000, 3))

    def test_due_today_is_not_late(self):
        self._owe(1000, 0)
        self.assertFalse(self._list(self.customer))
        item = self.env["credit.open.item"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((item.bucket, item.days_overdue), ("due_later", 0))

    def test_open_items_by_bucket(self):
        cases = {-3: "due_later", 1: "late_1", 30: "late_1", 31: "late_31", 60: "late_31", 61: "late_61", 91: "late_91"}
        invoices = {self._owe(100, late): bucket for late, bucket in cases.items()}
        credit = self._invoice(10, self.today, move_type="out_refund")
        items = self.env["credit.open.item"].search([("partner_id", "=", self.customer.id)])
        found = {item.move_id: item.bucket for item in items}
        self.assertEqual(found, {**invoices, credit: "unapplied"})

    def test_foreign_currency_shows_both_amounts(self):
        currency = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        self._owe(1000, 10, currency_id=currency.id)
        item = self.env["credit.open.item"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((item.amount, item.amount_currency, item.currency_id), (500, 1000, currency))

    def test_customer_without_profile_gets_one_when_it_is_needed(self):
        fresh = self._customer("Fresh")
        self._owe(100, 5, partner=fresh)
        row = self._list(fresh)
        self.assertFalse(row.profile_id)
        action = row.action_open_profile()
        self.assertEqual(action["res_id"], self._profile(fresh).id)

    def test_items_of_two_customers_are_not_promised_together(self):
        self._owe(100, 5)
        self._owe(100, 5, partner=self._customer("Other"))
        with self.assertRaises(PledgeRefused):
            self.env["credit.open.item"].search([]).action_pledge()

    def test_roles(self):
        self._owe(100, 5)
        for model in ("credit.collection", "credit.open.item"):
            self.assertTrue(self.env[model].with_user(self.reader).search([("partner_id", "=", self.customer.id)]))
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.seller).search([])

    def test_other_companies_are_not_seen(self):
        other = self.setup_other_company()["company"]
        with self.subTest("invoice of the other company"):
            journal = self.env["account.journal"].search(
                [("company_id", "=", other.id), ("type", "=", "sale")], limit=1
            )
            self._invoice(
                100, self.today - timedelta(days=9), company_id=other.id, journal_id=journal.id, partner=self.customer
            )
        self.assertFalse(self._list(self.customer))

    def test_pages_take_a_constant_number_of_queries(self):
        counts = []
        for number in (2, 20):
            for index in range(number):
                self._owe(100, 5, partner=self._customer(f"Debtor {number}.{index}"))
            rows = self.env["credit.collection"].with_user(self.analyst)
            spec = {"partner_id": {"fields": {"display_name": {}}}, "urgency": {}, "phone": {}}
            self.env.flush_all()
            # What is read once in a while, as the rules of a user.
            rows.web_search_read([], spec)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.web_search_read([], spec)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
