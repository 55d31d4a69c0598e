from odoo.addons.evidence_ledger.exceptions import ActRefused
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..exceptions import StatementRefused
from .common_risk import RiskCommon


@tagged("post_install", "-at_install")
class TestStatement(RiskCommon):
    def _ratio(self, statement, name):
        return statement.ratio_ids.filtered(lambda row: row.ratio == name)

    def test_figures_printed_in_thousands_are_added_up_in_full(self):
        statement = self._statement(vals={"unit": "1000"})
        sales = statement.figure_ids.filtered(lambda row: row.figure == "revenue")
        self.assertEqual((sales.amount, sales.full_amount), (1500, 1500000))

    def test_2_s3_measured_when_saved(self):
        statement = self._statement(confirm=False)
        expected = {"current": 1.6, "quick": 1.12, "cash": 0.24, "debt_equity": 1.2222, "interest_cover": 4.0}
        expected |= {"dso": 43.8, "dio": 41.7143, "net_worth": 450.0, "working_capital": 150.0}
        for name, value in expected.items():
            with self.subTest(name):
                self.assertAlmostEqual(self._ratio(statement, name).value, value, 4)
        self.assertEqual((statement.altman_model, statement.altman_zone), ("z_double_prime", "safe"))
        self.assertAlmostEqual(statement.altman_score, 3.3667, 4)
        statement.firm_type = "private_manufacturer"
        self.assertEqual((statement.altman_model, statement.altman_zone), ("z_prime", "grey"))
        statement.firm_type = "not_suitable"
        self.assertEqual((statement.altman_model, statement.altman_gap), (False, "not_suitable"))

    def test_a_statement_that_does_not_balance_is_refused_when_saved(self):
        cases = [
            ({"equity": 449}, "does not balance"),
            ({"cash": 200}, "less than its parts"),
            ({"interest": -1}, "without a sign"),
        ]
        for figures, text in cases:
            with self.subTest(figures=figures), self.assertRaisesRegex(StatementRefused, text):
                self._statement(confirm=False, **figures)
        statement = self._statement(confirm=False)
        equity = statement.figure_ids.filtered(lambda row: row.figure == "equity")
        with self.assertRaisesRegex(StatementRefused, "does not balance"):
            equity.amount = 449
        with self.assertRaisesRegex(StatementRefused, "does not balance"):
            statement.write({"figure_ids": [Command.update(equity.id, {"amount": 449})]})

    def test_both_sides_change_in_one_go(self):
        statement = self._statement(confirm=False)
        rows = {row.figure: row.id for row in statement.figure_ids}
        changes = {"total_assets": 1100, "equity": 550}
        commands = [Command.update(rows[name], {"amount": amount}) for name, amount in changes.items()]
        statement.write({"figure_ids": commands})
        self.assertEqual(self._ratio(statement, "net_worth").value, 550)

    def test_rounded_figures_may_differ_by_one(self):
        self._statement(confirm=False, vals={"unit": "1000"}, equity=449)
        with self.assertRaises(StatementRefused):
            self._statement(confirm=False, vals={"unit": "1000"}, equity=448)

    def test_no_figure_is_not_a_number(self):
        for amount in (float("nan"), float("inf"), 1e300):
            with self.subTest(amount=amount), self.assertRaises(UserError):
                self._statement(confirm=False, cash=amount)

    def test_unknown_is_not_zero(self):
        statement = self._statement(confirm=False, inventory=None)
        self.assertEqual(self._ratio(statement, "quick").gap, "missing")
        statement.figure_ids = [Command.create({"figure": "inventory", "amount": 0, "is_given": True})]
        self.assertAlmostEqual(self._ratio(statement, "quick").value, 1.6)
        form = (
            self.env["credit.statement"]
            .with_user(self.analyst)
            .create({"profile_id": self.profile.id, "period_end": "2020-12-31"})
        )
        self.assertEqual(len(form.figure_ids), 24)
        self.assertFalse(any(form.figure_ids.mapped("is_given")))

    def test_a_confirmed_statement_is_frozen(self):
        statement = self._statement()
        self.assertEqual(self._events(), ["credit.statement_confirmed"])
        row = statement.figure_ids[0]
        acts = [
            lambda: statement.write({"months": 6}),
            lambda: statement.write({"figure_ids": [Command.clear()]}),
            lambda: row.write({"amount": 1}),
            lambda: row.unlink(),
            lambda: statement.unlink(),
            lambda: statement.action_confirm(),
            lambda: row.create({"statement_id": statement.id, "figure": "goodwill", "amount": 1}),
        ]
        for number, act in enumerate(acts):
            with self.subTest(number), self.assertRaises(StatementRefused), self.cr.savepoint():
                act()
        with self.assertRaises(ActRefused):
            statement.write({"state": "draft"})
        with self.assertRaises(ActRefused):
            self._statement("2022-12-31", vals={"state": "confirmed"})

    def test_verification_finds_forged_figures(self):
        statement = self._statement()
        self._statement("2022-12-31").action_withdraw()
        verify = self.env["evidence.verification"]
        self.assertFalse(list(verify._get_document_findings(self.company)))
        self.env.flush_all()
        forged = "UPDATE credit_statement_figure SET amount = 1000000 WHERE statement_id = %s AND figure = 'ebit'"
        self.cr.execute(forged, [statement.id])
        self.env.invalidate_all()
        [finding] = verify._get_document_findings(self.company)
        self.assertEqual((finding.ref.subject_key, finding.figures["row"]), (self.profile.name, "2023-12-31"))

    def test_what_is_needed_to_confirm(self):
        statement = self._statement(confirm=False, equity=None)
        with self.assertRaisesRegex(StatementRefused, "Equity"):
            statement.action_confirm()
        for user in (self.reader, self.seller):
            with self.subTest(user.login), self.assertRaises(AccessError):
                statement.with_user(user).action_confirm()

    def test_a_period_that_has_not_ended(self):
        with self.assertRaisesRegex(StatementRefused, "not ended"):
            self._statement(self._day(days=1))

    def test_one_confirmed_statement_for_a_period(self):
        statement = self._statement()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self._statement()
        statement.action_withdraw()
        again = self._statement()
        self.assertEqual(self.env["credit.statement"]._get_latest(self.profile, self._today()), {self.profile: again})

    def test_the_latest_by_a_day(self):
        old, new = self._statement("2022-12-31"), self._statement("2023-12-31")
        self._statement("2024-06-30", confirm=False)
        latest = self.env["credit.statement"]._get_latest
        for day, expected in (
            ("2022-12-30", {}),
            ("2023-12-30", {self.profile: old}),
            ("2024-12-31", {self.profile: new}),
        ):
            with self.subTest(day):
                date = self.env["credit.statement"]._fields["period_end"].to_date(day)
                self.assertEqual(latest(self.profile, date), expected)

    def test_trend_follows_the_statement_before(self):
        later = self._statement("2023-12-31")
        self.assertFalse(self._ratio(later, "current").trend)
        self._statement("2022-12-31", current_assets=360)
        self.assertEqual(self._ratio(later, "current").trend, "better")
        self.assertAlmostEqual(self._ratio(later, "current").previous_value, 1.44)

    def test_a_draft_changes_nothing_that_is_confirmed(self):
        self.company.credit_ratio_convention = "average"
        opening = self._statement("2022-12-31", confirm=False, receivables=20, cash=220)
        statement = self._statement("2023-12-31")
        self.assertEqual(self._ratio(statement, "dso").gap, "no_opening")
        self.assertFalse(self._ratio(statement, "current").trend)
        opening.action_confirm()
        self.assertAlmostEqual(self._ratio(statement, "dso").value, 24.3333, 4)
        # Another draft of the same period is no year before.
        twin = self._statement("2023-12-31", confirm=False)
        self.assertAlmostEqual(self._ratio(twin, "dso").previous_value, 0)
        self.assertEqual(self._ratio(twin, "current").previous_value, self._ratio(opening, "current").value)

    def test_half_years_are_annualised(self):
        half = {"revenue": 750, "cogs": 525, "ebit": 60, "interest": 15}
        statement = self._statement("2024-06-30", vals={"months": 6}, **half)
        self.assertAlmostEqual(self._ratio(statement, "dso").value, 43.8)
        self.assertAlmostEqual(statement.altman_score, 3.3667, 4)
        for months in (0, 25, -6):
            quiet = mute_logger("odoo.sql_db")
            with self.subTest(months), self.assertRaises(IntegrityError), quiet, self.cr.savepoint():
                self._statement("2020-12-31", vals={"months": months})

    def test_the_company_decides_which_balances_count(self):
        self._statement("2022-12-31", receivables=120)
        statement = self._statement("2023-12-31")
        self.company.credit_ratio_convention = "average"
        self.assertAlmostEqual(self._ratio(statement, "dso").value, 36.5)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.company.credit_statement_months = -1
            self.env.flush_all()

    def test_old_statements_are_flagged(self):
        old = self._statement(self._day(months=-19))
        new = self._statement(self._day(months=-17))
        self.assertEqual((old.is_outdated, new.is_outdated), (True, False))
        statements = self.env["credit.statement"].with_user(self.reader)
        self.assertEqual(statements.search([("is_outdated", "=", True)]), old)
        self.assertIn(new, statements.search([("is_outdated", "=", False)]))
        self.company.credit_statement_months = 0
        self.env.invalidate_all()
        self.assertFalse(old.is_outdated)

    def test_years_side_by_side(self):
        self._statement("2022-12-31", current_assets=360)
        statement = self._statement("2023-12-31", inventory=None)
        html = str(self.profile.with_user(self.reader).statement_comparison)
        for text in ("12/31/2022", "12/31/2023", "Current Ratio", "1.60", "1.44", "fa-arrow-up", "Z″ (1995)"):
            with self.subTest(text):
                self.assertIn(text, html)
        self.assertIn("A figure is missing", html)
        self.assertIn("12/31/2023", str(statement.comparison))

    def test_figures_in_the_currency_of_the_company(self):
        foreign = self.setup_other_currency("EUR", rates=[("2023-12-31", 2.0)])
        statement = self._statement(vals={"currency_id": foreign.id, "unit": "1000"})
        self.assertEqual(statement._get_strength()["net_worth"], 225_000)

    def test_a_currency_without_a_rate_is_not_counted_one_to_one(self):
        bare = self.env["res.currency"].create({"name": "XQZ", "symbol": "X"})
        statement = self._statement(vals={"currency_id": bare.id})
        self.assertEqual(statement.altman_score, 3.3667, "ratios need no rate")
        self.assertFalse(statement._get_strength())
        proposal = self.profile._get_limit_proposals(self._today())[self.profile]
        self.assertIsNone(proposal.amount)

    def test_each_company_sees_its_own(self):
        other = self.setup_other_company()["company"]
        theirs = self._user("theirs", "customer_credit_view.group_credit_analyst", other)
        statement = self._statement()
        with self.assertRaises(AccessError):
            statement.with_user(theirs).read(["period_end"])
        self.assertFalse(self.env["credit.statement.ratio"].with_user(theirs).search([]))
        with self.assertRaises(AccessError):
            statement.with_user(self.seller).read(["period_end"])

    def test_nobody_writes_ratios(self):
        statement = self._statement(confirm=False)
        for user in (self.analyst, self.manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                statement.ratio_ids[0].with_user(user).write({"value": 9})

    def test_many_statements_are_measured_in_the_same_number_of_queries(self):
        def prepare(count):
            profiles = self.env["credit.profile"]._get_for(
                self.env["res.partner"].create([{"name": f"C{count} {n}", "is_company": True} for n in range(count)]),
                self.company,
            )
            for profile in profiles:
                self._statement(profile=profile, confirm=False)
            statements = self.env["credit.statement"].search([("profile_id", "in", profiles.ids)])
            self.env.flush_all()
            self.env.invalidate_all()
            return statements

        counts = []
        for number in (2, 20):
            statements = prepare(number)
            before = self.cr.sql_log_count
            statements._measure_customers()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        # Rows are inserted a hundred at a time, and each statement has twenty ratios.
        self.assertLessEqual(counts[1] - counts[0], 20 * 20 / 100 + 1)

    def test_validity_of_company_of_profile(self):
        other = self.setup_other_company()["company"]
        with self.assertRaises(UserError):
            self._statement(profile=self._profile(company=other), confirm=False)
