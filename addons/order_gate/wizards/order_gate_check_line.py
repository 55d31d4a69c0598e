from odoo import fields, models

from .order_gate_check import FIGURES


class OrderGateCheckLine(models.TransientModel):
    """One line of a document, as the gate sees it."""

    _name = "order.gate.check.line"
    _description = "Line Checked at the Gate"
    _rec_name = "product_id"

    check_id = fields.Many2one("order.gate.check", required=True, readonly=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    amount = fields.Monetary(readonly=True, groups=FIGURES, help="Before taxes.")
    currency_id = fields.Many2one(related="check_id.currency_id")
