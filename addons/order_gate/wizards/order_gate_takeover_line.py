from odoo import fields, models
from odoo.exceptions import MissingError

from ..models.order_hold import CHECKPOINTS
from ..models.order_hold_finding import SEVERITIES


class OrderGateTakeoverLine(models.TransientModel):
    """What one rule, or an addon, says of one open document."""

    _name = "order.gate.takeover.line"
    _description = "Open Document at the Gate"
    _order = "checkpoint, mode, amount desc, id"
    _rec_name = "document_name"

    takeover_id = fields.Many2one("order.gate.takeover", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    res_model = fields.Char(string="Document Type", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Document Id", model_field="res_model", required=True, readonly=True)
    document_name = fields.Char(string="Document", required=True, readonly=True)
    day = fields.Date(readonly=True)
    checkpoint = fields.Selection(CHECKPOINTS, required=True, readonly=True)
    is_passed = fields.Boolean(
        string="Passed Before",
        readonly=True,
        help="The document passed this checkpoint already. It is judged again only when it asks for more.",
    )
    rule_id = fields.Many2one(
        "order.gate.rule", readonly=True, ondelete="cascade", help="Empty: an addon's own judgement."
    )
    mode = fields.Selection([("enforce", "Counts"), ("observe", "Only observed")], required=True, readonly=True)
    severity = fields.Selection(SEVERITIES, required=True, readonly=True)
    is_released = fields.Boolean(string="Released", readonly=True, help="Somebody released the document as it is.")
    message = fields.Char(string="Finding", required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    amount = fields.Monetary(
        string="Value", readonly=True, help="In the currency of the company. It counts for each finding."
    )
    currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of the Company")

    def action_view_document(self):
        """Open the document."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id).exists() if self.res_model in self.env else None
        if not document:
            raise MissingError(self.env._("%(document)s does not exist any more.", document=self.document_name))
        return document._get_records_action()
