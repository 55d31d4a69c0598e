from odoo.addons.evidence_ledger.exceptions import ActRefused
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..exceptions import ScorecardRefused
from .common_risk import RiskCommon


@tagged("post_install", "-at_install")
class TestScorecard(RiskCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["credit.scorecard"].search([("state", "=", "active")]).action_retire()

    def _draft(self, *bands, **vals):
        criterion = self._criterion_vals("ratio", "current", bands or [(None, 0), (1, 100)], **vals)
        return (
            self.env["credit.scorecard"]
            .with_user(self.manager)
            .create({"name": "Draft", "criterion_ids": [Command.create(criterion)]})
        )

    def test_what_nobody_could_be_scored_with_is_refused_when_saved(self):
        cases = [
            ([(0, 0), (1, 100)], {}, "has a gap"),
            ([(None, 0), (1, 50), (1, 100)], {}, "two bands"),
            ([(None, 0), (1, 101)], {}, "0 to 100"),
            ([(None, 7), (1, 7)], {}, "never tell"),
            ([(None, 0), (1, 100)], {"weight": 0}, "above zero"),
            ([(None, 0), (1, 100)], {"weight": -1}, "above zero"),
        ]
        for bands, vals, text in cases:
            with self.subTest(text=text), self.assertRaisesRegex(ScorecardRefused, text):
                self._draft(*bands, **vals)
        for number in (float("nan"), float("inf"), 1e300):
            with self.subTest(number), self.assertRaises(UserError):
                self._draft(weight=number)

    def test_grades_cover_all_scores_once(self):
        card = self._draft()
        grades = {name: self.env.ref(f"customer_credit_view.grade_{name}").id for name in "abe"}
        for rows, text in (
            ([("a", 80), ("b", 50)], "gap"),
            ([("a", 50), ("b", 50), ("e", 0)], "overlaps"),
            ([("a", 101), ("e", 0)], "0 to 100"),
        ):
            commands = [Command.create({"grade_id": grades[name], "lower": lower}) for name, lower in rows]
            with self.subTest(text), self.assertRaisesRegex(ScorecardRefused, text), self.cr.savepoint():
                card.grade_ids = commands

    def test_bands_move_together(self):
        card = self._draft((None, 0), (1, 50), (2, 100))
        bands = card.criterion_ids.band_ids.sorted("lower")
        swap = [Command.update(bands[1].id, {"lower": 2}), Command.update(bands[2].id, {"lower": 1})]
        card.criterion_ids = [Command.update(card.criterion_ids.id, {"band_ids": swap})]
        self.assertEqual(card.criterion_ids.bands_text, "below 1: 0; 1 to below 2: 100; from 2: 50")
        with self.assertRaises(ScorecardRefused), self.cr.savepoint():
            bands[1].lower = 1
        with self.assertRaises(ScorecardRefused), self.cr.savepoint():
            bands.filtered("is_lowest").unlink()

    def test_two_criteria_measure_two_things(self):
        with self.assertRaisesRegex(ScorecardRefused, "two criteria"):
            self._scorecard(self._current_ratio(), self._current_ratio(), activate=False)
        with self.assertRaisesRegex(Exception, "which ratio"):
            self._scorecard(("ratio", False, [(None, 0), (1, 100)]), activate=False)

    def test_an_incomplete_draft_is_kept_but_not_brought_into_force(self):
        card = self._draft()
        with self.assertRaisesRegex(ScorecardRefused, "no grades"):
            card.action_activate()
        empty = self.env["credit.scorecard"].with_user(self.manager).create({"name": "Empty"})
        with self.assertRaisesRegex(ScorecardRefused, "no criteria"):
            empty.action_activate()

    def test_a_version_in_force_is_frozen(self):
        card = self._scorecard()
        band = card.criterion_ids.band_ids[0]
        acts = [
            lambda: card.write({"max_missing_percent": 10}),
            lambda: card.write({"criterion_ids": [Command.clear()]}),
            lambda: band.write({"points": 5}),
            lambda: band.unlink(),
            lambda: card.criterion_ids.write({"weight": 2}),
            lambda: card.grade_ids[0].write({"lower": 90}),
            lambda: card.unlink(),
        ]
        for number, act in enumerate(acts):
            with self.subTest(number), self.assertRaises(ScorecardRefused), self.cr.savepoint():
                act()
        with self.assertRaises(ActRefused):
            card.write({"state": "draft"})

    def test_a_grade_that_counts_keeps_its_name(self):
        grades = self.env["credit.grade"].with_user(self.manager)
        mine = grades.create({"name": "ZZ"})
        mine.name = "ZY"
        card = self._scorecard()
        before = card._get_hash()
        with self.assertRaisesRegex(ScorecardRefused, "keeps its name"):
            self.env.ref("customer_credit_view.grade_a").with_user(self.manager).name = "AAA"
        self.env.ref("customer_credit_view.grade_a").with_user(self.manager).description = "The best"
        self.assertEqual(card._get_hash(), before)

    def test_a_new_version_retires_the_one_before(self):
        card = self._scorecard()
        draft = self.env["credit.scorecard"].browse(card.action_new_version()["res_id"]).with_user(self.manager)
        self.assertEqual((draft.version, draft.code, draft.state), (2, card.code, "draft"))
        self.assertEqual(card.action_new_version()["res_id"], draft.id)
        draft.criterion_ids.weight = 5
        draft.action_activate()
        self.assertEqual((card.state, draft.state), ("retired", "active"))
        self.assertEqual(draft.criterion_ids.weight, 5)
        entry = self.env["evidence.entry"].sudo().search([("subject_key", "=", f"{draft.code}/2")])
        self.assertEqual(entry.event, "credit.scorecard_activated")

    def test_one_in_force_for_a_segment(self):
        card = self._scorecard()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self._scorecard()
            self.env.flush_all()
        small = self._scorecard(segment="small")
        cards = self.env["credit.scorecard"]
        self.assertEqual(cards._find_for(self.profile), {self.profile: card})
        self.profile.segment = "small"
        self.assertEqual(cards._find_for(self.profile), {self.profile: small})
        small.action_retire()
        self.assertEqual(cards._find_for(self.profile), {self.profile: card})

    def test_only_managers_decide(self):
        card = self._scorecard(activate=False)
        for user in (self.reader, self.analyst, self.controller):
            with self.subTest(user.login), self.assertRaises(AccessError):
                card.with_user(user).action_activate()
            with self.subTest(user.login), self.assertRaises(AccessError):
                card.with_user(user).write({"name": "Mine"})

    def test_the_default_scorecard_is_sound(self):
        card = self.env.ref("customer_credit_view.scorecard_trade").sudo()
        # A copy: a company may have brought it into force.
        context = {"allowed_company_ids": card.company_id.ids}
        copy = card.with_user(self.env.ref("base.user_admin")).with_context(**context).copy({"segment": "public"})
        copy.action_activate()
        self.assertEqual((copy.state, len(copy.criterion_ids)), ("active", len(card.criterion_ids)))
