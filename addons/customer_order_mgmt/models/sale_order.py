from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    customer_order_id = fields.Many2one(
        "customer.order",
        string="Customer Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The customer's formal order that this sales order fulfils.",
    )
    customer_order_version_id = fields.Many2one(
        "customer.order.version",
        string="Accepted Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="When set, quantities, prices, dates and parties are binding and change only through an amendment.",
    )
