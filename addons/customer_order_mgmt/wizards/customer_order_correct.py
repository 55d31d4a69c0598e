from odoo import fields, models


class CustomerOrderCorrect(models.TransientModel):
    """Asks why the captured order is corrected."""

    _name = "customer.order.correct"
    _inherit = ["customer.order.reasoned"]
    _description = "Correct Captured Order"

    alterations = fields.Text(related="order_id.alterations")

    def action_correct(self):
        """Take what the order says now for the customer's own words."""
        self.ensure_one()
        self.order_id.action_correct(self.reason)
        return {"type": "ir.actions.act_window_close"}
