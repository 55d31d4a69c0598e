from odoo import fields, models

from .customer_order_arrangement import DUE_EVENTS, KINDS


class CustomerOrderVersionArrangement(models.Model):
    """A row of the payment arrangement exactly as accepted."""

    _name = "customer.order.version.arrangement"
    _inherit = ["customer.order.contract"]
    _description = "Accepted Payment Arrangement"
    _order = "version_id, sequence, id"
    _log_access = False

    _contract_columns = (
        "version_id",
        "sequence",
        "kind",
        "percent",
        "amount",
        "is_before_shipment",
        "due_event",
        "due_days",
        "reference",
        "name",
    )

    version_id = fields.Many2one(
        "customer.order.version", required=True, readonly=True, ondelete="restrict", index=True
    )
    currency_id = fields.Many2one(related="version_id.currency_id")
    sequence = fields.Integer(readonly=True, aggregator=False)
    kind = fields.Selection(KINDS, string="Form", required=True, readonly=True)
    percent = fields.Float(string="Share (%)", digits=(5, 2), readonly=True, aggregator=False)
    amount = fields.Monetary(required=True, readonly=True)
    is_before_shipment = fields.Boolean(string="Before Shipment", readonly=True)
    due_event = fields.Selection(DUE_EVENTS, string="Due from", readonly=True)
    due_days = fields.Integer(string="Days", readonly=True, aggregator=False)
    reference = fields.Char(readonly=True)
    name = fields.Char(string="Note", readonly=True)
