from odoo import fields, models

from ..models.profile.credit_profile import STANDINGS


class CreditStandingSet(models.TransientModel):
    """Asks which standing customers get, and why; who may decide it is the profiles' business."""

    _name = "credit.standing.set"
    _description = "Set the Standing"

    profile_ids = fields.Many2many(
        "credit.profile", string="Customers", required=True, default=lambda self: self.env.context.get("active_ids")
    )
    standing = fields.Selection(STANDINGS, required=True)
    reason = fields.Text(required=True, help="Kept and sealed; people read it a year later.")

    def action_set(self):
        self.ensure_one()
        self.profile_ids.action_set_standing(self.standing, self.reason)
        return {"type": "ir.actions.act_window_close"}
