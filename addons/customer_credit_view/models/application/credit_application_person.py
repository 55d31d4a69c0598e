from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import ApplicationRefused
from .credit_application import CHANGEABLE

ROLES = [("director", "Director"), ("owner", "Owner"), ("both", "Director and Owner")]


class CreditApplicationPerson(models.Model):
    """Who stands behind a customer: compared with the lists of restricted parties, too."""

    _name = "credit.application.person"
    _inherit = ["evidence.guarded"]
    _description = "Owner or Director"
    _order = "id"

    application_id = fields.Many2one("credit.application", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="application_id.company_id")
    name = fields.Char(required=True)
    role = fields.Selection(ROLES, required=True, default="director")
    share = fields.Float(digits=(5, 2), help="Of the customer, in percent.")
    country_id = fields.Many2one("res.country", help="Citizenship or residence.")

    @api.constrains("share")
    def _check_share(self):
        for person in self:
            if not 0 <= person.share <= 100:
                raise ValidationError(self.env._("%s: a share lies between 0 and 100 percent.", person.name))

    @api.model_create_multi
    def create(self, vals_list):
        persons = super().create(vals_list)
        persons._after_change()
        return persons

    def write(self, vals):
        self._check_changeable()
        result = super().write(vals)
        self._after_change()
        return result

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_closed(self):
        self._check_changeable()

    def _after_change(self):
        self._check_changeable()
        # sudo: follows from the application, whoever writes it.
        self.env["credit.screening.result"]._forget(self.sudo().application_id.partner_id)

    def _check_changeable(self):
        if any(application.state not in CHANGEABLE for application in self.application_id):
            raise ApplicationRefused(
                self.env._("%s: somebody has recommended on these persons already.", self.application_id[0].name)
            )
