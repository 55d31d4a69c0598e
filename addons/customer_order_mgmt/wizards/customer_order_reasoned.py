from odoo import fields, models


class CustomerOrderReasoned(models.AbstractModel):
    """What all acts ask for that need a reason."""

    _name = "customer.order.reasoned"
    _description = "Act with a Reason"

    order_id = fields.Many2one("customer.order", required=True, readonly=True, ondelete="cascade")
    reason = fields.Text(required=True, help="It is sealed with the act: the customer may ask for it, or an auditor.")
