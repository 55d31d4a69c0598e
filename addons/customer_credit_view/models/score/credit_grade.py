from odoo import fields, models

from ...exceptions import ScorecardRefused


class CreditGrade(models.Model):
    """A grade of credit quality, and how much of a customer's strength it lets us lend."""

    _name = "credit.grade"
    _inherit = ["evidence.guarded"]
    _description = "Credit Grade"
    _order = "sequence, id"

    name = fields.Char(string="Grade", required=True, help="Short, e.g. A.")
    description = fields.Char(translate=True)
    sequence = fields.Integer(default=10, help="The best grade first.")
    active = fields.Boolean(default=True)
    net_worth_percent = fields.Float(
        string="Share of Net Worth",
        digits=(16, 2),
        help="In percent: how much of the tangible net worth of such a customer its limit may be.",
    )
    turnover_percent = fields.Float(
        string="Share of Turnover",
        digits=(16, 2),
        help="In percent: how much of the yearly sales of such a customer its limit may be.",
    )
    review_months = fields.Integer(
        string="Review After", default=12, help="In months after an assessment. Zero: nobody is reminded."
    )

    _one_name = models.UniqueIndex("(name)", "Two grades cannot have the same name.")
    _shares_of_a_whole = models.Constraint(
        "CHECK(net_worth_percent BETWEEN 0 AND 100 AND turnover_percent BETWEEN 0 AND 100)",
        "The shares of a grade are between 0 and 100 percent.",
    )
    _review_months_sensible = models.Constraint(
        "CHECK(review_months BETWEEN 0 AND 120)", "A review is due after 0 to 120 months."
    )

    def write(self, vals):
        if "name" in vals:
            self._check_not_used(vals["name"])
        return super().write(vals)

    def _check_not_used(self, name):
        """A grade that counts keeps its name: scores were sealed with it, and rules look for it."""
        # sudo: a grade is used whoever may see by what.
        cards = self.env["credit.scorecard.grade"].sudo()
        for grade in self.filtered(lambda grade: grade.name != name):
            if cards.search_count([("grade_id", "=", grade.id), ("scorecard_id.state", "!=", "draft")], limit=1):
                raise ScorecardRefused(
                    self.env._(
                        "Grade %s keeps its name: customers were scored with it. Archive it, and create another one.",
                        grade.name,
                    )
                )
