from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CreditLossMatrix(models.Model):
    """Loss rates by lateness: what a company expects to lose of its receivables (IFRS 9 5.5.15, B5.5.35)."""

    _name = "credit.loss.matrix"
    _inherit = ["credit.company.mixin", "evidence.guarded", "mail.thread"]
    _description = "Expected Loss Matrix"
    _order = "company_id, segment, valid_from desc"

    name = fields.Char(required=True, default=lambda self: self.env._("Loss rates"))
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company.root_id, ondelete="cascade"
    )
    segment = fields.Selection(
        selection=lambda self: self.env["credit.open.item"]._get_segments(),
        help="Empty: for all customers whose segment has no matrix of its own.",
    )
    valid_from = fields.Date(
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="The matrix that began last is in force; earlier ones say what was expected then.",
    )
    forward_factor = fields.Float(
        string="Outlook",
        default=1.0,
        digits=(16, 4),
        tracking=True,
        help="All rates are multiplied by it: 1.2 expects a fifth more losses than in the past.",
    )
    rate_ids = fields.One2many("credit.loss.rate", "matrix_id", string="Rates", copy=True)
    basis = fields.Text(help="Where the rates come from: an auditor asks for it.")

    _one_at_a_time = models.UniqueIndex(
        "(company_id, COALESCE(segment, ''), valid_from) WHERE active",
        "Another matrix begins on that day for the same customers.",
    )

    @api.constrains("forward_factor")
    def _check_forward_factor(self):
        for matrix in self:
            if not 0 < matrix.forward_factor <= 10:
                raise ValidationError(self.env._("The outlook must be more than 0 and at most 10."))

    @api.constrains("rate_ids")
    def _check_rates(self):
        for matrix in self:
            if matrix.rate_ids and 0 not in matrix.rate_ids.mapped("days_from"):
                raise ValidationError(
                    self.env._("%s has no rate for what is not due: please add one from 0 days.", matrix.name)
                )
