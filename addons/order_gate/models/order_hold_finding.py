from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.evidence_ledger.tools import guard_table

SEVERITIES = [("info", "Information"), ("warning", "Warning"), ("block", "Block")]


class OrderHoldFinding(models.Model):
    """One finding as it was when the document was held."""

    _name = "order.hold.finding"
    _description = "Finding of a Hold"
    _order = "hold_id, id"
    _rec_name = "message"

    hold_id = fields.Many2one("order.hold", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="hold_id.company_id")
    rule_id = fields.Many2one(
        "order.gate.rule", readonly=True, ondelete="restrict", help="The rule that found it, where it was one of ours."
    )
    code = fields.Char(required=True, readonly=True)
    severity = fields.Selection(SEVERITIES, required=True, readonly=True)
    message = fields.Char(required=True, readonly=True)
    figures = fields.Json(readonly=True)
    figures_text = fields.Char(string="Figures in Words", compute="_compute_figures_text")
    measure = fields.Char(readonly=True, help="How bad it was, where one number says it: a release covers no more.")

    def init(self):
        guard_table(self.env.cr, self._table)

    @api.depends("figures")
    def _compute_figures_text(self):
        for finding in self:
            finding.figures_text = " · ".join(f"{name} {value}" for name, value in (finding.figures or {}).items())

    def _answers(self, finding):
        """Whether a release of this finding covers ``finding``."""
        self.ensure_one()
        return finding.is_answered_by(self.code, self.figures or {}, Decimal(self.measure) if self.measure else None)
