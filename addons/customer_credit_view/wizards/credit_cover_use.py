from odoo import api, fields, models


class CreditCoverUse(models.TransientModel):
    """Asks what of a cover was called or claimed, and why; who may is the cover's business."""

    _name = "credit.cover.use"
    _description = "Use of a Cover"

    cover_id = fields.Many2one("credit.cover", required=True, readonly=True)
    currency_id = fields.Many2one(related="cover_id.currency_id")
    remaining_amount = fields.Monetary(related="cover_id.remaining_amount")
    amount = fields.Monetary(required=True, help="Less than zero gives it back.")
    reason = fields.Text(required=True, help="Kept and sealed with the cover.")

    @api.constrains("cover_id")
    def _check_cover(self):
        # What is left of it is read with all rights.
        self.cover_id.check_access("read")

    def action_use(self):
        self.ensure_one()
        self.cover_id._use(self.amount, self.reason)
        return {"type": "ir.actions.act_window_close"}
