from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

ACTS = {
    "release": "action_release",
    "resume": "action_release_and_resume",
    "reject": "action_reject",
}


class OrderHoldDecide(models.TransientModel):
    """Asks why held documents are released or rejected; who may do it is the hold's own business."""

    _name = "order.hold.decide"
    _description = "Decide on Held Documents"

    hold_ids = fields.Many2many("order.hold", string="Held Documents", required=True, readonly=True)
    hold_count = fields.Integer(compute="_compute_facts")
    is_change = fields.Boolean(compute="_compute_facts", help="What was refused is a change, which nobody can resume.")
    decision = fields.Selection(
        [
            ("release", "Release"),
            ("resume", "Release and resume"),
            ("reject", "Reject"),
        ],
        required=True,
        default="release",
        help="Release: the document may go on as it is, and whoever waits for it is told. Release and resume: the act"
        " that was held is run now, in your name. Reject: it stays held until it asks for something else.",
    )
    reason = fields.Text(required=True, help="Kept and sealed with the hold. Whoever waits for the decision reads it.")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "hold_ids" in fields and self.env.context.get("active_model") == "order.hold":
            values["hold_ids"] = [Command.set(self.env.context.get("active_ids") or [])]
        return values

    @api.depends("hold_ids")
    def _compute_facts(self):
        for wizard in self:
            wizard.hold_count = len(wizard.hold_ids)
            wizard.is_change = "change" in wizard.hold_ids.mapped("act")

    def action_decide(self):
        """Release or reject the holds; return what the act that was resumed returns."""
        self.ensure_one()
        if self.decision == "resume" and len(self.hold_ids) != 1:
            raise UserError(self.env._("Resume one document at a time; several can be released together."))
        result = getattr(self.hold_ids, ACTS[self.decision])(self.reason)
        return result if isinstance(result, dict) else {"type": "ir.actions.act_window_close"}
