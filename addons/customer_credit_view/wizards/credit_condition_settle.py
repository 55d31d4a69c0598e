from odoo import fields, models


class CreditConditionSettle(models.TransientModel):
    """Asks how conditions were kept, or why their goods may leave all the same; who may is the conditions' business."""

    _name = "credit.condition.settle"
    _description = "Settle Conditions of Releases"

    condition_ids = fields.Many2many(
        "credit.release.condition",
        string="Conditions",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    decision = fields.Selection([("met", "They were kept"), ("waive", "They are waived")], required=True, default="met")
    reason = fields.Text(required=True, help="Kept and sealed with the hold.")

    def action_settle(self):
        self.ensure_one()
        if self.decision == "met":
            self.condition_ids.action_note_met(self.reason)
        else:
            self.condition_ids.action_waive(self.reason)
        return {"type": "ir.actions.act_window_close"}
