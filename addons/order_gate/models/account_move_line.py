from odoo import api, models

from ..tools import modes
from ..tools.figures import line_of

CONTENT_FIELDS = frozenset({"product_id", "quantity", "product_uom_id", "price_unit", "discount", "tax_ids", "move_id"})


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.move_id._gate_touch_invoices()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not CONTENT_FIELDS.isdisjoint(vals):
            self.move_id._gate_touch_invoices()
        return result

    def _sale_create_reinvoice_sale_line(self):
        # Costs that have been incurred for a customer are charged on, held or not: the vendor's bill is not stopped.
        orders = self.env["sale.order"].union(*self._sale_determine_order().values())
        with modes.watching([(order._name, order.id) for order in orders]):
            return super()._sale_create_reinvoice_sale_line()

    def _prepare_gate_line(self):
        """Return this invoice line as the gate sees it."""
        self.ensure_one()
        return line_of(
            self.product_id,
            self.quantity,
            self.product_uom_id,
            self.price_subtotal,
            self.currency_id,
            key=str(self.id),
        )
