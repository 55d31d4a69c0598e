from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..logic.credit_facts import Lateness
from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestBehaviourCounting(CreditCommon):
    """The figures as they are kept: counted for all at once, seen by readers, and what they warn of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_credit_today()

    def _paid_late(self, late, month, amount=1000, partner=None):
        """An invoice that was paid ``late`` days after its due date, in the month so many months ago."""
        day = fields.Date.subtract(self.today.replace(day=1), months=month)
        due = day - timedelta(days=late)
        self._pay(self._invoice(amount, due - timedelta(days=14), due, partner=partner), day)

    def _count(self):
        self.env["credit.behaviour"].sudo()._count_all(self.company)
        return self._profile().behaviour_ids

    def test_counting_again_replaces_the_figures(self):
        self._profile()
        self._paid_late(10, 1)
        row = self._count()
        self.assertEqual((row.payment_count, row.days_late, row.on_date), (1, 10, self.today))
        self._paid_late(20, 1)
        self.assertEqual((self._count(), row.payment_count, row.days_late), (row, 2, 15))

    def test_customer_without_payments_has_a_row_without_figures(self):
        self._profile()
        row = self._count()
        self.assertEqual((row.payment_count, row.payment_risk), (0, False))
        self.env.cr.execute("SELECT days_late, dso FROM credit_behaviour WHERE id = %s", [row.id])
        self.assertEqual(self.env.cr.fetchone(), (None, None))

    def test_one_statement_whatever_the_number_of_customers(self):
        counts = []
        for number in (2, 50):
            partners = self.env["res.partner"].create(
                [{"name": f"Many {number}.{index}", "is_company": True} for index in range(number)]
            )
            self._profile(partners)
            self.env.flush_all()
            self.env["credit.behaviour"]._count_all(self.company)
            before = self.env.cr.sql_log_count
            self.env["credit.behaviour"]._count_all(self.company)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_trend_by_month_is_weighted_by_amount(self):
        profile = self._profile()
        self._paid_late(10, 1, 100)
        self._paid_late(40, 1, 300)
        self._paid_late(0, 2)
        months = self.env["credit.behaviour.month"].search([("profile_id", "=", profile.id)], order="month")
        self.assertEqual(months.mapped("payment_count"), [1, 2])
        self.assertEqual(months.mapped("days_late"), [0, 32.5])
        self.assertEqual(months.mapped("on_terms_share"), [1, 0])
        action = months[1].action_view_payments()
        rows = self.env["credit.payment.experience"].search(action["domain"])
        self.assertEqual(sorted(rows.mapped("days_late")), [10, 40])

    def test_figures_drill_to_their_payments(self):
        self._profile()
        self._paid_late(10, 1)
        self._paid_late(10, 20)
        row = self._count()
        rows = self.env["credit.payment.experience"].search(row.action_view_payments()["domain"])
        self.assertEqual((len(rows), row.payment_count), (1, 1))

    def test_readers_see_figures_and_sellers_none(self):
        profile = self._profile()
        self._paid_late(10, 1)
        self._count()
        profile.with_user(self.reader).action_refresh_behaviour()
        self.assertEqual(profile.with_user(self.reader).behaviour_ids.days_late, 10)
        with self.assertRaises(AccessError):
            profile.with_user(self.seller).read(["behaviour_ids"])
        for model in ("credit.behaviour", "credit.payment.experience", "credit.behaviour.month"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(self.seller).search([])
        with self.assertRaises(AccessError):
            profile.behaviour_ids.with_user(self.manager).write({"days_late": 0})

    def test_readers_see_their_own_companies_only(self):
        other = self.setup_other_company()["company"]
        self._profile(company=other)
        self._profile()
        self.env["credit.behaviour"]._count_all(other)
        self._count()
        rows = self.env["credit.behaviour"].with_user(self.reader).search([])
        self.assertEqual(rows.company_id, self.company)

    def test_periods_and_thresholds_out_of_range_are_refused(self):
        for name, number in (
            ("credit_behaviour_days", 90),
            ("credit_behaviour_days", 9999),
            ("credit_behaviour_grace_days", -1),
            ("credit_warning_broken", -1),
            ("credit_warning_slope", float("inf")),
            ("credit_warning_slope", float("nan")),
        ):
            with self.subTest(name=name, number=number), self.assertRaises(ValidationError):
                self.company.write({name: number})

    def test_rules_judge_by_what_was_counted(self):
        self._profile()
        self._paid_late(10, 1)
        self._count()
        order = self._order().sudo()
        needs = {"lateness", "broken_pledges"}
        [(_subject, facts)] = self.env["credit.profile"].sudo()._get_credit_facts("confirm", order, needs)
        self.assertEqual((facts.lateness, facts.broken_pledges), (Lateness(10.0, 1), 0))
        day = self.today - timedelta(days=30)
        self._invoice(100, day, day)
        pledge = (
            self.env["credit.pledge"]
            .sudo()
            .create({"profile_id": self._profile().id, "given_date": day, "promised_date": day})
        )
        pledge._judge()
        [(_subject, facts)] = self.env["credit.profile"].sudo()._get_credit_facts("confirm", order, needs)
        self.assertEqual(facts.broken_pledges, 1)

    # Early warning

    def _slow_down(self):
        for month, late in ((4, 1), (3, 8), (2, 15), (1, 22)):
            self._paid_late(late, month)

    def _warn(self):
        self._count()
        self.env["credit.behaviour"].sudo()._warn(self.company)
        kind = self.env.ref("customer_credit_view.mail_activity_early_warning")
        return self._profile().activity_ids.filtered(lambda activity: activity.activity_type_id == kind)

    def test_warning_goes_to_who_may_read_it(self):
        self.company.write({"credit_warning_is_on": True, "credit_collector_id": self.analyst.id})
        self._profile().user_id = self.seller
        self._slow_down()
        self.assertEqual(self._warn().user_id, self.analyst)

    def test_nothing_warns_until_it_is_switched_on(self):
        self._profile().user_id = self.analyst
        self._slow_down()
        self.assertFalse(self._warn())
        self.assertEqual(self._profile().standing, "none")

    def test_slowing_customer_becomes_a_task_once(self):
        self.company.credit_warning_is_on = True
        self._profile().user_id = self.analyst
        self._slow_down()
        activity = self._warn()
        self.assertEqual((len(activity), activity.user_id), (1, self.analyst))
        self.assertNotIn("7.0", activity.note)
        self.assertIn("7.0 days later", self._profile().behaviour_ids.warned_text)
        self.assertEqual(self._warn(), activity)
        self.assertEqual(self._profile().standing, "none")

    def test_what_was_looked_at_does_not_come_back_the_next_night(self):
        self.company.write({"credit_warning_is_on": True, "credit_warning_broken": 0})
        self._profile().user_id = self.analyst
        self._slow_down()
        self._warn().action_feedback()
        self.assertFalse(self._warn())
        self.company.credit_warning_broken = 1
        self._invoice(100, self.today - timedelta(days=40), self.today - timedelta(days=20))
        self.assertTrue(self._warn(), "A new sign is a new task.")
        self._warn().action_feedback()
        self._profile().behaviour_ids.sudo().warned_date = self.today - timedelta(days=31)
        self.assertTrue(self._warn())

    def test_warning_can_set_watch_and_never_loosens(self):
        self.company.write({"credit_warning_is_on": True, "credit_warning_sets_watch": True})
        self._profile()
        self._slow_down()
        self._warn()
        self.assertEqual(self._profile().standing, "watch")
        self._profile()._set_standing("hold", "Does not pay.")
        self._warn()
        self.assertEqual(self._profile().standing, "hold")

    def test_broken_terms_count_what_is_still_open(self):
        self.company.write({"credit_warning_is_on": True, "credit_warning_slope": 0, "credit_warning_broken": 3})
        self._profile().user_id = self.analyst
        due = self.today - timedelta(days=20)
        for _number in range(3):
            self._invoice(100, due - timedelta(days=10), due)
        self.assertTrue(self._warn())
        self.assertIn("3 items", self._profile().behaviour_ids.warned_text)

    def test_task_goes_to_the_collector_without_a_responsible(self):
        self.company.write({"credit_warning_is_on": True, "credit_collector_id": self.controller.id})
        self._profile()
        self._slow_down()
        self.assertEqual(self._warn().user_id, self.controller)

    def test_every_night(self):
        self.company.credit_warning_is_on = True
        self._profile().user_id = self.analyst
        self._slow_down()
        with self.enter_registry_test_mode():
            self.env.ref("customer_credit_view.ir_cron_credit_behaviour").method_direct_trigger()
        self.assertEqual(self._profile().behaviour_ids.payment_count, 4)
        self.assertTrue(self._profile().activity_ids)

    def test_merge_counts_again(self):
        double = self._customer("Aqua Works Ltd")
        for partner in (self.customer, double):
            self._profile(partner)
            self._paid_late(10, 1, partner=partner)
        self._count()
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo().create({})
        wizard._merge((self.customer + double).ids, self.customer, extra_checks=False)
        self.env.invalidate_all()
        self.assertEqual(self._profile().behaviour_ids.payment_count, 2)
