from datetime import timedelta

from odoo import models


class SaleOrder(models.Model):
    """Sales orders follow the contract: the only way in which what an acceptance has bound changes."""

    _inherit = "sale.order"

    def _follow_dates(self):
        """Move whole sales orders to the new date of all their lines, where no other one stands for that date."""
        taken = set(self.mapped("commitment_date"))
        for sale in self:
            lines = sale.order_line.filtered("product_uom_qty").customer_order_line_id.filtered("quantity")
            moments = {line.order_id._get_noon(line.promised_date) for line in lines}
            if len(moments) == 1 and not moments & taken and not any(sale.order_line.mapped("qty_delivered")):
                [moment] = moments
                sale._move_to(moment)
                taken.add(moment)

    def _move_to(self, moment):
        self.commitment_date = moment
        # Odoo moves the deadline only; what is promised for another day is planned for another day, too.
        planned = moment - timedelta(days=self.company_id.security_lead)
        open_moves = self.order_line.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        open_moves.date = planned

    def _follow_terms(self, order):
        """Take over the terms of the head from the customer's order."""
        for sale in self:
            vals = order._prepare_sale_order_vals(order._get_today())
            vals = {name: value for name, value in vals.items() if name in FOLLOWED and _differs(sale, name, value)}
            if vals:
                sale.write(vals)
            if "partner_shipping_id" in vals:
                open_pickings = sale.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
                open_pickings.partner_id = sale.partner_shipping_id

    def _cancel_emptied(self):
        """Cancel those of which nothing is left; deliveries that are still open go with them."""
        for sale in self:
            lines = sale.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
            if not any(lines.mapped("product_uom_qty")) and not any(lines.mapped("qty_delivered")):
                sale._action_cancel()


FOLLOWED = (
    "partner_invoice_id",
    "partner_shipping_id",
    "client_order_ref",
    "payment_term_id",
    "incoterm",
    "incoterm_location",
)


def _differs(record, name, value):
    current = record[name]
    return (current.id if isinstance(current, models.BaseModel) else current) != value
