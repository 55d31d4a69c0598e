from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    credit_limit_formula = fields.Selection(
        selection_add=[("employees", "500 for each employee")], ondelete={"employees": "set default"}
    )
