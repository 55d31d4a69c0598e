from odoo import models


class SaleOrder(models.Model):
    """Invoices of bound sales orders take back the advances, each up to its own total."""

    _inherit = "sale.order"

    def _get_invoiceable_lines(self, final=False):
        # Deducted when the invoice knows its total (_create_account_invoices): here the first one would get them all.
        lines = super()._get_invoiceable_lines(final)
        return lines.filtered(lambda line: not line._is_bound_advance()) if self.customer_order_id else lines

    def _create_account_invoices(self, invoice_vals_list, final):
        moves = super()._create_account_invoices(invoice_vals_list, final)
        deducting = self.filtered(lambda sale: sale._deducts_advances(final))
        if deducting:
            moves._deduct_advances(deducting)
        return moves

    def _deducts_advances(self, final):
        """Whether an invoice of this sales order takes back what was invoiced in advance: always where the customer's
        order agreed on a deposit, else where core would, too."""
        self.ensure_one()
        # sudo: salespeople invoice without access to customer orders.
        rows = self.sudo().customer_order_id.arrangement_ids
        return bool(self.customer_order_id) and (final or "deposit" in rows.mapped("kind"))

    def _get_advance_rows(self):
        """Return the down payment rows of the customer order that these sales orders are of: their own first, oldest
        first. An amendment moves goods to another sales order, and what was paid for them has to follow."""
        # sudo: what was paid in advance does not depend on who invoices.
        rows = self.sudo().customer_order_id.sale_order_ids.order_line
        rows = rows.filtered(lambda line: line._is_bound_advance())
        return rows.sorted(lambda row: (row.order_id not in self, row.id))

    def _is_fully_invoiced(self):
        """Whether every ordered line stands on an invoice with its whole quantity, drafts included."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
        return all(line.qty_invoiced >= line.product_uom_qty for line in lines)
