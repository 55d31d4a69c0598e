from odoo import fields, models

from .credit_counter import PARTS


class CreditProofDifference(models.Model):
    """A total that is not what the documents say."""

    _name = "credit.proof.difference"
    _description = "Difference of Exposure"

    proof_id = fields.Many2one("credit.proof", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Debtor", readonly=True, ondelete="cascade")
    currency_id = fields.Many2one("res.currency", readonly=True)
    part = fields.Selection(PARTS, readonly=True)
    day = fields.Date(readonly=True)
    counted = fields.Monetary(readonly=True, help="What the counters say.")
    expected = fields.Monetary(readonly=True, help="What the ledger and the orders say.")
    order_line_id = fields.Many2one("sale.order.line", readonly=True, ondelete="cascade")
