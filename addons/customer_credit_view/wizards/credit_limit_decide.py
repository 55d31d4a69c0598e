from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CreditLimitDecide(models.TransientModel):
    """What acts on limits ask for: a reason, and a day where a limit ends."""

    _name = "credit.limit.decide"
    _description = "Decision about Limits"

    decision = fields.Selection(
        [("approve", "Approve"), ("reject", "Reject"), ("end", "End")], required=True, readonly=True
    )
    proposal_ids = fields.Many2many("credit.limit.proposal", readonly=True)
    limit_ids = fields.Many2many("credit.limit", readonly=True)
    date = fields.Date(string="Last Day", default=fields.Date.context_today)
    reason = fields.Text(help="It is sealed with the decision, and may be read a year later.")

    @api.model
    def default_get(self, names):
        """Take the records that were selected when the dialog was opened."""
        values = super().default_get(names)
        name = {"credit.limit.proposal": "proposal_ids", "credit.limit": "limit_ids"}.get(
            self.env.context.get("active_model")
        )
        if name in names:
            values[name] = [fields.Command.set(self.env.context.get("active_ids", []))]
        return values

    def action_decide(self):
        """Do what was chosen; each act checks who may."""
        self.ensure_one()
        if self.decision == "approve":
            return self.proposal_ids.action_approve(self.reason)
        if self.decision == "reject":
            return self.proposal_ids.action_reject(self.reason)
        if not self.date:
            raise ValidationError(self.env._("Please say on which day the limit ends."))
        return self.limit_ids.action_end(self.date, self.reason)
