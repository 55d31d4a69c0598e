from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    credit_empty_limit = fields.Selection(
        [("unlimited", "is not checked against a limit"), ("none", "gets no credit")],
        string="Customer without a Limit",
        required=True,
        default="unlimited",
        help="What rules about the limit used say of a customer for whom no limit is set in its group.",
    )
    credit_zero_limit = fields.Selection(
        [("none", "means no credit"), ("unlimited", "is not checked, as in Odoo's own warning")],
        string="Limit of Zero",
        required=True,
        default="none",
    )
    credit_counts_quotations = fields.Boolean(
        string="Quotations Use the Limit",
        help="Quotations that are neither ordered nor cancelled count in the exposure, at their price with tax.",
    )

    def _get_company_root_delegated_field_names(self):
        return [
            *super()._get_company_root_delegated_field_names(),
            "credit_empty_limit",
            "credit_zero_limit",
            "credit_counts_quotations",
        ]
