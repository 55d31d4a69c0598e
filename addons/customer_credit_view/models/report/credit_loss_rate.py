from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...logic.ageing import spans


class CreditLossRate(models.Model):
    """The loss rate from a number of days past due on, up to where the next one begins."""

    _name = "credit.loss.rate"
    _inherit = ["evidence.guarded"]
    _description = "Loss Rate"
    _order = "matrix_id, days_from"
    _rec_name = "days_from"

    matrix_id = fields.Many2one("credit.loss.matrix", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="matrix_id.company_id", store=True, precompute=True)
    days_from = fields.Integer(
        string="From Days Past Due", help="0 is what is not due. A rate is for all up to where the next one begins."
    )
    days_to = fields.Char(string="To", compute="_compute_days_to")
    rate = fields.Float(
        string="Loss Rate", digits=(16, 6), help="Share of the open amount that is expected to be lost."
    )

    _one_rate = models.UniqueIndex("(matrix_id, days_from)", "Two rates cannot begin on the same day.")

    @api.depends("days_from", "matrix_id.rate_ids.days_from")
    def _compute_days_to(self):
        for rate in self:
            ends = dict(spans(sorted(set(rate.matrix_id.rate_ids.mapped("days_from")))))
            end = ends.get(rate.days_from)
            rate.days_to = "…" if end is None else str(end)

    @api.constrains("days_from", "rate")
    def _check_rate(self):
        for rate in self:
            if not 0 <= rate.rate <= 1:
                raise ValidationError(self.env._("A loss rate lies between 0 and 100 percent."))
            if not 0 <= rate.days_from <= 3650:
                raise ValidationError(self.env._("A loss rate begins 0 to 3,650 days past due."))
        self.matrix_id._check_rates()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_first(self):
        if any(rate.days_from == 0 and rate.matrix_id.rate_ids - self for rate in self):
            raise ValidationError(self.env._("The rate for what is not due is needed as long as there are others."))
