from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import CreditCommon

REPORT = "customer_credit_view.account_statement_report"


@tagged("post_install", "-at_install")
class TestAccountStatement(CreditCommon, HttpCase):
    """The statement of account on paper and in the portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_credit_today()
        old = cls._invoice(500, cls.today - timedelta(days=300))
        cls._pay(old, cls.today - timedelta(days=290), 200)
        cls.late = cls._invoice(1000, cls.today - timedelta(days=20), cls.today - timedelta(days=5), ref="PO 77")
        cls._pay(cls.late, cls.today, 100)

    def test_balance_runs_from_what_was_owed_to_what_is(self):
        [part] = self._profile()._get_account_statements()
        statement = part["statement"]
        self.assertEqual((statement.opening, statement.closing), (300, 1200))
        self.assertEqual([line.movement.amount for line in statement.lines], [1000, -100])
        self.assertEqual([line.balance for line in statement.lines], [1300, 1200])
        self.assertEqual(statement.lines[0].movement.name, self.late.name)
        self.assertTrue(statement.lines[1].movement.name.startswith("Payment "))
        self.assertEqual(part["overdue"], 1200)
        self.assertEqual(sum(amount for _label, amount in part["ageing"]), 1200)

    def test_days_late_are_counted_to_the_day_of_the_statement(self):
        profile = self._profile().with_context(tz="Pacific/Pago_Pago")
        self.company.partner_id.tz = "Pacific/Kiritimati"  # always another day than in Pago Pago
        [part] = profile._get_account_statements()
        today = self.company._get_credit_today()
        late = part["items"].filtered(lambda item: item.move_id == self.late)
        self.assertEqual(late.days_overdue, (today - self.late.invoice_date_due).days)

    def test_contested_items_are_shown_and_not_asked_for(self):
        self.late.action_toggle_block_payment()
        [part] = self._profile()._get_account_statements()
        self.assertEqual(part["overdue"], 300)
        self.assertIn(self.late, part["items"].move_id)

    def test_each_currency_has_its_own_account(self):
        currency = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        self._invoice(600, self.today, currency_id=currency.id)
        parts = self._profile()._get_account_statements()
        self.assertEqual([part["currency"] for part in parts], [self.company.currency_id, currency])
        self.assertEqual(parts[1]["statement"].closing, 600)

    def test_statement_is_printed_for_readers(self):
        profile = self._profile().with_user(self.reader)
        html, _kind = self.env["ir.actions.report"].with_user(self.reader)._render_qweb_html(REPORT, profile.ids)
        text = html.decode()
        for expected in ("Statement of account", "Aqua Works", self.late.name, "PO 77", "1,200.00"):
            self.assertIn(expected, text)

    def test_seller_who_reads_the_standing_prints_nothing(self):
        """Odoo renders any report for whoever may read its record: /report/html/… asks for no group."""
        profile = self._profile().with_user(self.seller)
        for act in (profile._get_account_statements, profile.action_print_account_statement):
            with self.subTest(act.__name__), self.assertRaises(AccessError):
                act()
        self.authenticate(self.seller.login, self.seller.login)
        page = self.url_open(f"/report/html/{REPORT}/{profile.id}")
        self.assertNotIn(self.late.name, page.text)

    def test_empty_account_says_so(self):
        profile = self._profile(self._customer("Nobody"))
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(REPORT, profile.ids)
        self.assertIn("Nothing is open", html.decode())

    def _portal_user(self, login, partner):
        user = new_test_user(
            self.env,
            login,
            groups="base.group_portal",
            partner_id=partner.id,
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        user.password = login
        return user

    def test_customer_sees_its_own_account_when_the_company_shows_it(self):
        profile, stranger = self._profile(), self._profile(self._customer("Stranger"))
        self._portal_user("portal_buyer_credit", self.buyer)
        self.authenticate("portal_buyer_credit", "portal_buyer_credit")
        self.assertEqual(self.url_open("/my/account-statement").status_code, 404)
        self.company.credit_portal_statement = True
        page = self.url_open("/my/account-statement")
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.late.name, page.text)
        paper = self.url_open(f"/my/account-statement/{profile.id}.pdf")
        self.assertEqual(paper.status_code, 200)
        self.assertIn("attachment", paper.headers["Content-Disposition"])
        self.assertEqual(self.url_open(f"/my/account-statement/{stranger.id}.pdf").status_code, 404)
        self.assertIn("account-statement", self.url_open("/my/home").text)

    def test_strangers_must_log_in(self):
        page = self.url_open("/my/account-statement", allow_redirects=False)
        self.assertEqual(page.status_code, 303)
        self.assertIn("/web/login", page.headers["Location"])
