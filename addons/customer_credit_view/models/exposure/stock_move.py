from odoo import fields, models


class StockMove(models.Model):
    """When a rest was cancelled: on a day before, it was still going to be delivered."""

    _inherit = "stock.move"

    credit_cancelled_at = fields.Datetime(string="Cancelled On", readonly=True, copy=False)

    def _action_cancel(self):
        going = self.filtered(lambda move: move.state not in ("cancel", "done"))
        result = super()._action_cancel()
        going.filtered(lambda move: move.state == "cancel").credit_cancelled_at = fields.Datetime.now()
        return result
