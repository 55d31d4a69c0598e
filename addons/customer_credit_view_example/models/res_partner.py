from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    employee_number = fields.Integer(string="Employees", help="How many people the customer employs, as it told us.")
