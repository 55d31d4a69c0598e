from odoo import api, fields, models


class CreditScorecardBand(models.Model):
    """Points for values from a lower end on, up to the next band."""

    _name = "credit.scorecard.band"
    _inherit = ["credit.scorecard.part"]
    _description = "Band of a Criterion"
    _order = "criterion_id, is_lowest desc, lower, id"

    criterion_id = fields.Many2one("credit.scorecard.criterion", required=True, index=True, ondelete="cascade")
    scorecard_id = fields.Many2one(related="criterion_id.scorecard_id")
    company_id = fields.Many2one(related="criterion_id.company_id", store=True, index=True)
    is_lowest = fields.Boolean(string="Open Below", help="The lowest band: whatever is below the next one.")
    lower = fields.Float(string="From", digits=(16, 4), help="This value belongs to the band.")
    points = fields.Float(digits=(16, 2), help="From 0 to 100.")
    range_text = fields.Char(string="Values", compute="_compute_range_text")

    @api.depends("lower", "is_lowest", "criterion_id.band_ids.lower", "criterion_id.band_ids.is_lowest")
    def _compute_range_text(self):
        for band in self:
            above = [other.lower for other in band.criterion_id.band_ids if not other.is_lowest and other != band]
            above = [lower for lower in above if band.is_lowest or lower > band.lower]
            band.range_text = self._get_range_text(None if band.is_lowest else band.lower, min(above, default=None))

    @api.model
    def _get_range_text(self, lower, upper):
        lower, upper = (None if end is None else f"{float(end):g}" for end in (lower, upper))
        if lower is None and upper is None:
            return self.env._("any value")
        if lower is None:
            return self.env._("below %s", upper)
        if upper is None:
            return self.env._("from %s", lower)
        return self.env._("%(lower)s to below %(upper)s", lower=lower, upper=upper)

    def _in_order(self):
        return self.sorted(lambda band: (not band.is_lowest, band.lower))
