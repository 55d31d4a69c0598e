from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    credit_pledge_grace_days = fields.Integer(
        string="Grace of Pledges", default=2, help="So many days after the promised day a payment is still in time."
    )
    credit_pledge_tolerance = fields.Float(
        string="Tolerance of Pledges", help="What may be missing of a promise that counts as kept, in its currency."
    )
    credit_portal_statement = fields.Boolean(
        string="Statement in the Portal", help="Customers see and print their statement of account in the portal."
    )

    def _get_company_root_delegated_field_names(self):
        return [
            *super()._get_company_root_delegated_field_names(),
            "credit_pledge_grace_days",
            "credit_pledge_tolerance",
            "credit_portal_statement",
        ]

    @api.constrains("credit_pledge_grace_days", "credit_pledge_tolerance")
    def _check_credit_pledges(self):
        for company in self:
            if not 0 <= company.credit_pledge_grace_days <= 60 or not 0 <= company.credit_pledge_tolerance < 1e6:
                raise ValidationError(
                    self.env._("Pledges have 0 to 60 days of grace, and a tolerance that is not negative.")
                )
