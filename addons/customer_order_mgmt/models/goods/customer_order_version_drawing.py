from odoo import fields, models


class CustomerOrderVersionDrawing(models.Model):
    """A drawing or sample document that was accepted, by its hash: another file is another contract."""

    _name = "customer.order.version.drawing"
    _inherit = ["customer.order.contract"]
    _description = "Accepted Drawing"
    _order = "version_id, position, id"
    _log_access = False

    _contract_columns = ("version_id", "position", "purpose", "name", "sha256")

    version_id = fields.Many2one(
        "customer.order.version", required=True, readonly=True, ondelete="restrict", index=True
    )
    position = fields.Integer(readonly=True, aggregator=False, help="The line it belongs to; 0 is the whole order.")
    purpose = fields.Selection(
        [("line", "Line"), ("requirement", "Requirement"), ("sample", "Approval sample")], readonly=True
    )
    name = fields.Char(string="File", required=True, readonly=True)
    sha256 = fields.Char(string="SHA-256", required=True, readonly=True)
