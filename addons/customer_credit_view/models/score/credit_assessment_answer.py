from odoo import api, fields, models

from ...exceptions import AssessmentRefused


class CreditAssessmentAnswer(models.Model):
    """What a person says about a customer for a criterion that no figure answers."""

    _name = "credit.assessment.answer"
    _inherit = ["evidence.guarded"]
    _description = "Answer of an Assessment"
    _order = "assessment_id, id"
    _rec_name = "criterion_id"

    assessment_id = fields.Many2one("credit.assessment", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="assessment_id.company_id", store=True, index=True)
    criterion_id = fields.Many2one(
        "credit.scorecard.criterion", required=True, ondelete="restrict", domain="[('source', '=', 'manual')]"
    )
    bands_text = fields.Char(related="criterion_id.bands_text")
    value = fields.Float(digits=(16, 4))
    is_known = fields.Boolean(
        string="Known",
        compute="_compute_is_known",
        store=True,
        readonly=False,
        precompute=True,
        help="Tick it where the answer is zero: zero is known, an empty answer is not.",
    )
    basis = fields.Char(string="Because", help="What the answer rests on. It is kept with the score.")
    date = fields.Date(help="Of what the answer rests on. Empty: the day of the assessment.")

    _one_per_criterion = models.UniqueIndex("(assessment_id, criterion_id)", "Each criterion is answered once.")

    @api.depends("value")
    def _compute_is_known(self):
        for answer in self:
            answer.is_known = answer.is_known or bool(answer.value)

    @api.constrains("assessment_id", "criterion_id", "date")
    def _check_asked(self):
        """A person answers what the scorecard asks of persons, not what is read in figures."""
        for answer in self:
            # sudo: what is asked does not depend on who answers.
            criterion, card = answer.criterion_id.sudo(), answer.assessment_id.sudo().scorecard_id
            if card and (criterion.source != "manual" or criterion.scorecard_id != card):
                raise AssessmentRefused(
                    self.env._(
                        "%(card)s does not ask a person for %(criterion)s.",
                        card=card.display_name,
                        criterion=criterion.name,
                    )
                )
            if answer.date and answer.date > answer.assessment_id.date:
                raise AssessmentRefused(
                    self.env._("%s: an answer cannot rest on what comes after the assessment.", criterion.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers.assessment_id._check_draft()
        return answers

    def write(self, vals):
        self.assessment_id._check_draft()
        return super().write(vals)

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_used(self):
        self.assessment_id._check_draft()
