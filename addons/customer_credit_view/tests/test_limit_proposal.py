from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..exceptions import ProposalRefused
from .common_risk import RiskCommon


@tagged("post_install", "-at_install")
class TestLimitProposal(RiskCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["credit.limit.rule"].search([]).action_archive()
        cls.env["credit.scorecard"].search([("state", "=", "active")]).action_retire()

    def _graded(self, **figures):
        """Give the customer grade A, on a statement of 100 days ago."""
        self._scorecard()
        self._statement(self._day(days=-100), **figures)
        return self.env["credit.assessment"]._assess(self.profile)

    def test_without_a_rule_two_decide_one_of_them_a_manager(self):
        proposal = self._proposal()
        proposal.action_submit()
        self.assertEqual((proposal.state, proposal.required_approvers), ("submitted", 2))
        proposal.with_user(self.controller).action_approve()
        self.assertEqual(proposal.state, "submitted")
        proposal.with_user(self.second_controller).action_approve()
        # Two have agreed, but none of them is a manager.
        self.assertEqual(proposal.state, "submitted")
        proposal.with_user(self.manager).action_approve("Seen.")
        self.assertEqual((proposal.state, proposal.limit_id.amount), ("approved", 1000))
        self.assertEqual(
            self._events(),
            ["credit.limit_proposed", *["credit.limit_approved"] * 3, "credit.limit_granted"],
        )

    def test_one_person_decides(self):
        self._rule(1)
        proposal = self._proposal()
        proposal.action_submit()
        proposal.with_user(self.controller).action_approve()
        self.assertEqual((proposal.state, self.profile.limit_amount), ("approved", 1000))
        self.assertTrue(proposal.decided_at)

    def test_nobody_agrees_to_his_own(self):
        self._rule(1)
        own = self._proposal(user=self.controller)
        own.action_submit()
        with self.assertRaisesRegex(ProposalRefused, "yours"):
            own.action_approve()
        # Neither the one who wrote it nor the one who submitted it nor the one who changed it.
        changed = self._proposal(profile=self._profile(self._customer("Other")))
        changed.with_user(self.controller).amount = 5000
        changed.action_submit()
        with self.assertRaisesRegex(ProposalRefused, "yours"):
            changed.with_user(self.controller).action_approve()
        with self.assertRaisesRegex(ProposalRefused, "yours"):
            changed.with_user(self.controller).sudo().action_approve()
        changed.with_user(self.second_controller).action_approve()
        self.assertEqual(changed.state, "approved")

    def test_nobody_agrees_twice(self):
        self._rule(2)
        proposal = self._proposal()
        proposal.action_submit()
        self.assertFalse(proposal.with_user(self.controller).has_agreed)
        proposal.with_user(self.controller).action_approve()
        self.assertTrue(proposal.with_user(self.controller).has_agreed)
        self.assertFalse(proposal.with_user(self.second_controller).has_agreed)
        with self.assertRaisesRegex(ProposalRefused, "already"):
            proposal.with_user(self.controller).action_approve()
        self.assertEqual(proposal.state, "submitted")

    def test_who_may_what(self):
        proposal = self._proposal()
        proposal.action_submit()
        for user in (self.analyst, self.reader, self.seller):
            for act in ("action_approve", "action_reject"):
                with self.subTest(user=user.login, act=act), self.assertRaises(UserError):
                    getattr(proposal.with_user(user), act)("Because.")
        with self.assertRaises(UserError):
            proposal.sudo().action_approve()
        with self.assertRaises(AccessError):
            self._proposal(user=self.reader)

    def test_automatic_on_fresh_data(self):
        self._rule(0, amount_up_to=5000, has_upper=True, max_data_days=100, sequence=1)
        self._rule(1)
        self._graded()
        proposal = self._proposal(5000)
        proposal.action_submit()
        self.assertEqual((proposal.state, proposal.required_approvers, proposal.grade), ("approved", 0, "A"))
        self.assertEqual(proposal.data_days, 100)

    def test_old_data_needs_a_person(self):
        self._rule(0, amount_up_to=5000, has_upper=True, max_data_days=99, sequence=1)
        nothing = self._proposal(5000)
        nothing.action_submit()
        self.assertEqual((nothing.required_approvers, nothing.required_reason), (1, "stale_data"))
        nothing.action_withdraw()
        self._graded()
        stale = self._proposal(5000)
        stale.action_submit()
        self.assertEqual((stale.required_approvers, stale.required_reason), (1, "stale_data"))

    def test_nothing_is_automatic_for_a_customer_on_hold_or_without_a_grade(self):
        self._rule(0, sequence=1)
        self._graded()
        self.profile._set_standing("hold", "Test")
        held = self._proposal()
        held.action_submit()
        self.assertEqual((held.required_approvers, held.required_reason), (1, "on_hold"))
        held.action_withdraw()
        self.profile._set_standing("good", "Test")
        self.profile.statement_ids.with_user(self.analyst).action_withdraw()
        self.env["credit.assessment"]._assess(self.profile)
        unrated = self._proposal()
        unrated.action_submit()
        self.assertEqual((unrated.required_approvers, unrated.required_reason), (1, "stale_data"))

    def test_rules_by_amount_grade_increase_and_tenure(self):
        a = self.env.ref("customer_credit_view.grade_a")
        self._rule(
            0,
            sequence=1,
            has_upper=True,
            amount_up_to=5000,
            grade_ids=[Command.set(a.ids)],
            has_max_increase=True,
            max_increase_percent=25,
            min_tenure_months=12,
        )
        self._rule(1, sequence=2, has_upper=True, amount_up_to=8000)
        self._graded()
        first = self._proposal(4000)
        first.action_submit()
        self.assertEqual(first.required_approvers, 1, "A first limit is no small increase.")
        first.with_user(self.controller).action_approve()
        young = self._proposal(5000)
        young.action_submit()
        self.assertEqual(young.required_approvers, 1, "Not a customer for a year.")
        young.action_withdraw()
        self._invoice(100, self._day(months=-12))
        for amount, approvers in ((5000, 0), (6250, 1), (8001, 2)):
            proposal = self._proposal(amount)
            proposal.action_submit()
            with self.subTest(amount=amount):
                self.assertEqual(proposal.required_approvers, approvers)
            if proposal.state == "submitted":
                proposal.action_withdraw()

    def test_small_increases_add_up(self):
        """Each of them is within the row, all of them together are not: days apart or on one day."""
        rule = self._rule(0, sequence=1, has_max_increase=True, max_increase_percent=25, max_data_days=3650)
        self._rule(1, sequence=2)
        self._graded()
        self.assertEqual(rule.increase_days, 365)
        self._limit(800, self._day(days=-700), date_to=self._day(days=-401))
        self._limit(1000, self._day(days=-400))
        for amount, approvers in ((1100, 0), (1200, 0), (1250, 0), (1260, 1)):
            proposal = self._proposal(amount)
            proposal.action_submit()
            with self.subTest(amount=amount):
                self.assertEqual(proposal.required_approvers, approvers)
        proposal.action_withdraw()
        rule.increase_days = 0
        single = self._proposal(1260)
        single.action_submit()
        self.assertEqual(single.required_approvers, 0)

    def test_temporary_limits_are_no_way_round_small_increases(self):
        self._rule(0, sequence=1, has_max_increase=True, max_increase_percent=25, max_data_days=3650)
        self._rule(1, sequence=2)
        self._graded()
        self._limit(1000)
        season = self._proposal(1250, kind="temporary", date_to=self._day(days=30))
        season.action_submit()
        self.assertEqual(season.required_approvers, 0)
        proposal = self._proposal(1500)
        proposal.action_submit()
        self.assertEqual(proposal.required_approvers, 1)

    def test_the_matrix_is_asked_again_at_the_approval(self):
        rule = self._rule(1)
        proposal = self._proposal(9000)
        proposal.action_submit()
        self.assertEqual(proposal.required_approvers, 1)
        rule.write({"has_upper": True, "amount_up_to": 1000})
        proposal.with_user(self.controller).action_approve()
        self.assertEqual((proposal.state, proposal.required_approvers), ("submitted", 2))

    def test_a_foreign_currency_is_measured_in_ours(self):
        self._rule(1, has_upper=True, amount_up_to=1000, sequence=1)
        foreign = self.setup_other_currency("EUR", rates=[("2020-01-01", 0.5)])
        proposal = self._proposal(600, currency_id=foreign.id)
        proposal.action_submit()
        self.assertEqual((proposal.company_amount, proposal.required_approvers), (1200, 2))
        bare = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("rate_ids", "=", False), ("id", "!=", self.company.currency_id.id)], limit=1)
        )
        with self.assertRaisesRegex(ProposalRefused, "no rate"), self.cr.savepoint():
            self._proposal(600, currency_id=bare.id, kind="temporary", date_to=self._day(days=5))

    def test_a_submitted_proposal_is_frozen(self):
        proposal = self._proposal()
        proposal.action_submit()
        for act in (
            lambda: proposal.write({"amount": 1}),
            lambda: proposal.write({"reason": "Other"}),
            lambda: proposal.unlink(),
            lambda: proposal.action_submit(),
        ):
            with self.assertRaises(ProposalRefused), self.cr.savepoint():
                act()

    def test_a_limit_does_not_begin_before_it_was_granted(self):
        self._rule(1)
        late = self._proposal(date_from=self._day(days=-5))
        late.action_submit()
        late.with_user(self.controller).action_approve()
        self.assertEqual(late.limit_id.date_from, self._today())
        over = self._proposal(kind="temporary", date_from=self._day(days=-5), date_to=self._day(days=-1))
        over.action_submit()
        with self.assertRaisesRegex(ProposalRefused, "over"):
            over.with_user(self.controller).action_approve()

    def test_reasons_are_needed(self):
        proposal = self._proposal(reason=" ")
        with self.assertRaisesRegex(ProposalRefused, "say why"):
            proposal.action_submit()
        proposal.reason = "Because."
        proposal.action_submit()
        with self.assertRaisesRegex(ProposalRefused, "say why"):
            proposal.with_user(self.controller).action_reject("")
        proposal.with_user(self.controller).action_reject("Too much.")
        self.assertEqual((proposal.state, proposal.decision_reason), ("rejected", "Too much."))
        with self.assertRaisesRegex(ProposalRefused, "rejected"):
            proposal.with_user(self.manager).action_approve()

    def test_time_to_the_decision(self):
        self._rule(1)
        proposal = self._proposal()
        proposal.action_submit()
        proposal._act({"requested_at": fields.Datetime.subtract(self.env.cr.now(), hours=6)})
        proposal.with_user(self.controller).action_approve()
        self.assertAlmostEqual(proposal.decision_hours, 6.0, 2)

    def test_one_proposal_of_a_kind_waits(self):
        self._proposal().action_submit()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self._proposal().action_submit()

    def test_rules_that_can_never_match_are_refused(self):
        for vals in (
            {"has_upper": True, "amount_above": 100, "amount_up_to": 100},
            {"has_upper": True, "amount_up_to": 0},
            {"approvers": "0", "max_data_days": 0},
            {"approvers": "0", "needs_manager": True},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError), self.cr.savepoint():
                self._rule(vals.pop("approvers", 1), **vals)
        with self.assertRaises(AccessError):
            self.env["credit.limit.rule"].with_user(self.controller).create({"name": "Mine"})

    def test_the_formula_fills_in_the_amount(self):
        # Case 2-S4: TNW 80,000, turnover 700,000, grade B, need 50,000.
        self._graded(current_liabilities=300, total_assets=80_550, equity=80_000, revenue=700_000)
        grade = self.env["credit.assessment"]._get_in_force(self.profile, self._today())[self.profile].grade_id
        self.assertEqual(grade.name, "B")
        self.profile.expected_purchases = 50_000 * 365 / 30
        self.company.write({"credit_terms_days": 30, "account_sale_tax_id": False, "credit_concentration_percent": 0})
        self.customer.property_payment_term_id = False
        proposals = self.profile.with_user(self.analyst)._propose_limits(self._today())
        self.assertEqual((proposals.amount, proposals.formula), (28_000, "grade_matrix"))
        rows = {row.basis: (row.amount, row.is_deciding) for row in proposals.basis_ids}
        self.assertEqual(rows["Share of tangible net worth"], (28_000, True))
        self.assertEqual(rows["Share of turnover"], (35_000, False))
        self.assertAlmostEqual(rows["Need of its purchases"][0], 50_000, 0)
        self.assertEqual(proposals.state, "draft")

    def test_need_from_what_was_billed(self):
        self.company.write({"credit_limit_formula": "need", "credit_terms_days": 45, "credit_concentration_percent": 0})
        self.customer.property_payment_term_id = False
        self._invoice(1_440_000, self._day(days=-10))
        [proposal] = self.profile._get_limit_proposals(self._today()).values()
        # Case 2-S5: 1,200,000 plus 20 % are billed with taxes.
        self.assertEqual(str(proposal.amount), "177534.25")

    def test_no_limit_is_proposed_above_cover_and_own_risk(self):
        self.company.write({"credit_limit_formula": "need", "credit_own_risk_amount": 10_000})
        self.company.credit_concentration_percent = 0
        self._invoice(1_440_000, self._day(days=-10))
        cover = {"profile_id": self.profile.id, "type": "insurance", "amount": 50_000, "percent": 90.0}
        cover |= {"currency_id": self.company.currency_id.id, "valid_to": self._day(months=6)}
        self.env["credit.cover"].with_user(self.controller).create(cover).with_user(self.manager).action_put_in_force()
        [proposal] = self.profile._get_limit_proposals(self._today()).values()
        self.assertEqual((proposal.amount, proposal.deciding), (55_000, "cover"))

    def test_native_limits_are_taken_over(self):
        self.company.write({"credit_limit_formula": "native", "credit_concentration_percent": 0})
        other = self._profile(self._customer("Other"))
        self.customer.with_company(self.company).write({"use_partner_credit_limit": True, "credit_limit": 7000})
        proposals = (self.profile + other).with_user(self.analyst)._propose_limits(self._today())
        self.assertEqual(proposals.mapped("amount"), [7000, 0])
        self.assertEqual(proposals.mapped("has_formula_amount"), [True, False])
        proposals[0].action_submit()
        self.assertIn("Credit limit on the contact", proposals[0].reason)

    def test_references_and_the_lowest(self):
        self.company.credit_limit_formula = "references"
        currency = self.company.currency_id.id
        for amount, days in ((10_000, 5), (30_000, 5), (20_000, 5), (90_000, 400)):
            self.env["credit.limit.reference"].with_user(self.analyst).create(
                {
                    "profile_id": self.profile.id,
                    "supplier": "Another",
                    "limit_amount": amount,
                    "currency_id": currency,
                    "date": self._day(days=-days),
                }
            )
        self.profile.invalidate_recordset()
        [proposal] = self.profile._get_limit_proposals(self._today()).values()
        self.assertEqual(proposal.amount, 20_000)

    def test_a_formula_without_a_method_is_named(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_company SET credit_limit_formula = 'acme' WHERE id = %s", (self.company.id,))
        self.env.invalidate_all()
        with self.assertRaisesRegex(ProposalRefused, "acme"):
            self.profile._get_limit_proposals(self._today())

    def test_inputs_of_many_customers_take_the_same_number_of_queries(self):
        counts = []
        for number in (1, 2, 20):
            partners = self.env["res.partner"].create(
                [{"name": f"C{number} {n}", "is_company": True} for n in range(number)]
            )
            profiles = self.env["credit.profile"]._get_for(partners, self.company)
            for profile in profiles:
                self._statement(profile=profile)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            profiles._get_limit_proposals(self._today())
            counts.append(self.cr.sql_log_count - before)
        # The first fills what is cached for good.
        self.assertEqual(*counts[1:])

    def test_each_company_has_its_own_matrix(self):
        other = self.setup_other_company()["company"]
        theirs = self._user("theirs", "customer_credit_view.group_credit_manager", other)
        self._rule(1)
        self.assertFalse(self.env["credit.limit.rule"].with_user(theirs).search([]))
        proposal = self._proposal()
        proposal.action_submit()
        with self.assertRaises(AccessError):
            proposal.with_user(theirs).action_approve()
