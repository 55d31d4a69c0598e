from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CreditRefusalReason(models.Model):
    """Why an application is refused, in words that the customer reads, and when it may apply again."""

    _name = "credit.refusal.reason"
    _description = "Reason of Refusal"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, help="As the customer reads it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    wait_months = fields.Integer(
        string="Apply Again After", default=6, help="Months after which the customer may apply again. 0: at once."
    )

    @api.constrains("wait_months")
    def _check_wait_months(self):
        for reason in self:
            if not 0 <= reason.wait_months <= 120:
                raise ValidationError(self.env._("%s: between 0 and 120 months, please.", reason.name))
