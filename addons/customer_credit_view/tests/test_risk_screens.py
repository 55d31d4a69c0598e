from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common_risk import FIGURES, RiskCommon

SCREENS = {
    "credit.statement": ("list", "form", "search"),
    "credit.statement.figure": ("pivot",),
    "credit.statement.ratio": ("graph", "pivot", "list", "search"),
    "credit.statement.import": ("form",),
    "credit.grade": ("list",),
    "credit.scorecard": ("list", "form", "search"),
    "credit.assessment": ("list", "form", "graph", "pivot", "search"),
    "credit.back.test": ("form",),
    "credit.bureau": ("list", "form"),
    "credit.bureau.report": ("list", "search"),
    "credit.limit": ("list", "form", "search"),
    "credit.limit.rule": ("list", "form"),
    "credit.limit.decide": ("form",),
    "credit.limit.proposal": ("list", "kanban", "form", "pivot", "graph", "search"),
    "credit.profile": ("list", "form", "search"),
}

BY_CUSTOMER = ("credit.statement", "credit.assessment", "credit.limit.proposal", "credit.cover", "credit.pledge")


@tagged("post_install", "-at_install")
class TestRiskScreens(RiskCommon):
    """What people do with the forms, as the web client would send it."""

    def test_screens_open_for_managers(self):
        for model, kinds in SCREENS.items():
            with self.subTest(model):
                self.env[model].with_user(self.manager).get_views([(False, kind) for kind in kinds])

    def test_customers_are_offered_for_a_new_record(self):
        profiles = self.env["credit.profile"].with_user(self.analyst)
        for model in BY_CUSTOMER:
            domain = self.env[model].fields_get(["profile_id"])["profile_id"]["domain"]
            if isinstance(domain, str):
                domain = safe_eval(domain, {"company_id": False})
            with self.subTest(model):
                self.assertIn((self.profile.id, "Aqua Works"), profiles.name_search("Aqua", domain))

    def test_new_records_open_before_a_customer_is_chosen(self):
        self._statement()
        for model in BY_CUSTOMER:
            with self.subTest(model):
                form = Form(self.env[model].with_user(self.analyst))
                form.profile_id = self.profile

    def test_a_statement_is_typed_in(self):
        statements = (
            self.env["credit.statement"].with_user(self.analyst).with_context(default_profile_id=self.profile.id)
        )
        form = Form(statements)
        form.period_end = "2023-12-31"
        for place in range(24):
            with form.figure_ids.edit(place) as row:
                row.amount = FIGURES.get(row.figure, 0)
        statement = form.save()
        self.assertEqual((statement.altman_zone, statement.months), ("safe", 12))
        self.assertEqual(sum(statement.figure_ids.mapped("is_given")), len(FIGURES))
        with Form(statement) as form, form.figure_ids.edit(0) as row:
            row.amount = 61
        self.assertEqual(statement.figure_ids[0].amount, 61)

    def test_a_scorecard_is_put_together(self):
        form = Form(self.env["credit.scorecard"].with_user(self.manager))
        form.name = "Mine"
        with form.criterion_ids.new() as criterion:
            criterion.name = "Liquidity"
            criterion.source = "ratio"
            criterion.ratio = "current"
            with criterion.band_ids.new() as band:
                band.is_lowest = True
            with criterion.band_ids.new() as band:
                band.lower = 1.5
                band.points = 100
        with form.grade_ids.new() as grade:
            grade.grade_id = self.env.ref("customer_credit_view.grade_a")
        card = form.save()
        self.assertEqual(card.criterion_ids.bands_text, "below 1.5: 0; from 1.5: 100")

    def test_a_limit_is_proposed_and_approved(self):
        self.env["credit.limit.rule"].search([]).action_archive()
        self._rule(1)
        proposals = self.env["credit.limit.proposal"].with_user(self.analyst)
        form = Form(proposals.with_context(default_profile_id=self.profile.id))
        form.amount = 5000
        form.reason = "Buys more every month."
        proposal = form.save()
        proposal.action_submit()
        context = {"default_decision": "approve", "active_model": proposal._name, "active_ids": proposal.ids}
        decision = Form(self.env["credit.limit.decide"].with_user(self.controller).with_context(**context)).save()
        decision.action_decide()
        self.assertEqual((proposal.state, self.profile.limit_amount), ("approved", 5000))
