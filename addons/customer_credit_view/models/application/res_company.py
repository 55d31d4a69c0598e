from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    credit_application_portal = fields.Boolean(
        string="Applications in the Portal",
        help="Customers with a login apply for credit in the portal, hand in documents and see what became of it.",
    )
