from odoo import fields, models


class CreditBackTestLine(models.TransientModel):
    """What became of the customers of one grade."""

    _name = "credit.back.test.line"
    _description = "Grade in a Back-Test"
    _order = "id"

    test_id = fields.Many2one("credit.back.test", required=True, ondelete="cascade")
    grade = fields.Char()
    count = fields.Integer(string="Customers")
    bad = fields.Integer(string="Turned Bad")
    bad_percent = fields.Float(string="Share", digits=(16, 1), help="In percent.")
    is_inversion = fields.Boolean(
        string="Upside Down", help="More customers of this grade turned bad than of the next worse one."
    )
