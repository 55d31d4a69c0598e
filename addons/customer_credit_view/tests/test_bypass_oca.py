from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged

from .rule_common import CreditRuleCommon

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestBypassOca(CreditRuleCommon):
    """What was tried on the community's credit check and got through, one by one; docs/credit-bypasses.md has the list.

    Of two confirmations at once, tests/test_credit_race.py tells.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._rule("limit_used")
        cls.cad = cls.setup_other_currency("CAD", rates=[("2020-01-01", 0.8)])

    def _limit_in(self, amount, currency):
        vals = {"profile_id": self._profile().id, "currency_id": currency.id, "amount": amount}
        return self.env["credit.limit"]._grant([{**vals, "date_from": self._today()}], "Agreed.")

    def _is_held(self, order):
        return bool(self._findings(order))

    def test_oca_open_invoice_in_a_currency_other_than_that_of_the_limit(self):
        """1,000 at 0.8 is 1,250, not 1,562.50."""
        self._limit(1260)
        self._invoice(1000, self._today(), currency_id=self.cad.id)
        self.assertFalse(self._is_held(self._order([(self.pump, 1, 10.0)])))
        self.assertTrue(self._is_held(self._order([(self.pump, 1, 10.01)])))

    def test_oca_draft_invoice_in_a_currency_other_than_that_of_the_limit(self):
        self._limit(1260)
        self._invoice(1000, self._today(), currency_id=self.cad.id, post=False)
        self.assertFalse(self._is_held(self._order([(self.pump, 1, 10.0)])))
        self.assertTrue(self._is_held(self._order([(self.pump, 1, 10.01)])))

    def test_oca_order_in_a_currency_other_than_that_of_the_limit(self):
        """1,000 in the company's currency is 800 in that of the limit, not 640."""
        self._limit_in(800, self.cad)
        self.assertFalse(self._is_held(self._order([(self.pump, 1, 1000.0)])))
        self.assertTrue(self._is_held(self._order([(self.pump, 1, 1000.01)])))

    def test_oca_seller_does_not_release_by_rpc(self):
        """The button of the wizard was hidden in the view alone."""
        self._limit(100)
        order = self._order([(self.pump, 1, 1000.0)])
        with self.assertHeld(order) as held:
            order.action_confirm()
        hold = held.hold.with_user(self.seller)
        for method in ("action_release", "action_release_and_resume", "action_reject"):
            with self.subTest(method), self.assertRaises(AccessError):
                call_kw(hold.browse(), method, [hold.ids, "Mine"], {})
        with self.assertRaises(AccessError):
            call_kw(hold.browse(), "_release_with_conditions", [hold.ids, [], "Mine"], {})
        self.assertEqual(held.hold.state, "active")

    def test_oca_context_of_a_client_releases_nothing(self):
        self._limit(100)
        order = self._order([(self.pump, 1, 1000.0)])
        flags = {"bypass_risk": True, "skip_gate": True, "install_mode": True, "from_import": True, "lang": "en_US"}
        for client in (order.with_context(**flags), order.with_user(self.controller).with_context(**flags)):
            with self.assertHeld(order):
                call_kw(client.browse(), "action_confirm", [client.ids], {"context": flags})

    def test_oca_one_over_the_limit_does_not_stop_the_others(self):
        self._limit(100)
        orders = self._order([(self.pump, 1, 1000.0)])
        for number in range(2):
            orders |= self._order([(self.pump, 1, 900.0)], partner_id=self._customer(f"Good {number}").id)
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["draft", "sale", "sale"])

    def test_oca_writing_the_state_is_checked(self):
        self._limit(100)
        order = self._order([(self.pump, 1, 1000.0)])
        for writing in (order, order.sudo(), order.with_user(self.controller)):
            with self.assertHeld(order):
                writing.write({"state": "sale"})

    def test_oca_raising_a_confirmed_order_is_checked(self):
        self._limit(1000)
        order = self._order([(self.pump, 1, 1000.0)])
        order.action_confirm()
        for vals in ({"product_uom_qty": 1000000}, {"price_unit": 1000.01}):
            with self.subTest(vals), self.assertHeld(order), self.env.cr.savepoint():
                order.order_line.write(vals)
            self.env.invalidate_all()
        with self.assertHeld(order), self.env.cr.savepoint():
            order.write({"order_line": [(0, 0, {"product_id": self.pump.id, "price_unit": 1.0})]})

    def test_oca_search_by_what_is_left_works(self):
        self._limit(1000)
        self._invoice(900, self._today())
        self.env.flush_all()
        profiles = self.env["credit.profile"].with_user(self.reader)
        for domain in ([("utilisation", ">=", 90)], [("utilisation", "=", 90)], [("available_amount", "<=", 100)]):
            with self.subTest(domain):
                self.assertIn(self._profile(), profiles.search(domain))
        counts = []
        for number in (2, 50):
            self._profile(self.env["res.partner"].create([{"name": f"One of {number}"} for _customer in range(number)]))
            profiles.search_count([("utilisation", ">", 80)])
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            profiles.search_count([("utilisation", ">", 80)])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_oca_exposure_does_not_depend_on_the_companies_that_are_ticked(self):
        other = self.setup_other_company()["company"]
        self.controller.company_ids |= other
        self._limit(1000)
        self._invoice(950, self._today() - timedelta(days=1))
        order = self._order([(self.pump, 1, 100.0)])
        for ticked in ([other.id], [other.id, self.company.id], [self.company.id]):
            profile = self._profile().with_user(self.controller).with_context(allowed_company_ids=ticked)
            self.env.invalidate_all()
            self.assertEqual(profile._get_exposure()[profile].gross, 950 + 0)
            with self.subTest(ticked=ticked), self.assertHeld(order):
                order.with_user(self.controller).with_context(allowed_company_ids=ticked).sudo().action_confirm()


@tagged("post_install", "-at_install")
class TestBypassOcaPortal(CreditRuleCommon, HttpCase):
    def test_oca_order_that_was_signed_in_the_portal_tells_someone(self):
        """It silently stayed a quotation."""
        self._rule("limit_used")
        self._limit(100)
        pat = self._user("pat", "base.group_portal")
        pat.partner_id.parent_id = self.customer
        order = self._order([(self.pump, 1, 1000.0)], require_signature=True, require_payment=False)
        order.action_quotation_sent()
        self.authenticate(pat.login, pat.login)
        token = order._portal_ensure_token()
        signed = {"access_token": token, "name": "Pat", "signature": PIXEL}
        self.make_jsonrpc_request(f"/my/orders/{order.id}/accept", signed)
        self.env.invalidate_all()
        self.assertTrue(order.signature)
        self.assertEqual(order.state, "sent")
        hold = self.env["order.hold"].sudo().search([("res_model", "=", order._name), ("res_id", "=", order.id)])
        self.assertEqual(hold.state, "active")
        told = hold.message_ids.notified_partner_ids.user_ids
        self.assertIn(self.controller, told)
        page = self.url_open(order.get_portal_url(query_string="&message=sign_ok")).text
        self.assertIn("under review", page)
        self.assertNotIn("credit limit", page.lower())
