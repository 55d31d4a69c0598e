from odoo import fields, models

from ...logic.ratios import Convention, Policy

POLICY = {"credit_ratio_convention", "credit_deducts_goodwill", "credit_deducts_deferred_tax"}


class ResCompany(models.Model):
    """How this company reads the statements of its customers."""

    _inherit = "res.company"

    credit_ratio_convention = fields.Selection(
        [("closing", "Balance at the end of the period"), ("average", "Mean of its beginning and end")],
        string="Balances in Ratios",
        required=True,
        default="closing",
        help="Which balance stands beside the sales or profit of a year, e.g. in DSO and return on assets.",
    )
    credit_deducts_goodwill = fields.Boolean(
        string="Goodwill Is No Net Worth", default=True, help="Tangible net worth is counted without goodwill."
    )
    credit_deducts_deferred_tax = fields.Boolean(
        string="Deferred Tax Is No Net Worth", default=True, help="Tangible net worth is counted without it."
    )
    credit_statement_months = fields.Integer(
        string="Statements Are Old After",
        default=18,
        help="In months after the end of their period. Zero: never.",
    )

    _credit_statement_months_sensible = models.Constraint(
        "CHECK(credit_statement_months BETWEEN 0 AND 120)", "Statements are old after 0 to 120 months."
    )

    def _get_company_root_delegated_field_names(self):
        return [
            *super()._get_company_root_delegated_field_names(),
            "credit_ratio_convention",
            "credit_deducts_goodwill",
            "credit_deducts_deferred_tax",
            "credit_statement_months",
        ]

    def write(self, vals):
        result = super().write(vals)
        if POLICY.intersection(vals):
            # sudo: ratios follow the setting, whoever may change it.
            self.env["credit.statement"].sudo().search([("company_id", "in", self.ids)])._measure_customers()
        return result

    def _get_ratio_policy(self):
        """How ratios are counted in this company."""
        self.ensure_one()
        # sudo: the setting counts for every reader.
        company = self.sudo()
        return Policy(
            Convention(company.credit_ratio_convention),
            company.credit_deducts_goodwill,
            company.credit_deducts_deferred_tax,
        )
