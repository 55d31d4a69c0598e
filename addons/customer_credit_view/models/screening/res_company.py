from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...logic.screening_match import Policy

POLICY_FIELDS = {
    "credit_screening_mode",
    "credit_screening_threshold",
    "credit_screening_other_country",
    "credit_screening_weak_alias",
}


class ResCompany(models.Model):
    _inherit = "res.company"

    credit_screening_mode = fields.Selection(
        [("off", "Off"), ("observe", "Warn only"), ("enforce", "Hold")],
        string="Restricted Parties",
        required=True,
        default="off",
        help="Whether customers are compared with the lists of restricted parties, and what a hit does to an order"
        " that is accepted or confirmed and to goods that are shipped.",
    )
    credit_screening_threshold = fields.Float(
        string="Shown From",
        default=85.0,
        digits=(5, 1),
        help="The score, from 0 to 100, from which a name that looks like a listed one is a hit.",
    )
    credit_screening_other_country = fields.Float(
        string="Less for Another Country",
        default=8.0,
        digits=(5, 1),
        help="Points off the score when the countries of both are known and none is the same.",
    )
    credit_screening_weak_alias = fields.Float(
        string="Less for a Weak Alias",
        default=5.0,
        digits=(5, 1),
        help="Points off the score when the publisher of the list does not rely on the alias.",
    )
    credit_screening_max_age = fields.Integer(
        string="Lists Older Than", help="Days after which a list that nobody loaded again is a warning. 0: never."
    )

    def _get_company_root_delegated_field_names(self):
        return [
            *super()._get_company_root_delegated_field_names(),
            "credit_screening_mode",
            "credit_screening_threshold",
            "credit_screening_other_country",
            "credit_screening_weak_alias",
            "credit_screening_max_age",
        ]

    @api.constrains(
        "credit_screening_threshold",
        "credit_screening_other_country",
        "credit_screening_weak_alias",
        "credit_screening_max_age",
    )
    def _check_screening(self):
        for company in self:
            # Written so that what is no number (NaN) is refused, too.
            if not 50 <= company.credit_screening_threshold <= 100:
                raise ValidationError(
                    self.env._("Names are shown from a score between 50 and 100: below, everybody looks like somebody.")
                )
            points = (company.credit_screening_other_country, company.credit_screening_weak_alias)
            if not all(0 <= point <= 50 for point in points):
                raise ValidationError(self.env._("Between 0 and 50 points go off a score."))
            if company.credit_screening_max_age < 0:
                raise ValidationError(self.env._("The age of a list cannot be below zero days."))

    def write(self, vals):
        before = {company: company._get_screening_policy() for company in self} if POLICY_FIELDS & set(vals) else {}
        result = super().write(vals)
        for company, policy in before.items():
            if company._get_screening_policy() != policy:
                self.env["credit.screening.result"]._forget_company(company)
        if vals.get("credit_screening_mode", "off") != "off":
            self.env["credit.screening.result"]._ask_for_screening()
        return result

    def _get_screening_policy(self):
        """What counts as alike in this company."""
        self.ensure_one()
        return Policy(
            self.credit_screening_threshold, self.credit_screening_other_country, self.credit_screening_weak_alias
        )
