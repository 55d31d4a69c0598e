from odoo import api, fields, models

from ..profile.credit_profile import READER
from .credit_finding import CAUSES, CreditFinding


class OrderHoldFinding(models.Model):
    _inherit = "order.hold.finding"

    explanation = fields.Char(
        readonly=True, groups=READER, help="The figures of the customer's credit, and why no exclusion helped."
    )

    @api.depends("figures")
    def _compute_figures_text(self):
        # What a release is bound to is for the gate to read; the message names it for people.
        with_causes = self.filtered(lambda finding: CAUSES in (finding.figures or {}))
        super(OrderHoldFinding, self - with_causes)._compute_figures_text()
        for finding in with_causes:
            shown = {name: value for name, value in finding.figures.items() if name != CAUSES}
            finding.figures_text = " · ".join(f"{name} {value}" for name, value in shown.items())

    # By how much a limit is passed is a figure, too.
    measure = fields.Char(groups=READER)


class OrderHold(models.Model):
    _inherit = "order.hold"

    @api.model
    def _prepare_finding_vals(self, finding):
        vals = super()._prepare_finding_vals(finding)
        return {**vals, "explanation": finding.explanation} if isinstance(finding, CreditFinding) else vals
