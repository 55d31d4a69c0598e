from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _follow_customer_order_line(self):
        """Say what the customer order line says; prices are given, so that nothing is computed anew."""
        self.ensure_one()
        line = self.customer_order_line_id
        vals = line._prepare_sale_order_line_vals()
        vals.pop("product_id")
        if not self._is_as_accepted():
            self.write(vals)
