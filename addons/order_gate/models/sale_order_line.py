from odoo import api, models

from ..tools.figures import line_of

CONTENT_FIELDS = frozenset(
    {
        "order_id",
        "display_type",
        "product_id",
        "product_uom_qty",
        "product_uom_id",
        "price_unit",
        "technical_price_unit",
        "discount",
        "tax_ids",
        "extra_tax_data",
        "price_subtotal",
        "price_total",
        "company_id",
        "currency_id",
    }
)


class SaleOrderLine(models.Model):
    """Lines carry what an order asks for: more of it on a confirmed order is judged again, whatever path it takes."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        # The order may come by the context (default_order_id), which any client can send.
        default = self.default_get(["order_id"]).get("order_id")
        orders = self.env["sale.order"].browse({vals.get("order_id", default) for vals in vals_list} - {None, False})
        with orders.exists()._gate_watch_confirmed():
            lines = super().create(vals_list)
        lines.order_id._gate_touch()
        return lines

    def write(self, vals):
        if CONTENT_FIELDS.isdisjoint(vals):
            return super().write(vals)
        orders = self.order_id | self.env["sale.order"].browse(vals.get("order_id") or ()).exists()
        with orders._gate_watch_confirmed():
            result = super().write(vals)
        orders._gate_touch()
        return result

    def unlink(self):
        # Without a line of discount an order asks for more.
        orders = self.order_id
        with orders._gate_watch_confirmed():
            result = super().unlink()
        orders.exists()._gate_touch()
        return result

    def _prepare_gate_line(self):
        """Return this line as the gate sees it."""
        self.ensure_one()
        return line_of(
            self.product_id,
            self.product_uom_qty,
            self.product_uom_id,
            self.price_subtotal,
            self.currency_id,
            key=str(self.id),
        )
