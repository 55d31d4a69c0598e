from odoo import fields, models

from ..models.check.customer_order_duplicate_decision import KINDS


class CustomerOrderDuplicateDecide(models.TransientModel):
    """Asks why an order is no duplicate."""

    _name = "customer.order.duplicate.decide"
    _description = "Not a Duplicate"

    order_id = fields.Many2one("customer.order", required=True, readonly=True, ondelete="cascade")
    duplicate_ids = fields.Many2many(related="order_id.duplicate_ids")
    near_duplicate_ids = fields.Many2many(related="order_id.near_duplicate_ids")
    kind = fields.Selection(
        KINDS,
        string="It Is",
        required=True,
        default="another_release",
        help="Another release: the customer orders again under the same number. Overridden: it is another order all"
        " the same; only a manager may say so.",
    )
    reason = fields.Text(required=True, help="Sealed with the decision.")

    def action_decide(self):
        """Record the decision."""
        self.ensure_one()
        self.order_id.action_decide_duplicates(self.kind, self.reason)
        return {"type": "ir.actions.act_window_close"}
