from odoo import models


class CustomerOrderWithdraw(models.TransientModel):
    """Asks why the customer takes back an order that we have not accepted."""

    _name = "customer.order.withdraw"
    _inherit = ["customer.order.reasoned"]
    _description = "Withdraw Customer Order"

    def action_withdraw(self):
        """Cancel the order for the customer's reason."""
        self.ensure_one()
        self.order_id.action_withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
