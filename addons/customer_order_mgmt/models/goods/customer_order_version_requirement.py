from odoo import fields, models

from .customer_order_requirement import KINDS


class CustomerOrderVersionRequirement(models.Model):
    """A requirement exactly as accepted."""

    _name = "customer.order.version.requirement"
    _inherit = ["customer.order.contract"]
    _description = "Accepted Customer's Requirement"
    _order = "version_id, position, id"
    _log_access = False

    _contract_columns = ("version_id", "position", "kind", "name", "is_required", "file_names")

    version_id = fields.Many2one(
        "customer.order.version", required=True, readonly=True, ondelete="restrict", index=True
    )
    position = fields.Integer(readonly=True, aggregator=False, help="The line it belongs to; 0 is the whole order.")
    kind = fields.Selection(KINDS, readonly=True)
    name = fields.Text(string="Requirement", required=True, readonly=True)
    is_required = fields.Boolean(string="Must", readonly=True)
    file_names = fields.Char(string="Drawings", readonly=True)
