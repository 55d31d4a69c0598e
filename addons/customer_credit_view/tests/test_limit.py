from contextlib import closing
from decimal import Decimal

from odoo import fields
from odoo.addons.evidence_ledger.exceptions import ActRefused
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger
from psycopg2 import IntegrityError

from ..exceptions import LimitRefused, ProposalRefused
from .common_risk import RiskCommon


def day(text):
    return fields.Date.to_date(text)


@tagged("post_install", "-at_install")
class TestLimit(RiskCommon):
    def _amount(self, on, profile=None):
        profile = profile or self.profile
        found = self.env["credit.limit"]._get_in_force(profile, day(on)).get(profile)
        return found and found.amount

    def test_temporary_stands_instead_of_permanent(self):
        self._limit(100, "2026-01-01")
        self._limit(150, "2026-06-01", date_to="2026-08-31", kind="temporary")
        cases = {"2025-12-31": None, "2026-05-31": 100, "2026-06-01": 150, "2026-08-31": 150, "2026-09-01": 100}
        for on, amount in cases.items():
            with self.subTest(on):
                self.assertEqual(self._amount(on), amount)

    def test_a_new_permanent_limit_takes_over(self):
        first = self._limit(100, "2026-01-01")
        second = self._limit(150, "2026-03-01")
        self.assertEqual(first.date_to, day("2026-02-28"))
        self.assertEqual([self._amount(on) for on in ("2026-02-28", "2026-03-01")], [100, 150])
        third = self._limit(70, "2026-03-01")
        self.assertEqual((second.state, self._amount("2026-03-01")), ("cancelled", 70))
        self.assertFalse(third.date_to)

    def test_overlapping_limits_are_refused(self):
        self._limit(100, "2026-06-01")
        with self.assertRaisesRegex(LimitRefused, "overlap"), self.cr.savepoint():
            self._limit(50, "2026-01-01", date_to="2026-07-01")
        self._limit(50, "2026-01-01", date_to="2026-05-31")
        self._limit(9, "2026-01-01", date_to="2026-02-28", kind="temporary")
        with self.assertRaisesRegex(LimitRefused, "overlap"), self.cr.savepoint():
            self._limit(9, "2026-02-28", date_to="2026-03-28", kind="temporary")
        with self.assertRaisesRegex(ProposalRefused, "overlaps"), self.cr.savepoint():
            self._proposal(9, date_from="2026-02-01", date_to="2026-03-28", kind="temporary")

    def test_limits_that_make_no_sense(self):
        with self.assertRaisesRegex(LimitRefused, "currency"):
            self.env["credit.limit"]._grant(
                [{"profile_id": self.profile.id, "currency_id": False, "amount": 5, "date_from": "2026-01-01"}], "Test"
            )
        cases = [
            {"amount": -1},
            {"insured_amount": 1001},
            {"insured_amount": -1},
            {"date_from": "2026-02-01", "date_to": "2026-01-31"},
            {"kind": "temporary"},
        ]
        with self.assertRaisesRegex(ProposalRefused, "choose the currency"), self.cr.savepoint():
            self._proposal(1000, currency_id=False)
        for vals in cases:
            quiet = mute_logger("odoo.sql_db")
            with self.subTest(vals=vals), self.assertRaises(IntegrityError), quiet, self.cr.savepoint():
                self._proposal(vals.pop("amount", 1000), **vals)
                self.env.flush_all()

    def test_limits_are_granted_and_never_written(self):
        limit = self._limit(100, "2026-01-01")
        vals = {"profile_id": self.profile.id, "amount": 10**6, "currency_id": limit.currency_id.id}
        for user in (self.analyst, self.controller, self.manager):
            with self.subTest(user.login), self.assertRaises(UserError), self.cr.savepoint():
                limit.with_user(user).create({**vals, "date_from": "2026-01-01", "name": "CL1"})
            with self.subTest(user.login), self.assertRaises(UserError), self.cr.savepoint():
                limit.with_user(user).write({"amount": 10**6})
        with self.assertRaises(LimitRefused), self.cr.savepoint():
            limit.sudo().write({"date_to": "2030-01-01"})
        with self.assertRaises(LimitRefused), self.cr.savepoint():
            limit.sudo().with_context(force_delete=True).unlink()
        self.assertEqual(self._events(), ["credit.limit_granted"])

    def test_a_manager_ends_a_limit_with_a_reason(self):
        limit, last, later = self._limit(100, "2026-01-01"), self._day(days=20), self._day(days=60)
        with self.assertRaises(AccessError):
            limit.with_user(self.controller).action_end(last, "Left the trade.")
        with self.assertRaises(LimitRefused):
            limit.with_user(self.manager).action_end(last, " ")
        # What was decided under it was decided under it.
        with self.assertRaisesRegex(LimitRefused, "at the earliest"):
            limit.with_user(self.manager).action_end(self._day(days=-2), "Left the trade.")
        limit.with_user(self.manager).action_end(last, "Left the trade.")
        self.assertEqual((self._amount(last), self._amount(self._day(days=21))), (100, None))
        with self.assertRaises(LimitRefused):
            limit.with_user(self.manager).action_end(self._day(days=30), "Longer, please.")
        early = self._limit(100, later)
        early.with_user(self.manager).action_end(self._day(days=59), "Never begun.")
        self.assertEqual((early.state, self._amount(later)), ("cancelled", None))
        self.assertEqual(self._events()[1], "credit.limit_ended")
        stopped = self._limit(100)
        stopped.with_user(self.manager).action_end(self._day(days=-1), "Stopped at once.")
        self.assertEqual((stopped.state, self._amount(self._today())), ("cancelled", None))

    def test_verification_finds_forged_limits(self):
        verify = self.env["evidence.verification"]
        limit = self._limit(100, "2026-01-01")
        later = self._limit(200)
        self.assertFalse(list(verify._get_document_findings(self.company)))
        self.assertEqual(self._events(), ["credit.limit_granted", "credit.limit_ended", "credit.limit_granted"])
        for column, value, path in (("amount", 90000, "/amount"), ("date_to", "2099-12-31", "/date_to")):
            with self.subTest(column), closing(self.cr.savepoint()):
                self.env.flush_all()
                update = SQL("UPDATE credit_limit SET %s = %s WHERE id = %s", SQL.identifier(column), value, later.id)
                self.cr.execute(update)
                self.env.invalidate_all()
                [finding] = verify._get_document_findings(self.company)
                self.assertEqual((finding.figures["row"], finding.figures["paths"]), (later.name, [path]))
        number = limit.name
        self.env.flush_all()
        self.cr.execute("DELETE FROM credit_limit WHERE id = %s", [limit.id])
        self.env.invalidate_all()
        [finding] = verify._get_document_findings(self.company)
        self.assertEqual(finding.figures["row"], number)

    def test_amounts_in_the_currency_of_the_company(self):
        foreign = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0), ("2026-06-01", 4.0)])
        self._limit(100, "2026-01-01", currency=foreign)
        self.assertEqual(
            [self._amount(on) for on in ("2026-05-31", "2026-06-01")], [Decimal("50.00"), Decimal("25.00")]
        )

    def test_zero_is_a_limit_and_nothing_is_none(self):
        self.assertIsNone(self._amount("2026-01-01"))
        self._limit(0, "2026-01-01")
        self.assertEqual(self._amount("2026-01-01"), 0)
        self.assertTrue(self.profile.has_limit)

    def test_the_lowest_of_the_group_decides(self):
        mother, middle = self._customer("Mother"), self._customer("Middle")
        middle.parent_id = mother
        self.customer.parent_id = middle
        top, between = self._profile(mother), self._profile(middle)
        today = str(self._today())
        self._limit(100, today)
        self._limit(500, today, profile=between)
        limits = self.env["credit.limit"]
        date = self._today()
        chain = limits._get_in_force_chain(self.profile, date)[self.profile]
        self.assertEqual([one.amount for one in chain], [100, 500])
        self.assertEqual(limits._get_lowest(self.profile, date)[self.profile].amount, 100)
        self._limit(40, today, profile=top)
        self.env.invalidate_all()
        self.assertEqual(limits._get_lowest(self.profile, date)[self.profile].limit.profile_id, top)
        self.assertEqual((self.profile.limit_amount, self.profile.group_limit_amount), (100, 40))
        self.assertEqual(between.allocated_amount, 100)

    def test_search_in_force(self):
        limit = self._limit(100, self._day(days=-5))
        self._limit(100, self._day(days=30), date_to=self._day(days=40), kind="temporary")
        found = self.env["credit.limit"].with_user(self.reader).search([("is_in_force", "=", True)])
        self.assertEqual(found, limit)
        profiles = self.env["credit.profile"].with_user(self.reader)
        self.assertEqual(profiles.search([("has_limit", "=", True)]), self.profile)
        self.assertNotIn(self.profile, profiles.search([("has_limit", "=", False)]))

    def test_many_limits_are_read_in_the_same_number_of_queries(self):
        limits, counts = self.env["credit.limit"], []
        for number in (1, 2, 20):
            partners = self.env["res.partner"].create([{"name": f"C{number} {n}"} for n in range(number)])
            profiles = self.env["credit.profile"]._get_for(partners, self.company)
            for profile in profiles:
                self._limit(100, profile=profile)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(len(limits._get_in_force(profiles, self._today())), number)
            limits._get_lowest(profiles, self._today())
            counts.append(self.cr.sql_log_count - before)
        # The first fills what is cached for good.
        self.assertEqual(*counts[1:])

    def test_figures_are_for_readers(self):
        self._limit(100)
        profile = self.profile.with_user(self.seller)
        for name in ("limit_amount", "limit_ids", "group_limit_amount", "expected_purchases"):
            with self.subTest(name), self.assertRaises(AccessError):
                profile.read([name])
        with self.assertRaises(AccessError):
            self.env["credit.limit"].with_user(self.seller).search([])
        other = self.setup_other_company()["company"]
        theirs = self._user("theirs", "customer_credit_view.group_credit_manager", other)
        self.assertFalse(self.env["credit.limit"].with_user(theirs).search([]))
        with self.assertRaises(AccessError):
            self.profile.limit_ids.with_user(theirs).action_end(self._today(), "Not mine.")

    def test_a_merge_keeps_the_lower_limit(self):
        twin = self._profile(self._customer("Aqua Works Ltd"))
        self._limit(100, "2026-01-01")
        self._limit(40, "2026-03-01", profile=twin)
        statement, theirs = self._statement(), self._statement(profile=twin)
        self.profile._absorb(twin)
        self.assertEqual([self._amount(on) for on in ("2026-02-28", "2026-03-01")], [100, 40])
        self.assertEqual((statement.state, theirs.state), ("confirmed", "withdrawn"))
        self.assertEqual(theirs.profile_id, self.profile)

    def test_act_fields_of_a_proposal(self):
        proposal = self._proposal()
        for name in ("state", "required_approvers", "author_ids", "limit_id", "approval_ids", "company_amount"):
            with self.subTest(name), self.assertRaises(ActRefused):
                proposal.write({name: False})
