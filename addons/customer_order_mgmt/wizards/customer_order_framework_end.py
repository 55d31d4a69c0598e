from odoo import models


class CustomerOrderFrameworkEnd(models.TransientModel):
    """Asks why a framework ends."""

    _name = "customer.order.framework.end"
    _inherit = ["customer.order.reasoned"]
    _description = "End Framework"

    def action_end(self):
        """End the framework for the reason given."""
        self.ensure_one()
        self.order_id.action_end_framework(self.reason)
        return {"type": "ir.actions.act_window_close"}
