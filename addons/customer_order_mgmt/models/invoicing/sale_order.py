from odoo import models

from ...tools.invoicing_order import current


class SaleOrder(models.Model):
    """Native invoicing, limited to what an invoicing plan orders."""

    _inherit = "sale.order"

    def _get_invoiceable_lines(self, final=False):
        lines = super()._get_invoiceable_lines(final)
        order = current()
        if not order:
            return lines
        return lines.filtered(lambda line: line.is_downpayment or line.display_type or line.id in order.quantities)

    def _get_invoice_grouping_keys(self):
        # The plan decided what goes on one invoice; delivery addresses, for one, may differ.
        return ["company_id", "partner_id", "currency_id"] if current() else super()._get_invoice_grouping_keys()

    def _prepare_invoice(self):
        vals = super()._prepare_invoice()
        order = current()
        if order:
            vals["invoice_date"] = order.date
            if order.journal_id:
                vals["journal_id"] = order.journal_id
        return vals

    def _claim_for_invoicing(self):
        """Collide with whatever else invoices these sales orders at the same time.

        Updated, not just locked: see ``customer.order._claim``. Native invoicing collides on the lines, whose invoiced
        quantity it writes.
        """
        if self.ids:
            self.env.flush_all()
            self.env.cr.execute("UPDATE sale_order SET id = id WHERE id IN %s", [tuple(self.ids)], log_exceptions=False)
