from odoo import fields, models


class CustomerOrderInvoicingItemLine(models.Model):
    """That much of a sales order line, out of one delivery, on one invoice."""

    _name = "customer.order.invoicing.item.line"
    _description = "Invoicing Item Line"
    _order = "item_id, id"

    item_id = fields.Many2one("customer.order.invoicing.item", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="item_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="item_id.currency_id")
    sale_line_id = fields.Many2one(
        "sale.order.line", string="Order Line", required=True, ondelete="cascade", index=True
    )
    sale_order_id = fields.Many2one(related="sale_line_id.order_id", string="Sales Order")
    picking_id = fields.Many2one("stock.picking", string="Delivery", ondelete="set null", index="btree_not_null")
    quantity = fields.Float(digits="Product Unit")
    product_uom_id = fields.Many2one(related="sale_line_id.product_uom_id", string="Unit")
