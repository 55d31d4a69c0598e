from odoo import fields, models

from ..models.order_hold_finding import SEVERITIES


class OrderGateCheckFinding(models.TransientModel):
    """One thing that is found in a document now, or would be by a rule that only observes."""

    _name = "order.gate.check.finding"
    _description = "Finding of a Check at the Gate"
    _order = "mode, id"
    _rec_name = "message"

    check_id = fields.Many2one("order.gate.check", required=True, readonly=True, ondelete="cascade")
    message = fields.Char(string="Finding", required=True, readonly=True)
    severity = fields.Selection(SEVERITIES, required=True, readonly=True)
    mode = fields.Selection(
        [("enforce", "Counts"), ("observe", "Only observed")],
        required=True,
        readonly=True,
        help="What is only observed holds nothing.",
    )
    rule_name = fields.Char(string="Rule", readonly=True)
