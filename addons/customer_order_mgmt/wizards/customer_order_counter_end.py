from odoo import fields, models


class CustomerOrderCounterEnd(models.TransientModel):
    """Asks how and why a counter-offer ends without agreement."""

    _name = "customer.order.counter.end"
    _inherit = ["customer.order.reasoned"]
    _description = "End Counter-offer"

    outcome = fields.Selection(
        [("declined", "The customer declined it"), ("withdrawn", "We withdraw it")], required=True, default="declined"
    )

    def action_end(self):
        """End the counter-offer; the order is open again."""
        self.ensure_one()
        if self.outcome == "withdrawn":
            self.order_id.action_withdraw_counter(self.reason)
        else:
            self.order_id.check_access("write")
            self.order_id._decline_counter(self.reason)
        return {"type": "ir.actions.act_window_close"}
