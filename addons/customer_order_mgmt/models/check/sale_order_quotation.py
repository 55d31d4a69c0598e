from markupsafe import Markup
from odoo import models
from odoo.tools import SQL

from ...logic.quotation import Aspect, Head
from .quotation_position import place_of


class SaleOrder(models.Model):
    """A quotation as the order that answers it sees it."""

    _inherit = "sale.order"

    def action_confirm(self):
        result = super().action_confirm()
        self.filtered(lambda sale: sale.state == "sale" and not sale.customer_order_id)._tell_answering_orders()
        return result

    def _tell_answering_orders(self):
        """Lead from what was confirmed by itself, as by the customer in the portal, to the order that answers it."""
        if not self:
            return
        # sudo: who confirms may not read customer orders.
        orders = self.env["customer.order"].sudo()
        for order in orders.search([("quotation_ids", "in", self.ids), ("state", "=", "received")]):
            sentence = order._explain_confirmed_by_itself()
            for sale in order.quotation_ids & self.sudo():
                order._message_log(body=Markup("%s: %s") % (sale._get_html_link(title=sale.name), sentence))
                sale._message_log(body=Markup("%s: %s") % (order._get_html_link(title=order.name), sentence))
            order._mark_check_outdated()

    def _prepare_quotation_head(self):
        """Return the terms that a customer order states, too. Extend both sides alike."""
        self.ensure_one()
        return Head(
            name=self.name,
            terms={
                Aspect.CURRENCY: self.currency_id.name or "",
                Aspect.PAYMENT_TERMS: self.payment_term_id.name or "",
                Aspect.INCOTERM: " ".join(filter(None, (self.incoterm.code, self.incoterm_location))),
                Aspect.DELIVERY_ADDRESS: place_of(self.partner_shipping_id),
            },
        )

    def _prepare_quotation_positions(self):
        self.ensure_one()
        custom = self.company_id._get_customer_order_product()
        lines = self.order_line.filtered(lambda line: line._is_quoted_position())
        return [line._prepare_quotation_position(number, custom) for number, line in enumerate(lines, start=1)]

    def _claim_quotation(self):
        """Collide with whoever changes these quotations at the same time; see ``customer.order._claim``."""
        if self.ids:
            self.env.flush_all()
            self.env.cr.execute(SQL("UPDATE sale_order SET state = state WHERE id IN %s", tuple(self.ids)))

    def _adopt_for(self, order, date, lines):
        """Make this quotation the sales order for ``lines`` of ``order``, which say the same.

        It is written as a new one would be, so that units, texts and terms are the order's to the letter.
        """
        self.ensure_one()
        self.write({**order._prepare_sale_order_vals(date), "origin": self.origin or order.name})
        self.currency_id = order.currency_id
        # Options that the customer did not choose are no part of what is accepted.
        self.order_line.filtered(lambda line: not line.display_type and not line._is_quoted_position()).unlink()
        pairs = {pair.offered.key: pair.ordered.key for pair in order._compare_with_quotations(lines, self).lines}
        ordered = lines.browse()
        for sale_line in self.order_line.filtered(lambda line: not line.display_type):
            line = lines.browse(pairs[sale_line.id])
            sale_line.write({**line._prepare_sale_order_line_vals(), "sequence": sale_line.sequence})
            ordered += line
        self._link_to_customer_order(order, ordered)
