from odoo import fields, models


class CustomerOrderReject(models.TransientModel):
    """Asks why an order is rejected."""

    _name = "customer.order.reject"
    _description = "Reject Customer Order"

    order_id = fields.Many2one("customer.order", required=True, readonly=True, ondelete="cascade")
    reason = fields.Text(required=True, help="The customer may ask for it, and so may an auditor.")

    def action_reject(self):
        """Reject the order for the reason given."""
        self.ensure_one()
        self.order_id.action_reject(self.reason)
        return {"type": "ir.actions.act_window_close"}
