from odoo import fields, models


class CreditScorecardGrade(models.Model):
    """From which score on a customer has a grade."""

    _name = "credit.scorecard.grade"
    _inherit = ["credit.scorecard.part"]
    _description = "Grade of a Scorecard"
    _order = "scorecard_id, lower desc"
    _rec_name = "grade_id"

    scorecard_id = fields.Many2one("credit.scorecard", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scorecard_id.company_id", store=True, index=True)
    grade_id = fields.Many2one("credit.grade", required=True, ondelete="restrict")
    lower = fields.Float(string="From Score", digits=(16, 2), help="Belongs to the grade. The worst begins at 0.")
