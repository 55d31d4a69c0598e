from odoo import api, fields, models

from ...exceptions import OrderStateRefused


class CustomerOrder(models.Model):
    """Deposits are invoiced as native down payments on the sales orders that fulfil this order."""

    _inherit = "customer.order"

    has_deposit = fields.Boolean(compute="_compute_has_deposit", help="Something is invoiced in advance.")

    @api.depends("arrangement_ids.kind")
    def _compute_has_deposit(self):
        for order in self:
            order.has_deposit = "deposit" in order.arrangement_ids.mapped("kind")

    def action_invoice_deposit(self):
        """Make the invoices of what is still to be invoiced of the deposits, as drafts, and open them.

        Pressed again, or by two people at once, it opens what is there.
        """
        self.ensure_one()
        self.check_access("write")
        self._begin_act("accepted", "fulfilled")
        rows = self.arrangement_ids.filtered(lambda row: row.kind == "deposit")
        if not rows:
            raise OrderStateRefused(
                self.env._(
                    "%(order)s agrees on no deposit: nothing is invoiced in advance.",
                    order=self.name,
                )
            )
        for row in rows.sorted():
            row._invoice_rest()
        return self.action_view_deposits()

    def action_view_deposits(self):
        """Open the invoices of the deposits."""
        return self.arrangement_ids._get_deposit_invoices()._get_records_action(name=self.env._("Deposits"))

    def _get_sales_in_force(self):
        # sudo: clerks of customer orders need no right to read sales orders.
        return self.sudo().sale_order_ids.filtered(lambda sale: sale.state == "sale")
