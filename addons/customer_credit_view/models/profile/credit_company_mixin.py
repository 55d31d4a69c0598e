from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CreditCompanyMixin(models.AbstractModel):
    """What belongs to a company as a whole, and not to one of its branches.

    A company and its branches are one legal entity: a customer owes to all of it, and has one limit, one standing and
    one application there. Documents of branches count in their main company and are checked against what it decided.
    """

    _name = "credit.company.mixin"
    _description = "Belongs to the Main Company"

    company_id = fields.Many2one("res.company", index=True, domain="[('parent_id', '=', False)]")

    @api.constrains("company_id")
    def _check_company_is_main(self):
        # sudo: who works in a branch does not read its main company.
        for company in self.sudo().company_id:
            if company.parent_id:
                raise ValidationError(
                    self.env._(
                        "%(branch)s is a branch: credit is decided for the whole of %(company)s. Please choose"
                        " %(company)s.",
                        branch=company.name,
                        company=company.root_id.name,
                    )
                )
