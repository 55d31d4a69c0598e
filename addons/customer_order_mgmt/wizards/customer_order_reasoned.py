from odoo import api, fields, models


class CustomerOrderReasoned(models.AbstractModel):
    """What all acts ask for that need a reason."""

    _name = "customer.order.reasoned"
    _description = "Act with a Reason"

    order_id = fields.Many2one("customer.order", required=True, readonly=True, ondelete="cascade")
    order_state = fields.Selection(related="order_id.state", string="Order Status")
    reason = fields.Text(required=True, help="It is sealed with the act: the customer may ask for it, or an auditor.")

    @api.model
    def default_get(self, fields):
        """Take the order from the form when the dialog was opened from its menu of actions."""
        values = super().default_get(fields)
        if "order_id" in fields and self.env.context.get("active_model") == "customer.order":
            values.setdefault("order_id", self.env.context.get("active_id"))
        return values
