from odoo import fields, models

KINDS = [("another_release", "Another release"), ("overridden", "Overridden")]


class CustomerOrderDuplicateDecision(models.Model):
    """Somebody said why orders that look like one are two; it counts for these orders under this number only."""

    _name = "customer.order.duplicate.decision"
    _description = "Decision about Duplicates"
    _order = "id desc"
    _rec_name = "kind"

    order_id = fields.Many2one("customer.order", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="order_id.company_id")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    number = fields.Char(
        string="Comparable Number", readonly=True, help="Given another number, the order is looked at again."
    )
    duplicate_ids = fields.Many2many(
        "customer.order",
        "customer_order_duplicate_decision_rel",
        "decision_id",
        "order_id",
        string="Is Not",
        readonly=True,
        help="The orders that this one is not. A duplicate that comes later has to be decided anew.",
    )
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Decided By", readonly=True, ondelete="restrict")
    decided_at = fields.Datetime(readonly=True)
