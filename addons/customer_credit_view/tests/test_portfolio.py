from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from ..exceptions import UnknownCreditWork
from .common import CreditCommon

EXAMPLE_12 = {0: 0.003, 1: 0.016, 31: 0.036, 61: 0.066, 91: 0.106}


@tagged("post_install", "-at_install")
class TestPortfolio(CreditCommon):
    """Expected loss, concentration, and the morning list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_credit_today()

    def _owe(self, amount, late, partner=None):
        due = self.today - timedelta(days=late)
        return self._invoice(amount, due - timedelta(days=30), due, partner=partner)

    def _matrix(self, rates=None, **vals):
        rows = [{"days_from": days, "rate": rate} for days, rate in (rates or EXAMPLE_12).items()]
        matrices = self.env["credit.loss.matrix"].with_user(self.manager)
        return matrices.create({"rate_ids": [Command.create(row) for row in rows], **vals})

    def _losses(self):
        items = self.env["credit.open.item"]
        items.invalidate_model()
        groups = items._read_group([("partner_id", "=", self.customer.id)], ["bucket"], ["expected_loss:sum"])
        return {bucket: round(loss, 2) for bucket, loss in groups}

    def test_11_s3_provision_matrix(self):
        """In thousands: IFRS 9, Illustrative Example 12."""
        self._matrix()
        for amount, late in ((15000, -3), (7500, 30), (4000, 31), (2500, 90), (1000, 91)):
            self._owe(amount, late)
        self._invoice(500, self.today, move_type="out_refund")
        losses = self._losses()
        self.assertEqual(losses.pop("unapplied"), 0)
        self.assertEqual(losses, {"due_later": 45, "late_1": 120, "late_31": 144, "late_61": 165, "late_91": 106})

    def test_portfolio_by_grade_and_bucket(self):
        second = self._customer("Second")
        ungraded = self._customer("Without a Grade")
        for partner, late, amount in (
            (self.customer, -5, 100),
            (self.customer, 10, 40),
            (second, 20, 30),
            (second, 45, 7),
            (second, 100, 2),
            (ungraded, 10, 1),
        ):
            self._owe(amount, late, partner)
        self._invoice(50, self.today, move_type="out_refund")
        profiles = self._profile(self.customer + second + ungraded)
        self.env.flush_all()
        for partner, grade in ((self.customer, "A"), (second, "D")):
            own = profiles.filtered(lambda profile, partner=partner: profile.partner_id == partner)
            self.env.cr.execute("UPDATE credit_profile SET grade = %s WHERE id = %s", [grade, own.id])
        self.env.invalidate_all()
        items = self.env["credit.open.item"].with_user(self.reader)
        domain = [("partner_id", "in", profiles.partner_id.ids)]
        groups = items._read_group(domain, ["grade", "bucket"], ["amount:sum", "__count"])
        self.assertEqual(
            {(grade, bucket): (amount, count) for grade, bucket, amount, count in groups},
            {
                ("A", "due_later"): (100, 1),
                ("A", "late_1"): (40, 1),
                ("A", "unapplied"): (-50, 1),
                ("D", "late_1"): (30, 1),
                ("D", "late_31"): (7, 1),
                ("D", "late_91"): (2, 1),
                (False, "late_1"): (1, 1),
            },
        )

    def test_matrix_of_the_segment_comes_first_and_the_newest_of_it(self):
        self._matrix({0: 0.1}, valid_from=self.today - timedelta(days=400))
        self._matrix({0: 0.2}, valid_from=self.today - timedelta(days=10))
        self._matrix({0: 0.9}, valid_from=self.today + timedelta(days=10))
        self._owe(1000, 5)
        self._profile()
        self.assertEqual(self._losses(), {"late_1": 200})
        self._matrix({0: 0.05}, segment="small", valid_from=self.today - timedelta(days=700), forward_factor=1.2)
        self._profile().segment = "small"
        self.assertEqual(self._losses(), {"late_1": 60})

    def test_without_a_matrix_no_loss_is_told(self):
        self._owe(1000, 5)
        self.assertEqual(self._losses(), {"late_1": 0})

    def test_senseless_matrices_are_refused(self):
        matrix = self._matrix()
        for vals in (
            {"forward_factor": 0},
            {"forward_factor": 11},
            {"rate_ids": [Command.create({"days_from": 120, "rate": 1.01})]},
            {"rate_ids": [Command.create({"days_from": 120, "rate": -0.01})]},
            {"rate_ids": [Command.create({"days_from": -5, "rate": 0.5})]},
            {"rate_ids": [Command.delete(matrix.rate_ids[0].id)]},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError), self.env.cr.savepoint():
                matrix.write(vals)
        with self.assertRaises(ValidationError):
            self._matrix({1: 0.1}, valid_from="2020-01-01")
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self._matrix()
        with self.assertRaises(AccessError):
            matrix.with_user(self.controller).forward_factor = 2

    def test_rates_from_history(self):
        """1,000 of three invoices: one paid in time, one 40 days late, one never but for what was credited."""
        due = fields.Date.subtract(self.today, months=20)
        day = due - timedelta(days=30)
        self._pay(self._invoice(500, day, due), due)
        self._pay(self._invoice(300, day, due), due + timedelta(days=40))
        lost = self._invoice(250, day, due)
        credit = self._invoice(50, due, move_type="out_refund")
        items = (lost + credit).line_ids.filtered(lambda line: line.display_type == "payment_term")
        items.reconcile()
        self._invoice(9999, self.today - timedelta(days=90))
        matrix = self._matrix()
        matrix.action_propose_rates()
        rates = {rate.days_from: rate.rate for rate in matrix.rate_ids}
        self.assertEqual(rates, {0: 0.2, 1: 0.4, 31: 0.4, 61: 1.0, 91: 1.0})

    def test_no_history_is_said(self):
        with self.assertRaises(ValidationError):
            self._matrix().action_propose_rates()

    def test_concentration(self):
        second, third = self._customer("Second"), self._customer("Third")
        for partner, amount in ((self.customer, 60), (second, 30), (third, 10)):
            self._owe(amount, 5, partner)
        self._invoice(5, self.today, partner=self._customer("In credit"), move_type="out_refund")
        rows = self.env["credit.concentration"].with_user(self.reader).search([("company_id", "=", self.company.id)])
        self.assertEqual(rows.partner_id, self.customer + second + third)
        self.assertEqual(rows.mapped("rank"), [1, 2, 3])
        for name, expected in (("share", [0.6, 0.3, 0.1]), ("cumulated_share", [0.6, 0.9, 1.0])):
            for found, figure in zip(rows.mapped(name), expected, strict=True):
                self.assertAlmostEqual(found, figure)
        self.assertAlmostEqual(sum(rows.mapped("herfindahl")), 0.46)

    def test_morning_list_has_what_each_role_may_do(self):
        self._owe(1000, 5)
        self._profile().next_review_date = self.today
        lists = self.env["credit.work"]
        for user, holds in ((self.analyst, False), (self.controller, True)):
            works = lists.with_user(user).search([])
            self.assertEqual("holds" in works.mapped("code"), holds)
            counts = {work.code: work.count for work in works}
            self.assertEqual((counts["collect"], counts["reviews"]), (1, 1))
            self.assertEqual("hits_proposed" in counts, holds)
            self.assertIn("applications", counts)
        with self.assertRaises(AccessError):
            lists.with_user(self.seller).search([])

    def test_each_entry_opens_what_it_counts(self):
        self._owe(1000, 5)
        for work in self.env["credit.work"].with_user(self.manager).search([]):
            with self.subTest(work.code):
                action = work.action_open()
                found = self.env[action["res_model"]].with_user(self.manager).search_count(action["domain"])
                self.assertEqual(found, work.count)

    def test_decisions_wait_on_the_list(self):
        def count(user, code):
            self.env.flush_all()
            self.env.invalidate_all()
            return self.env["credit.work"].with_user(user).search([("code", "=", code)]).count

        vals = {"profile_id": self._profile().id, "currency_id": self.company.currency_id.id, "amount": 500}
        day = {"date_from": self.today, "date_to": self.today + timedelta(days=20)}
        before = count(self.controller, "proposals"), count(self.analyst, "limits_ending")
        proposal = self.env["credit.limit.proposal"].with_user(self.analyst).create({**vals, **day, "reason": "Grows."})
        proposal.action_submit()
        self.assertEqual(count(self.controller, "proposals"), before[0] + 1)
        self.env["credit.limit"]._grant([{**vals, **day, "kind": "temporary"}], "Season.")
        self.assertEqual(count(self.analyst, "limits_ending"), before[1] + 1)

    def test_unknown_entry_is_named(self):
        work = self.env["credit.work"].new({"name": "X", "code": "nobody"})
        with self.assertRaises(UnknownCreditWork):
            work._get_work()
