from odoo import api, fields, models

from ...exceptions import OrderStateRefused


class CustomerOrder(models.Model):
    """Deposits are invoiced as native down payments on the sales orders that fulfil this order."""

    _inherit = "customer.order"

    has_deposit = fields.Boolean(compute="_compute_has_deposit", help="Something is invoiced in advance.")
    is_deposit_to_invoice = fields.Boolean(
        compute="_compute_is_deposit_to_invoice", help="Something of the deposits is not invoiced yet."
    )

    @api.depends("arrangement_ids.kind")
    def _compute_has_deposit(self):
        for order in self:
            order.has_deposit = "deposit" in order.arrangement_ids.mapped("kind")

    def _compute_is_deposit_to_invoice(self):
        for order in self:
            deposits = order.arrangement_ids.filtered(lambda row: row.kind == "deposit")
            order.is_deposit_to_invoice = any(row._get_rest_to_invoice() > 0 for row in deposits)

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
        if self.env["account.move"].has_access("read"):
            return self.action_view_deposits()
        return self._tell_deposit_invoiced()

    def _tell_deposit_invoiced(self):
        """Return what a clerk sees who may not open invoices."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The deposit is invoiced. Accounting checks, posts and sends the draft."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_view_deposits(self):
        """Open the invoices of the deposits."""
        return self.arrangement_ids._get_deposit_invoices()._get_records_action(name=self.env._("Deposits"))

    def _get_sales_in_force(self):
        # sudo: clerks of customer orders need no right to read sales orders.
        return self.sudo().sale_order_ids.filtered(lambda sale: sale.state == "sale")
