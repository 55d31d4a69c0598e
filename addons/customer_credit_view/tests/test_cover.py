from datetime import timedelta

from odoo.addons.evidence_ledger.exceptions import ActRefused, NumberRefused
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..exceptions import CreditCoverRefused, UnknownCoverType
from .rule_common import CreditRuleCommon


@tagged("post_install", "-at_install")
class TestCreditCover(CreditRuleCommon):
    def covered(self, partner=None):
        profile = self._profile(partner)
        return float(profile._get_covered()[profile].covered)

    def test_bad_input_is_refused(self):
        cases = [
            {"amount": 0},
            {"amount": -5},
            {"percent": 0},
            {"percent": 101},
            {"deductible": -1},
            {"deductible": 2000},
            {"valid_to": "2000-01-01"},
        ]
        for vals in cases:
            with self.subTest(vals), self.assertRaises(CreditCoverRefused):
                self._cover(vals.pop("amount", 1000), in_force=False, **vals)
        for amount in (float("nan"), float("inf"), 1e300):
            with self.subTest(amount), self.assertRaises(NumberRefused):
                self._cover(amount, in_force=False)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self._cover(1000, in_force=False, currency_id=False)
        bare = self.env["res.currency"].create({"name": "XQZ", "symbol": "X"})
        with self.assertRaisesRegex(CreditCoverRefused, "no rate for XQZ"):
            self._cover(1000, in_force=False, currency_id=bare.id)

    def test_own_orders_are_those_of_the_customer(self):
        order = self._order(partner_id=self._customer("Other").id)
        with self.assertRaises(CreditCoverRefused):
            self._cover(1000, in_force=False, order_ids=[Command.set(order.ids)])

    def test_acts_are_of_controllers_and_sealed(self):
        cover = self._cover(1000, in_force=False)
        with self.assertRaises(AccessError):
            cover.with_user(self.analyst).action_put_in_force()
        for vals in ({"state": "in_force"}, {"used_amount": 5}, {"name": "X"}):
            with self.subTest(vals), self.assertRaises(ActRefused):
                cover.write(vals)
        cover.with_user(self.controller).action_put_in_force()
        with self.assertRaises(CreditCoverRefused):
            cover.write({"amount": 5000})
        with self.assertRaises(CreditCoverRefused):
            cover.unlink()
        cover.with_user(self.controller)._use(400, "Claim for an invoice.")
        self.assertEqual(cover.remaining_amount, 600)
        with self.assertRaises(CreditCoverRefused):
            cover.with_user(self.controller)._use(601, "Too much.")
        cover.with_user(self.controller).action_end()
        with self.assertRaises(CreditCoverRefused):
            cover.with_user(self.controller).action_end()
        entries = self.env["evidence.entry"].sudo().search([("subject_key", "=", cover.name)], order="sequence")
        self.assertEqual(entries.mapped("event"), ["credit_cover.in_force", "credit_cover.used", "credit_cover.ended"])

    def test_four_eyes(self):
        self.company.order_gate_four_eyes = True
        vals = {"profile_id": self._profile().id, "amount": 10, "currency_id": self.company.currency_id.id}
        cover = self.env["credit.cover"].with_user(self.controller).create(vals)
        with self.assertRaises(CreditCoverRefused):
            cover.action_put_in_force()
        cover.with_user(self.manager).action_put_in_force()

    def test_insurance_covers_what_falls_due_while_it_is_valid(self):
        today = self._today()
        self._invoice(1000, today, due=today + timedelta(days=30))
        self._invoice(500, today, due=today + timedelta(days=90))
        cover = self._cover(5000, percent=90, valid_to=today + timedelta(days=60))
        self.assertEqual(self.covered(), 900)
        self.assertEqual(cover.covered_amount, 900)
        cover.with_user(self.controller).action_end()
        self.assertEqual(self.covered(), 0)

    def test_never_above_gross(self):
        today = self._today()
        self._invoice(1000, today, due=today + timedelta(days=30))
        self._invoice(700, today, move_type="out_refund")
        self._cover(5000)
        self.assertEqual(self.covered(), 300)

    def test_currency_of_the_cover(self):
        other = self.setup_other_currency("GBP", rates=[("2016-01-01", 2.0)])
        today = self._today()
        self._invoice(1000, today, due=today + timedelta(days=30))
        self._cover(600, currency_id=other.id)
        self.assertEqual(self.covered(), 300)

    def test_cover_for_an_order_alone(self):
        order = self._order([(self.pump, 10, 100.0)])
        self._order([(self.pump, 5, 100.0)]).action_confirm()
        order.action_confirm()
        self._cover(1800, type="guarantee", order_ids=[Command.set(order.ids)])
        self.assertEqual(self.covered(), 1000)
        self._cover(5000, percent=50)
        self.assertEqual(self.covered(), 1250)

    def test_credits_lower_what_is_covered(self):
        """10,000 are owed and 2,000 credited: insurance of 90 % pays 7,200, and 800 are our own share."""
        today = self._today()
        self._invoice(10000, today, due=today + timedelta(days=30))
        self._invoice(2000, today, move_type="out_refund")
        self._cover(50000, percent=90)
        self.assertEqual(self.covered(), 7200)
        self.assertEqual(self._profile().net_exposure_amount, 800)

    def test_cover_for_an_order_covers_no_other(self):
        """What was paid ahead on the order is owed once, and what is contested is covered by nobody."""
        order = self._order([(self.pump, 200, 100.0)]).sudo()
        order.action_confirm()
        advance = self.env["sale.advance.payment.inv"].sudo()
        advance = advance.with_context(active_model="sale.order", active_ids=order.ids)
        advance.create({"advance_payment_method": "percentage", "amount": 25}).create_invoices()
        order.invoice_ids.action_post()
        today = self._today()
        self._invoice(50000, today, due=today + timedelta(days=30))
        self._cover(40000, order_ids=[Command.set(order.ids)])
        self.assertEqual(self.covered(), 20000)
        order.invoice_ids.action_toggle_block_payment()
        self.assertEqual(self.covered(), 15000)

    def test_cover_lets_an_order_pass(self):
        """Case 4-S2 in small: a cover for the order itself."""
        self._rule("limit_used", percent=100)
        self._limit(1000)
        self._invoice(900, self._today(), due=self._today() + timedelta(days=5))
        order = self._order([(self.pump, 2, 100.0)])
        self.assertTrue(self._findings(order))
        cover = self._cover(90, order_ids=[Command.set(order.ids)])
        self.assertTrue(self._findings(order))
        cover.with_user(self.controller).action_end()
        self._cover(100, order_ids=[Command.set(order.ids)])
        self.assertFalse(self._findings(order))

    def test_cover_of_the_group_head(self):
        daughter = self._customer("Aqua Leeds", parent_id=self.customer.id)
        self._invoice(400, self._today(), due=self._today() + timedelta(days=5), partner=daughter)
        self._profile(daughter)
        self._cover(300)
        self.assertEqual(self.covered(daughter), 300)

    def test_type_of_a_client_needs_its_method(self):
        cover = self._cover(300, in_force=False)
        self.env.flush_all()
        self.env.cr.execute("UPDATE credit_cover SET type = 'acme' WHERE id = %s", [cover.id])
        self.env.invalidate_all()
        with self.assertRaises(UnknownCoverType):
            cover._get_remaining()

    def test_readers_read_and_sellers_do_not(self):
        cover = self._cover(300)
        self.assertEqual(cover.with_user(self.reader).amount, 300)
        with self.assertRaises(AccessError):
            cover.with_user(self.reader).write({"note": "x"})
        with self.assertRaises(AccessError):
            cover.with_user(self.seller).read(["amount"])

    def test_other_company_does_not_see_it(self):
        cover = self._cover(300)
        other = self.setup_other_company()["company"]
        stranger = self._user("stranger", "customer_credit_view.group_credit_manager", other)
        self.assertFalse(self.env["credit.cover"].with_user(stranger).search([("id", "=", cover.id)]))

    def test_covers_of_fifty_cost_the_queries_of_two(self):
        partners = self.env["res.partner"].create([{"name": f"C {number}", "is_company": True} for number in range(52)])
        profiles = self._profile(partners)
        for profile in profiles:
            self._cover(100, partner=profile.partner_id)

        def reading(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records._get_covered()
            return self.env.cr.sql_log_count - before

        reading(profiles[:2])
        self.assertLessEqual(reading(profiles[2:]), reading(profiles[:2]))

    def test_cover_stands_in_the_exposure_and_is_never_above_it(self):
        today = self._today()
        daughter = self._customer("Aqua Leeds", parent_id=self.customer.id)
        self._limit(1000)
        self._limit(1000, partner=daughter)
        self._invoice(600, today, due=today + timedelta(days=30))
        self._invoice(200, today, due=today + timedelta(days=30), partner=daughter)
        cover = self._cover(250, percent=80)
        for amount, own, below in ((250, -200, -160), (5000, -480, -160)):
            if cover.amount != amount:
                cover.with_user(self.controller).action_end()
                cover = self._cover(amount, percent=80)
            self.env.flush_all()
            self.env.invalidate_all()
            for partner, covered in ((self.customer, own), (daughter, below)):
                profile = self._profile(partner).with_user(self.reader)
                row = self.env["credit.exposure"].with_user(self.reader).browse(profile.id)
                for record in (profile, row):
                    with self.subTest(amount=amount, partner=partner.name, model=record._name):
                        gross = 600 if partner == self.customer else 200
                        self.assertEqual((record.exposure_amount, record.covered_amount), (gross, covered))
                        self.assertEqual(record.net_exposure_amount, gross + covered)
                        self.assertEqual(record.available_amount, 1000 - gross - covered)
                        self.assertEqual(record.utilisation, (gross + covered) / 10)
        profiles = self.env["credit.profile"].with_user(self.reader)
        found = profiles.search([("company_id", "=", self.company.id), ("net_exposure_amount", "<", 121)])
        self.assertEqual(found.partner_id, self.customer + daughter)
        self._invoice(600, today, move_type="out_refund")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._profile().covered_amount, 0)
        self.assertEqual(self._profile().net_exposure_amount, 0)
