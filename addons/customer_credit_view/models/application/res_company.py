from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    credit_application_portal = fields.Boolean(
        string="Applications in the Portal",
        help="Customers with a login apply for credit in the portal, hand in documents and see what became of it.",
    )

    def _get_company_root_delegated_field_names(self):
        return [
            *super()._get_company_root_delegated_field_names(),
            "credit_application_portal",
        ]
