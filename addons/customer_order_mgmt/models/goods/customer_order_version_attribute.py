from odoo import fields, models


class CustomerOrderVersionAttribute(models.Model):
    """An attribute of an item exactly as accepted."""

    _name = "customer.order.version.attribute"
    _inherit = ["customer.order.contract", "customer.order.attribute"]
    _description = "Accepted Attribute"
    _order = "version_id, position, id"
    _log_access = False

    _contract_columns = (
        "version_id",
        "position",
        "name",
        "tolerance_kind",
        "value",
        "number",
        "unit",
        "tolerance_plus",
        "tolerance_minus",
    )

    version_id = fields.Many2one(
        "customer.order.version", required=True, readonly=True, ondelete="restrict", index=True
    )
    position = fields.Integer(readonly=True, aggregator=False, help="The line it belongs to.")
