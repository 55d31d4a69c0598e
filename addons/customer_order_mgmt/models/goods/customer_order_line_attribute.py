from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...logic.tolerance import ToleranceKind


class CustomerOrderLineAttribute(models.Model):
    """An attribute of a line, mostly of a custom-made one. It is part of the contract."""

    _name = "customer.order.line.attribute"
    _inherit = ["customer.order.attribute"]
    _description = "Attribute of an Order Line"
    _order = "line_id, sequence, id"

    line_id = fields.Many2one("customer.order.line", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="line_id.company_id")
    sequence = fields.Integer(default=10)

    _tolerance_positive = models.Constraint(
        "CHECK(tolerance_plus >= 0 AND tolerance_minus >= 0)", "Enter a tolerance without a sign."
    )

    @api.constrains("tolerance_kind", "value")
    def _check_value(self):
        for attribute in self.filtered(lambda attribute: attribute.tolerance_kind == ToleranceKind.TEXT):
            if not (attribute.value or "").strip():
                raise ValidationError(
                    self.env._("Describe the attribute “%(name)s”, or give it a number.", name=attribute.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        attributes = super().create(vals_list)
        attributes.line_id.order_id._check_open()
        attributes.line_id.order_id._claim()
        return attributes

    def write(self, vals):
        self.line_id.order_id._check_open()
        result = super().write(vals)
        if "line_id" in vals:
            self.line_id.order_id._check_open()
        return result

    def _amend_create(self, vals_list):
        """Create what an amendment adds; only an amendment that both sides agreed to comes here."""
        return super().create(vals_list)

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_decided(self):
        self.line_id.order_id._check_open()
        self.line_id.order_id._claim()
