from odoo import api, fields, models

from ...exceptions import AssessmentRefused

VERDICTS = [
    ("graded", "Graded"),
    ("knocked_out", "Knocked Out"),
    ("required_missing", "A Needed Value Is Missing"),
    ("too_much_missing", "Too Much Is Missing"),
]
FIXED = frozenset({"profile_id", "date"})


class CreditAssessment(models.Model):
    """A customer scored on a day: each input, its points, the version of the scorecard, and the grade that came of it.

    Once made, it is kept as it was and explains itself without the scorecard, the statements or the ledger.
    """

    _name = "credit.assessment"
    _inherit = ["evidence.guarded", "mail.thread"]
    _description = "Credit Assessment"
    _order = "date desc, id desc"
    _check_company_auto = True
    _act_fields = frozenset(
        {
            "name",
            "customer_number",
            "state",
            "scorecard_id",
            "scorecard_version",
            "scorecard_hash",
            "score",
            "has_score",
            "grade_id",
            "grade",
            "previous_grade",
            "downgrade_steps",
            "is_downgrade",
            "verdict",
            "missing_percent",
            "knock_outs",
            "oldest_input_date",
            "content_hash",
            "assessed_by_id",
            "assessed_at",
            "line_ids",
        }
    )

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    # Not check_company: the company is the profile's, and a new record has none to choose customers by.
    profile_id = fields.Many2one("credit.profile", string="Customer", required=True, index=True, ondelete="restrict")
    customer_number = fields.Char(
        readonly=True,
        copy=False,
        help="Of the profile that was assessed, which may have been merged since.",
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True, precompute=True)
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="Statements of periods that had ended, reports and payments up to this day count, and nothing later.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Done")],
        string="Status",
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
    )
    scorecard_id = fields.Many2one("credit.scorecard", readonly=True, copy=False, ondelete="restrict")
    scorecard_version = fields.Char(string="Scored By", readonly=True, copy=False)
    scorecard_hash = fields.Char(string="Seal of the Scorecard", readonly=True, copy=False)
    score = fields.Float(digits=(16, 2), readonly=True, copy=False, aggregator="avg", help="From 0 to 100.")
    has_score = fields.Boolean(readonly=True, copy=False)
    grade_id = fields.Many2one("credit.grade", readonly=True, copy=False, ondelete="restrict", index=True)
    grade = fields.Char(string="Grade as Given", readonly=True, copy=False)
    previous_grade = fields.Char(string="Grade Before", readonly=True, copy=False)
    is_downgrade = fields.Boolean(string="Got Worse", readonly=True, copy=False)
    downgrade_steps = fields.Integer(
        string="Grades Worse", readonly=True, copy=False, aggregator=False, help="Than the assessment before."
    )
    verdict = fields.Selection(VERDICTS, readonly=True, copy=False)
    missing_percent = fields.Float(
        string="Missing",
        digits=(16, 2),
        readonly=True,
        copy=False,
        aggregator="avg",
        help="In percent of the weight: what was unknown.",
    )
    knock_outs = fields.Text(readonly=True, copy=False, help="What gave the worst grade, whatever the points say.")
    oldest_input_date = fields.Date(
        string="Oldest Input", readonly=True, copy=False, help="The day of the oldest statement or report that counted."
    )
    note = fields.Text(help="What the figures do not say.")
    answer_ids = fields.One2many("credit.assessment.answer", "assessment_id", string="Answers")
    line_ids = fields.One2many("credit.assessment.line", "assessment_id", string="Criteria", readonly=True)
    explanation = fields.Html(compute="_compute_explanation", sanitize=False)
    content_hash = fields.Char(string="Seal", readonly=True, copy=False, help="SHA-256 of the whole assessment.")
    assessed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    assessed_at = fields.Datetime(string="Assessed On", readonly=True, copy=False)

    @api.depends("state", "line_ids")
    def _compute_explanation(self):
        for assessment in self:
            values = {"assessment": assessment, "lines": assessment.line_ids, "format": "%.2f"}
            assessment.explanation = (
                self.env["ir.qweb"]._render("customer_credit_view.credit_assessment_explanation", values)
                if assessment.state == "done"
                else False
            )

    @api.model_create_multi
    def create(self, vals_list):
        assessments = super().create(vals_list)
        assessments._open()
        return assessments

    def write(self, vals):
        if not (FIXED | {"answer_ids", "note"}).isdisjoint(vals):
            self._check_draft()
        return super().write(vals)

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_done(self):
        self._check_draft()

    def _check_draft(self):
        if any(assessment.state != "draft" for assessment in self):
            raise AssessmentRefused(self.env._("An assessment that was made stays as it is. Make a new one instead."))

    @api.model
    def _get_in_force(self, profiles, date):
        """Return ``{profile: assessment}``: the last one that was made for each by ``date``."""
        # sudo: grades count whoever may read assessments.
        made = self.sudo().search(
            [("profile_id", "in", profiles.ids), ("state", "=", "done"), ("date", "<=", date)],
            order="date desc, id desc",
        )
        latest = {}
        for assessment in made:
            latest.setdefault(assessment.profile_id.id, assessment)
        return {profile: latest[profile.id] for profile in profiles if profile.id in latest}
