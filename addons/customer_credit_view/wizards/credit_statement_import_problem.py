from odoo import fields, models
from openpyxl.utils import get_column_letter


class CreditStatementImportProblem(models.TransientModel):
    """What is wrong with one cell, or one statement, of a file."""

    _name = "credit.statement.import.problem"
    _description = "Problem in a File of Statements"
    _order = "row, column, id"

    import_id = fields.Many2one("credit.statement.import", required=True, ondelete="cascade")
    row = fields.Integer(help="Zero: the whole column.")
    column = fields.Integer()
    place = fields.Char(string="Cell", compute="_compute_place")
    message = fields.Char(string="What Is Wrong", required=True)

    def _compute_place(self):
        for problem in self:
            letter = get_column_letter(problem.column) if problem.column else ""
            problem.place = f"{letter}{problem.row or ''}"
