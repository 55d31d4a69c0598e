from decimal import Decimal

from odoo import api, models
from odoo.tools import float_repr


class CustomerOrderLine(models.Model):
    _inherit = "customer.order.line"

    def _get_done_quantity(self):
        """What of this line was delivered or invoiced, whichever is more, in its unit."""
        self.ensure_one()
        # sudo: the figure decides about amendments, whoever writes them.
        sale_lines = self.sudo().sale_line_ids
        return max(sum(sale_lines.mapped("qty_delivered")), sum(sale_lines.mapped("qty_invoiced")), 0.0)

    @api.model
    def _to_decimal(self, quantity):
        return Decimal(float_repr(quantity, self.env["decimal.precision"].precision_get("Product Unit")))

    def _prepare_split_vals(self):
        """Return the values of a line that continues this one under other terms."""
        self.ensure_one()
        return {
            "order_id": self.order_id.id,
            "sequence": self.sequence,
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom_id.id,
            "customer_product_code": self.customer_product_code,
            "tax_ids": [(6, 0, self.tax_ids.ids)],
        }

    def _follow_in_sales(self):
        """Make the sales order lines of this line say what it says now."""
        self.ensure_one()
        order = self.order_id
        sale_line = self._get_sale_line()
        moment = self.promised_date and order._get_noon(self.promised_date)
        if sale_line and self.quantity and moment != sale_line.order_id.commitment_date:
            sale_line.product_uom_qty = 0.0
            sale_line = sale_line.browse()
        if sale_line:
            sale_line._follow_customer_order_line()
        elif self.quantity:
            order._add_to_sales(self)

    def _get_sale_line(self):
        """The sales order line that stands for this one now; those that a new date has emptied stay as history."""
        # sudo: sales orders follow the contract, whoever agreed to it.
        lines = self.sudo().sale_line_ids.filtered(lambda line: line.order_id.state == "sale")
        return lines.filtered("product_uom_qty")[-1:] or lines[-1:]
