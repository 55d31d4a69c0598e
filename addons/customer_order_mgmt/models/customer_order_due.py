from odoo import fields, models


class CustomerOrderDue(models.Model):
    """A payment date that follows from the payment terms and the promised dates.

    Computed while the order is open; acceptance freezes it in the version.
    """

    _name = "customer.order.due"
    _description = "Customer Order Payment Date"
    _order = "date, id"

    order_id = fields.Many2one("customer.order", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    date = fields.Date(required=True)
    amount = fields.Monetary(required=True)
