from odoo import api, fields, models
from odoo.addons.evidence_ledger.tools import guard_table

from ...exceptions import AssessmentRefused


class CreditAssessmentLine(models.Model):
    """What one criterion brought to a score, in words and figures that stay as they are.

    Nothing here points to the scorecard or to what was read: both may be gone when somebody asks why.
    """

    _name = "credit.assessment.line"
    _description = "Criterion of an Assessment"
    _order = "assessment_id, sequence, id"

    assessment_id = fields.Many2one("credit.assessment", required=True, readonly=True, index=True, ondelete="restrict")
    sequence = fields.Integer(readonly=True)
    name = fields.Char(string="Criterion", required=True, readonly=True)
    weight = fields.Float(digits=(16, 2), readonly=True, aggregator=False)
    value = fields.Float(digits=(16, 4), readonly=True, aggregator=False)
    is_missing = fields.Boolean(string="Unknown", readonly=True)
    missing_text = fields.Char(string="Because Unknown", readonly=True, help="What happened instead.")
    basis = fields.Char(readonly=True, help="Where the value is from.")
    range_text = fields.Char(string="Band", readonly=True, help="The values that get the same points.")
    has_points = fields.Boolean(readonly=True)
    points = fields.Float(digits=(16, 2), readonly=True, aggregator=False)
    share = fields.Float(
        string="Brings", digits=(16, 2), readonly=True, aggregator="sum", help="How much of the score comes from here."
    )
    reason_rank = fields.Integer(
        string="Reason", readonly=True, aggregator=False, help="1 to 3: what cost most points, the dearest first."
    )

    def init(self):
        guard_table(self.env.cr, self._table)

    # pylint: disable=method-required-super; refusing is all that these two do

    @api.model_create_multi
    def create(self, vals_list):
        raise AssessmentRefused(self.env._("What a score rests on is recorded when it is made, and never by hand."))

    def write(self, vals):
        raise AssessmentRefused(self.env._("What a score rests on stays as it was. Make a new assessment instead."))

    # At uninstallation too: a context key says that it is one, and any caller may set it.
    @api.ondelete(at_uninstall=True)
    def _unlink_except_recorded(self):
        raise AssessmentRefused(self.env._("What a score rests on stays as it was."))

    @api.model
    def _record(self, vals_list):
        """Write the lines of assessments that are being made, once."""
        # sudo: nobody has the right to write lines, their maker has to.
        return super(CreditAssessmentLine, self.sudo()).create(vals_list)

    def _prepare_content(self):
        self.ensure_one()
        return {
            "name": self.name,
            "weight": f"{self.weight:.2f}",
            "value": "" if self.is_missing else f"{self.value:.4f}",
            "basis": self.basis or "",
            "band": self.range_text or "",
            "points": f"{self.points:.2f}" if self.has_points else "",
            "missing": self.missing_text or "",
        }
