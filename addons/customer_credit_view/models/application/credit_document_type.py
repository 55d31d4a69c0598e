from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CreditDocumentType(models.Model):
    """A sort of document that customers hand in: what it is, and for how long it holds."""

    _name = "credit.document.type"
    _inherit = ["credit.company.mixin"]
    _description = "Document Type"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for all companies.")
    must_expire = fields.Boolean(
        string="Has an Expiry Date", help="The document counts only with a date until which it holds."
    )
    valid_months = fields.Integer(
        string="Holds For", help="Months after its date of issue, where the document itself names no end. 0: no end."
    )
    note = fields.Text(string="Advice", translate=True, help="What customers read beside it in the portal.")

    @api.constrains("valid_months")
    def _check_valid_months(self):
        for kind in self:
            if not 0 <= kind.valid_months <= 600:
                raise ValidationError(
                    self.env._("%s: a document holds between 0 and 600 months. 0 stands for no end.", kind.name)
                )
