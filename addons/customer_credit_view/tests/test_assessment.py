from odoo import fields
from odoo.addons.evidence_ledger.exceptions import ActRefused
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger
from psycopg2 import IntegrityError

from ..exceptions import AssessmentRefused
from .common_risk import RiskCommon


@tagged("post_install", "-at_install")
class TestAssessment(RiskCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["credit.scorecard"].search([("state", "=", "active")]).action_retire()

    def _assess(self, profile=None, date=None):
        return self.env["credit.assessment"].with_user(self.analyst)._assess(profile or self.profile, date)

    def test_a_customer_is_graded(self):
        self._scorecard(self._current_ratio(), ("altman", False, [(None, 0), (1, 40), (2, 80)], {}))
        self._statement()
        assessment = self._assess()
        self.assertEqual((assessment.state, assessment.score, assessment.grade), ("done", 90.0, "A"))
        self.assertEqual((self.profile.grade, assessment.missing_percent), ("A", 0))
        self.assertEqual(self.profile.next_review_date, fields.Date.add(assessment.date, months=12))
        self.assertEqual(assessment.oldest_input_date, fields.Date.to_date("2023-12-31"))
        self.assertIn("credit.assessed", self._events())

    def _scorecard(self, *criteria, **vals):
        # The fourth value of a criterion are further values.
        rows = [given[:3] for given in criteria]
        card = super()._scorecard(*rows, activate=False, **vals)
        for criterion, given in zip(card.criterion_ids, criteria or [()], strict=True):
            if len(given) > 3 and given[3]:
                criterion.write(given[3])
        card.action_activate()
        return card

    def test_a_missing_input_follows_its_policy(self):
        cases = [
            ("skip", 100.0, "A", "graded"),
            ("worst", 50.0, "B", "graded"),
            ("required", 100.0, False, "required_missing"),
        ]
        self._statement(interest=None)
        cover = [(None, 0), (1, 100)]
        for policy, score, grade, verdict in cases:
            card = self._scorecard(
                self._current_ratio(), ("ratio", "interest_cover", cover, {"missing": policy}), max_missing_percent=50
            )
            assessment = self._assess()
            with self.subTest(policy):
                self.assertEqual((assessment.score, assessment.grade, assessment.verdict), (score, grade, verdict))
                self.assertEqual(assessment.missing_percent, 50)
            card.action_retire()

    def test_too_much_missing_gives_no_grade(self):
        self._scorecard(self._current_ratio(), ("tenure", False, [(None, 0), (12, 100)], {}), max_missing_percent=40)
        self._statement()
        assessment = self._assess()
        self.assertEqual((assessment.verdict, assessment.grade), ("too_much_missing", False))
        self.assertFalse(self.profile.grade)

    def test_knock_outs_override(self):
        card = super()._scorecard(self._current_ratio(), activate=False)
        card.knock_out_ids = [
            fields.Command.create({"kind": "overdue", "days": 90}),
            fields.Command.create({"kind": "hold"}),
        ]
        card.action_activate()
        self._statement()
        self._invoice(100, self._day(days=-120), self._day(days=-90))
        self.assertEqual(self._assess().grade, "A")
        self._invoice(100, self._day(days=-120), self._day(days=-91))
        self.profile._set_standing("hold", "Test")
        assessment = self._assess()
        self.assertEqual((assessment.verdict, assessment.grade, assessment.score), ("knocked_out", "E", 100.0))
        self.assertIn("91 days: more than 90", assessment.knock_outs)
        self.assertIn("on hold", assessment.knock_outs)
        self.assertEqual((assessment.previous_grade, assessment.is_downgrade), ("A", True))
        self.assertEqual(self.env["credit.profile"]._get_grade_drops(self.company), {self.profile.id: 4})

    def test_a_worse_grade_warns_early(self):
        self._scorecard(self._current_ratio())
        self._statement("2022-12-31")
        self._assess()
        self._statement("2023-12-31", current_assets=240, cash=20, receivables=100, inventory=100)
        self._assess()
        drop = {self.profile.id: 4}
        self.assertEqual(self.env["credit.profile"]._get_grade_drops(self.company), drop)
        self.company.sudo().write({"credit_warning_is_on": True, "credit_warning_grade_drop": 2})
        self.profile.user_id = self.analyst
        self.env.flush_all()
        behaviour = self.env["credit.behaviour"].sudo()
        behaviour._refresh(self.profile)
        behaviour._warn(self.company)
        self.assertIn("The grade fell by 4", self.profile.behaviour_ids.warned_text)
        self.assertTrue(self.profile.activity_ids)

    def test_it_explains_itself_without_what_it_rested_on(self):
        card = self._scorecard()
        statement = self._statement(current_assets=450, current_liabilities=375)
        assessment = self._assess()
        before = assessment._get_hash()
        self.assertEqual(before, assessment.content_hash)
        line = assessment.line_ids
        self.assertEqual((line.value, line.range_text, line.points), (1.2, "1 to below 1.6", 60))
        self.assertEqual(line.basis, "statement of 2023-12-31, not audited")
        self.assertIn("version 1", assessment.scorecard_version)
        # A year later: another version, another grade, the statement withdrawn, the customer renamed.
        version = self.env["credit.scorecard"].browse(card.action_new_version()["res_id"]).with_user(self.manager)
        version.criterion_ids.name = "Liquidity"
        version.action_activate()
        statement.action_withdraw()
        self.env.flush_all()
        self.cr.execute("UPDATE credit_grade SET name = 'BB' WHERE name = 'B'")
        self.customer.name = "Aqua Works in Liquidation"
        self.env.invalidate_all()
        self.assertEqual(assessment._get_hash(), before)
        self.assertEqual(assessment.grade, "B")
        for text in ("version 1", "60.00 points", "Current", "1 to below 1.6"):
            with self.subTest(text):
                self.assertIn(text, str(assessment.explanation))

    def test_it_does_not_change(self):
        self._scorecard()
        self._statement()
        assessment = self._assess()
        line = assessment.line_ids
        for act in (
            lambda: line.sudo().write({"points": 9}),
            lambda: line.sudo().unlink(),
            lambda: line.sudo().create({"assessment_id": assessment.id, "name": "X"}),
            lambda: assessment.unlink(),
            lambda: assessment.write({"date": "2020-01-01"}),
            lambda: assessment.action_complete(),
        ):
            with self.assertRaises(AssessmentRefused), self.cr.savepoint():
                act()
        for name in ("score", "grade", "state", "content_hash", "line_ids"):
            with self.subTest(name), self.assertRaises(ActRefused):
                assessment.write({name: False})
        with self.assertRaises(ActRefused):
            self.profile.with_user(self.analyst).write({"grade": "A"})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.env.cr.execute(SQL("UPDATE credit_assessment_line SET points = 100 WHERE id = %s", line.id))

    def test_verification_finds_a_forged_score(self):
        self._scorecard()
        self._statement()
        assessment = self._assess()
        self.env.flush_all()
        verification = self.env["evidence.verification"].sudo()
        self.assertFalse(list(verification._get_document_findings(self.company)))
        self.env.cr.execute(SQL("UPDATE credit_assessment SET grade = 'E' WHERE id = %s", assessment.id))
        self.env.invalidate_all()
        found = list(verification._get_document_findings(self.company))
        self.assertEqual({finding.ref.subject_key for finding in found}, {self.profile.name})
        self.env.cr.execute(SQL("UPDATE credit_assessment SET grade = 'A' WHERE id = %s", assessment.id))
        self.env.cr.execute(SQL("UPDATE credit_profile SET grade = 'B' WHERE id = %s", self.profile.id))
        self.env.invalidate_all()
        [finding] = verification._get_document_findings(self.company)
        self.assertEqual(finding.figures["paths"], ["/grade"])

    def test_a_person_answers_what_no_figure_does(self):
        self._scorecard(self._current_ratio(), ("manual", False, [(None, 0), (3, 100)], {"name": "Management"}))
        self._statement()
        assessment = self._assess()
        self.assertEqual(assessment.state, "draft")
        answer = assessment.answer_ids.with_user(self.analyst)
        answer.write({"value": 3, "basis": "Visit in May"})
        assessment.with_user(self.analyst).action_complete()
        self.assertEqual(assessment.score, 100)
        self.assertIn("Visit in May", assessment.line_ids[1].basis)
        with self.assertRaises(AssessmentRefused), self.cr.savepoint():
            answer.value = 1
        for user in (self.reader, self.seller):
            with self.subTest(user.login), self.assertRaises(AccessError):
                assessment.with_user(user).action_complete()

    def test_a_person_answers_nothing_that_figures_say(self):
        card = self._scorecard(self._current_ratio(), ("manual", False, [(None, 0), (3, 100)], {"name": "Management"}))
        self._statement(current_assets=100, cash=0, receivables=0, inventory=0)
        ratio = card.criterion_ids.filtered(lambda criterion: criterion.source == "ratio")
        assessment = self._assess().with_user(self.analyst)
        vals = {"criterion_id": ratio.id, "value": 9, "is_known": True}
        with self.assertRaisesRegex(AssessmentRefused, "does not ask a person"), self.cr.savepoint():
            assessment.answer_ids = [Command.create(vals)]
        with self.assertRaisesRegex(AssessmentRefused, "comes after"), self.cr.savepoint():
            assessment.answer_ids.write({"value": 3, "date": self._day(days=400)})
        # Given before the scorecard is chosen.
        early = self.env["credit.assessment"].with_user(self.analyst)
        early = early.create({"profile_id": self.profile.id, "answer_ids": [Command.create(vals)]})
        with self.assertRaisesRegex(AssessmentRefused, "does not ask a person"):
            early.action_complete()

    def test_nothing_later_than_its_day_counts(self):
        self._scorecard(max_missing_percent=100)
        self._statement("2023-12-31")
        self.assertEqual(self._assess(date=fields.Date.to_date("2023-12-30")).missing_percent, 100)
        self.assertEqual(self._assess(date=fields.Date.to_date("2023-12-31")).grade, "A")

    def test_nobody_is_scored_for_a_day_to_come(self):
        self._scorecard()
        self._statement()
        with self.assertRaisesRegex(AssessmentRefused, "will be known then"):
            self._assess(date=self._day(days=1))

    def test_without_a_scorecard_there_is_no_assessment(self):
        self.assertFalse(self._assess())
        with self.assertRaisesRegex(AssessmentRefused, "No scorecard"):
            self.profile.with_user(self.analyst).action_assess()
        with self.assertRaisesRegex(AssessmentRefused, "No scorecard"):
            self.env["credit.assessment"].with_user(self.analyst).create({"profile_id": self.profile.id})

    def test_tenure_counts_from_the_first_invoice(self):
        self._scorecard(("tenure", False, [(None, 0), (12, 100)], {}))
        self._invoice(100, self._day(months=-12))
        self._invoice(100, self._day(months=-1), partner=self.buyer)
        assessment = self._assess()
        self.assertEqual((assessment.line_ids.value, assessment.score), (12, 100))

    def test_days_late_are_read_from_payments(self):
        self._scorecard(("days_late", False, [(None, 100), (15, 50), (30, 0)], {}), max_missing_percent=50)
        self.assertEqual(self._assess().verdict, "too_much_missing")
        self._pay(self._invoice(100, self._day(days=-60), self._day(days=-50)), self._day(days=-30))
        assessment = self._assess()
        self.assertEqual((assessment.line_ids.value, assessment.score), (20, 50))
        self.assertIn("payments up to", assessment.line_ids.basis)

    def test_many_customers_are_scored_in_the_same_number_of_queries(self):
        self._scorecard(self._current_ratio(), ("tenure", False, [(None, 0), (12, 100)], {}), max_missing_percent=100)
        counts = []
        for number in (1, 2, 20):
            partners = self.env["res.partner"].create(
                [{"name": f"C{number} {n}", "is_company": True} for n in range(number)]
            )
            profiles = self.env["credit.profile"]._get_for(partners, self.company)
            assessments = (
                self.env["credit.assessment"]
                .with_user(self.analyst)
                .create([{"profile_id": profile.id} for profile in profiles])
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            assessments._complete()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        # The first fills what is cached for good.
        self.assertEqual(*counts[1:])


@tagged("post_install", "-at_install")
class TestBackTest(RiskCommon):
    def _test(self, **vals):
        tests = self.env["credit.back.test"].with_user(self.analyst)
        return tests.create({"company_id": self.company.id, "date": self._day(months=-12), **vals})

    def test_not_enough_data(self):
        test = self._test()
        test.action_test()
        self.assertFalse(test.is_enough)
        self.assertIn("Not enough data: 0 customers", test.not_enough)

    def test_cases_are_what_was_paid_late_or_is_open(self):
        late, open_, good, credited = (self._customer(name) for name in ("Late", "Open", "Good", "Credited"))
        due = self._day(months=-10)
        for partner in (late, open_, good, credited):
            self._invoice(100, self._day(months=-11), due, partner=partner)
        move = self.env["account.move"]
        self._pay(move.search([("partner_id", "=", late.id)]), fields.Date.add(due, days=61))
        self._pay(move.search([("partner_id", "=", good.id)]), fields.Date.add(due, days=60))
        refund = self._invoice(100, self._day(months=-1), move_type="out_refund", partner=credited)
        items = (move.search([("partner_id", "=", credited.id)]) | refund).line_ids
        items.filtered(lambda item: item.account_id.account_type == "asset_receivable").reconcile()
        profiles = self.env["credit.profile"]._get_for(late | open_ | good | credited, self.company)
        days = self._test()._get_latest_days(profiles)
        self.assertEqual((days[late.id], days[good.id]), (61, 60))
        self.assertGreater(days[open_.id], 200)
        self.assertNotIn(credited.id, days)

    def test_companies_of_others_are_not_tested(self):
        other = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(AccessError):
            self._test(company_id=other.id).action_test()

    def test_a_knock_out_is_below_every_score(self):
        assessment = self.env["credit.assessment"]
        best, knocked = assessment.new({"score": 90, "verdict": "graded"}), assessment.new({"score": 95})
        knocked.verdict = "knocked_out"
        test = self._test()
        self.assertLess(test._get_case_score(knocked), test._get_case_score(best))

    def test_a_day_in_the_past(self):
        with self.assertRaisesRegex(Exception, "in the past"):
            self._test(date=self._today())
