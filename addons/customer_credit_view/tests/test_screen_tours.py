"""Each main screen in the browser: opened from the menu, its typical act, what people see then."""

from datetime import timedelta

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_risk import RiskCommon


@tagged("post_install", "-at_install")
class TestScreenTours(RiskCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The sealer needs a transaction of its own, which a test does not have.
        cls.classPatch(cls.registry["evidence.checkpoint"], "_seal_after_commit", lambda checkpoints: None)
        late = cls.company._get_credit_today() - timedelta(days=30)
        cls._invoice(1000, late - timedelta(days=30), late)

    def _tour(self, name, user):
        self.start_tour("/odoo", f"credit_screen_{name}", login=user.login, timeout=180)
        self.env.invalidate_all()

    def test_profile(self):
        self._tour("profile", self.controller)
        self.assertEqual(self.profile.standing, "watch")

    def test_statement(self):
        self._tour("statement", self.analyst)
        statement = self.env["credit.statement"].search([("profile_id", "=", self.profile.id)])
        self.assertEqual((statement.state, statement.altman_model), ("confirmed", "z_double_prime"))

    def test_scorecard(self):
        card = self._scorecard()
        self._tour("scorecard", self.manager)
        newer = self.env["credit.scorecard"].search([("previous_id", "=", card.id)])
        self.assertEqual((card.state, newer.state), ("retired", "active"))
        self.assertEqual(max(newer.criterion_ids.band_ids.mapped("points")), 90)

    def test_rule(self):
        with mute_logger("odoo.http"):  # the refusal that is read
            self._tour("rule", self.manager)
        rule = self.env["credit.rule"].search([("name", "=", "Too much is late")])
        self.assertRecordValues(rule, [{"kind": "overdue_amount", "percent": 20.0, "mode": "observe"}])

    def test_cover(self):
        self._tour("cover_entered", self.analyst)
        self._tour("cover_in_force", self.controller)
        cover = self.env["credit.cover"].search([("profile_id", "=", self.profile.id)])
        self.assertRecordValues(cover, [{"state": "in_force", "amount": 5000.0, "covered_amount": 900.0}])

    def test_exposure(self):
        self._limit(400)
        patient = self._customer("Patient Pumps")
        late = self.company._get_credit_today() - timedelta(days=30)
        self._invoice(1000, late, partner=patient)
        self._limit(5000, profile=self._profile(patient))
        self._tour("exposure", self.analyst)
