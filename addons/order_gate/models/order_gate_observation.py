from odoo import fields, models
from odoo.exceptions import MissingError

from .order_hold_finding import SEVERITIES


class OrderGateObservation(models.Model):
    """A document of the past in which a rule finds something today. Replaced whenever the rule is computed again."""

    _name = "order.gate.observation"
    _description = "Observed Document"
    _order = "day desc, id desc"
    _rec_name = "document_name"

    rule_id = fields.Many2one("order.gate.rule", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    res_model = fields.Char(string="Document Type", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Document Id", model_field="res_model", required=True, readonly=True)
    document_name = fields.Char(string="Document", required=True, readonly=True)
    day = fields.Date(required=True, readonly=True, help="When it was confirmed, shipped or invoiced.")
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    amount = fields.Monetary(
        string="Value", readonly=True, help="The document's total, in the currency of the company at its day."
    )
    currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of the Company")
    severity = fields.Selection(
        SEVERITIES, required=True, readonly=True, help="Block: it would have been held. Warning: it would have passed."
    )
    message = fields.Char(string="Finding", required=True, readonly=True)

    def action_view_document(self):
        """Open the document."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id).exists() if self.res_model in self.env else None
        if not document:
            raise MissingError(self.env._("%(document)s does not exist any more.", document=self.document_name))
        return document._get_records_action()
