from collections import Counter

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoCredit(TransactionCase):
    """What the screens of credit show on the first day: good, slow and failing payers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("customer_order_suite_demo.company")
        cls.env = cls.env(context={"allowed_company_ids": cls.company.ids, "tracking_disable": True})

    def _search(self, model, domain=()):
        return self.env[model].search([("company_id", "=", self.company.id), *domain])

    def _get(self, name):
        return self.env.ref(f"customer_order_suite_demo.{name}")

    def test_three_years_of_statements_that_balance(self):
        statements = self._search("credit.statement")
        self.assertEqual(set(statements.mapped("state")), {"confirmed"})
        for profile, own in statements.filtered(lambda one: one.months == 12).grouped("profile_id").items():
            years = [one.period_end.year for one in own.sorted("period_end")]
            self.assertEqual(years, [*range(years[0], years[0] + 3)], profile.display_name)
        self.assertEqual(set(statements.mapped("altman_model")), {"z", "z_prime", "z_double_prime"})
        self.assertEqual(set(statements.mapped("altman_zone")), {"distress", "grey", "safe"})

    def test_payers_good_slow_and_failing(self):
        late = {
            name: self._get(f"profile_{name}").behaviour_ids.days_late
            for name in ("polderwerk", "nordstein", "sluiswachter", "kranz", "harrow")
        }
        self.assertLess(max(late["polderwerk"], late["nordstein"]), 1)
        self.assertGreater(late["sluiswachter"], 5)
        self.assertGreater(late["harrow"], 15)
        self.assertGreater(self._get("profile_kranz").behaviour_ids.late_slope, 3)

    def test_early_warning_made_a_customer_watched(self):
        kranz = self._get("profile_kranz")
        self.assertEqual(kranz.standing, "watch")
        self.assertTrue(kranz.activity_ids)

    def test_standings_and_grades(self):
        profiles = self._search("credit.profile")
        self.assertEqual(set(profiles.mapped("standing")), {"none", "under_review", "good", "watch", "hold"})
        self.assertLessEqual({"A", "B", "C", "E"}, set(profiles.mapped("grade")))
        graded = self._search("credit.assessment", [("verdict", "=", "knocked_out")])
        self.assertEqual(graded.profile_id, self._get("profile_voskuil"))
        self.assertTrue(self._search("credit.assessment", [("is_downgrade", "=", True)]))

    def test_limits_permanent_temporary_and_of_a_group(self):
        self.assertEqual(set(self._search("credit.limit").mapped("kind")), {"permanent", "temporary"})
        self.assertEqual(self._get("profile_kranz").limit_id.kind, "temporary")
        chemistry = self._get("profile_nordstein")
        self.assertEqual(chemistry.parent_id, self._get("profile_nordstein_group"))
        self.assertGreater(chemistry.parent_id.limit_amount, chemistry.limit_amount)
        self.assertTrue(self._get("profile_greatbend").limit_date_to, "no limit ends soon")
        proposals = self._search("credit.limit.proposal").mapped("state")
        self.assertEqual(Counter(proposals), {"approved": 1, "rejected": 1, "submitted": 2})

    def test_covers(self):
        covers = self._search("credit.cover")
        self.assertEqual(Counter(covers.mapped("state")), {"in_force": 3, "draft": 1, "ended": 1})
        self.assertEqual(set(covers.mapped("type")), {"insurance", "guarantee", "deposit"})
        self.assertGreater(self._get("cover_sluiswachter").covered_amount, 0)

    def test_promises_and_disputes(self):
        self.assertEqual(
            Counter(self._search("credit.pledge").mapped("state")), {"kept": 1, "partly": 1, "broken": 1, "open": 1}
        )
        disputes = self._search("credit.dispute")
        self.assertEqual(Counter(disputes.mapped("state")), {"open": 2, "rejected": 1})
        denier = self._get("profile_greatbend")
        self.assertGreater(denier._get_exposure()[denier].disputed, 0)

    def test_applications(self):
        self.assertEqual(self._get("application_vecht").state, "approved")
        self.assertEqual(self._get("proposal_vecht").state, "submitted")
        refused = self._get("application_voskuil")
        self.assertEqual(refused.state, "refused")
        self.assertGreater(refused.reapply_date, refused.decided_at.date())
        waiting = self._get("application_orvane")
        self.assertEqual((waiting.state, waiting.open_count), ("review", 2))

    def test_one_screening_hit_waits_and_one_is_cleared(self):
        hits = self._search("credit.screening.hit")
        self.assertEqual(Counter(hits.mapped("state")), {"open": 1, "cleared": 1})
        self.assertEqual(hits.filtered(lambda hit: hit.state == "open").profile_id, self._get("profile_orvane"))

    def test_an_order_is_held_for_credit_and_says_what_would_cure_it(self):
        hold = self._get("order_26").gate_hold_ids
        codes = set(hold.finding_ids.mapped("code"))
        self.assertEqual((hold.state, codes), ("active", {"credit_days_overdue", "credit_limit_used"}))
        self.assertTrue(hold.with_user(self._get("user_controller")).credit_options)
        [condition] = self._search("credit.release.condition")
        self.assertEqual((condition.kind, condition.state), ("deposit", "open"))

    def test_order_of_the_guided_tour_can_be_accepted(self):
        order = self._get("order_28").with_user(self._get("user_manager"))
        order.action_accept()
        self.assertEqual((order.state, order.gate_hold_ids.ids), ("accepted", []))

    def test_rules_hold_pass_and_observe(self):
        rules = self._search("credit.rule")
        self.assertEqual(set(rules.mapped("mode")), {"enforce", "observe"})
        self.assertEqual(set(rules.mapped("effect")), {"block", "exclude"})
        self.assertEqual(set(rules.mapped("horizon")), {"static", "dynamic"})

    def test_counters_are_proved(self):
        proof = self._get("credit_proof")
        self.assertEqual((proof.state, proof.difference_count), ("equal", 0))

    def test_morning_list_has_work(self):
        rows = self.env["credit.work"].with_user(self._get("user_controller")).search([])
        self.assertGreater(sum(rows.mapped("count")), 5)
