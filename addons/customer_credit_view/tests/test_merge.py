from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import CreditCommon
from .common_risk import RiskCommon


class MergeCommon(CreditCommon):
    """A customer that exists twice, and core's wizard that merges the two."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.double = cls._customer("Aqua Works Ltd")

    def _merge(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo().create({})
        wizard._merge((self.customer + self.double).ids, self.customer, extra_checks=False)
        self.env.invalidate_all()

    def _get_rows(self):
        """The number of rows in each table that refers to a profile."""
        self.env.flush_all()
        merging = self.env["base.partner.merge.automatic.wizard"]
        tables = {table for table, _column in merging._get_fk_on("credit_profile") if table != "credit_profile"}
        counts = []
        for table in sorted(tables):
            self.env.cr.execute(SQL("SELECT COUNT(*) FROM %s", SQL.identifier(table)))
            counts.append((table, self.env.cr.fetchone()[0]))
        return counts


@tagged("post_install", "-at_install")
class TestMerge(MergeCommon):
    """Core merges contacts by raw SQL; nothing of their credit is lost."""

    def test_exposure_of_both_is_that_of_one(self):
        for partner in (self.customer, self.double):
            self._invoice(1000, "2027-01-10", partner=partner)
            self._order([(self.pump, 2, 100.0)], partner_id=partner.id).sudo().action_confirm()
        self.env.flush_all()
        self.env["credit.counter"]._fold()
        self._merge()
        profile = self._profile()
        self.assertEqual(profile._get_exposure()[profile].gross, 2400)
        proofs = self.env["credit.proof"]._prove()
        self.assertEqual(set(proofs.mapped("state")), {"equal"})

    def test_stricter_standing_notes_and_history_are_kept(self):
        kept, lost = self._profile(), self._profile(self.double)
        kept._set_standing("good", "Pays.")
        lost._set_standing("hold", "Does not pay.")
        lost.write({"segment": "small", "next_review_date": "2027-03-01", "user_id": self.analyst.id})
        lost.message_post(body="Promised to pay in May.")
        number = lost.name
        self._merge()
        self.assertFalse(lost.exists())
        self.assertEqual((kept.standing, kept.segment, kept.user_id), ("hold", "small", self.analyst))
        self.assertIn("May", " ".join(kept.message_ids.mapped("body")))
        entry = self.env["evidence.entry"].sudo().search([("event", "=", "credit.profile_absorbed")], limit=1)
        self.assertIn(number, entry.payload)

    def test_all_rows_of_both_sides_are_kept(self):
        """Promises, disputes, covers and rules: core deletes what it cannot bring together."""
        today = self.company._get_credit_today()
        for partner in (self.customer, self.double):
            profile, invoice = self._profile(partner), self._invoice(100, today, partner=partner)
            self._invoice(70, today, partner=partner)
            self.env["credit.dispute"].sudo().create({"move_id": invoice.id, "reason": "price"})
            self.env["credit.pledge"].sudo().create({"profile_id": profile.id, "promised_date": today})
            self.env["credit.cover"].sudo().create({"profile_id": profile.id, "amount": 10})
            self.env["credit.behaviour"].sudo()._refresh(profile)
        vals = {"name": "Both", "kind": "order_value", "checkpoint": "confirm", "mode": "enforce", "scope": "customer"}
        customers = [Command.set((self.customer + self.double).ids)]
        rule = self.env["credit.rule"].sudo().create({**vals, "customer_ids": customers, "amount_limit": 10})
        alone = rule.copy({"customer_ids": [Command.set(self.double.ids)], "mode": "enforce"})
        tables = [row for row in self._get_rows() if row[0] != "credit_behaviour"]
        self._merge()
        kept = self._profile()
        self.assertEqual([row for row in self._get_rows() if row[0] != "credit_behaviour"], tables)
        self.assertEqual((len(kept.pledge_ids), kept.dispute_count, len(kept.cover_ids)), (2, 2, 2))
        self.assertEqual(len(kept.behaviour_ids), 1)
        self.assertEqual((rule.customer_ids, alone.customer_ids), (self.customer, self.customer))
        settings = self.env["credit.rule"]._get_settings(self.company.id, "confirm")
        named = {setting.key: setting.customers for setting in settings}
        self.assertEqual((named[rule.id], named[alone.id]), (frozenset(self.customer.ids),) * 2)

    def test_profile_of_the_other_alone_goes_on(self):
        self._profile(self.double)._set_standing("watch", "Pays late.")
        self._merge()
        self.assertEqual(self._profile().standing, "watch")

    def test_group_below_the_other_goes_on_below_the_one(self):
        daughter = self._customer("Aqua Leeds", parent_id=self.double.id)
        profile = self._profile(daughter)
        self.assertEqual(profile.parent_id.partner_id, self.double)
        self._merge()
        self.assertEqual(profile.parent_id, self._profile())


@tagged("post_install", "-at_install")
class TestMergeRisk(MergeCommon, RiskCommon):
    """Both sides have a limit, statements, an assessment and a proposal that waits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["credit.scorecard"].search([("state", "=", "active")]).action_retire()
        cls._scorecard()
        cls.other = cls._profile(cls.double)
        cls.limits = cls._limit(900, cls._day(days=-30)) + cls._limit(500, profile=cls.other)
        own, other = (cls._statement(profile=profile) for profile in (cls.profile, cls.other))
        # The other is graded worse, on a later statement.
        later = cls._statement(
            "2024-12-31", profile=cls.other, current_assets=200, cash=20, receivables=90, inventory=60
        )
        cls.statements = own + other + later
        cls.assessments = cls.env["credit.assessment"]._assess(cls.profile + cls.other).sudo()
        cls.proposals = (
            cls._proposal(1000) + cls._proposal(2000, profile=cls.other) + cls._proposal(3000, profile=cls.other)
        ).sudo()
        cls._rule(2)
        cls.proposals[:2].with_user(cls.analyst).action_submit()

    def setUp(self):
        super().setUp()
        self.tables = dict(self._get_rows())
        self._merge()

    def test_all_rows_are_kept_and_stand_below_the_one_profile(self):
        for table in ("credit_limit", "credit_statement", "credit_assessment", "credit_limit_proposal"):
            self.assertGreater(self.tables[table], 1, table)
        tables = dict(self._get_rows())
        changed = {table for table, count in self.tables.items() if tables[table] != count}
        self.assertFalse(changed - {"credit_behaviour", "credit_screening_result"})
        for rows in (self.limits, self.statements, self.assessments, self.proposals):
            self.assertEqual(rows.exists(), rows)
            self.assertEqual(rows.profile_id, self.profile, rows._name)
        self.assertFalse(self.other.exists())

    def test_lower_limit_counts(self):
        self.assertEqual(self.limits.mapped("date_to"), [self._day(days=-1), False])
        self.assertEqual(self.profile.limit_amount, 500)

    def test_one_statement_for_each_period_stays(self):
        self.assertEqual(self.statements.mapped("state"), ["confirmed", "withdrawn", "confirmed"])

    def test_grade_is_that_of_an_assessment_of_both(self):
        self.assertEqual(self.assessments.mapped("state"), ["done", "done"])
        in_force = self.env["credit.assessment"]._get_in_force(self.profile, self._today())[self.profile]
        self.assertEqual(self.profile.grade, in_force.grade)

    def test_one_proposal_waits_and_drafts_stay(self):
        self.assertEqual(self.proposals.mapped("state"), ["submitted", "withdrawn", "draft"])
        self.proposals[0].with_user(self.controller).action_approve()
