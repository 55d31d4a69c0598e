from odoo import api, fields, models

from ..profile.credit_profile import READER
from .credit_finding import CreditFinding


class OrderHoldFinding(models.Model):
    _inherit = "order.hold.finding"

    explanation = fields.Char(
        readonly=True, groups=READER, help="The figures of the customer's credit, and why no exclusion helped."
    )
    # By how much a limit is passed is a figure, too.
    measure = fields.Char(groups=READER)


class OrderHold(models.Model):
    _inherit = "order.hold"

    @api.model
    def _prepare_finding_vals(self, finding):
        vals = super()._prepare_finding_vals(finding)
        return {**vals, "explanation": finding.explanation} if isinstance(finding, CreditFinding) else vals
