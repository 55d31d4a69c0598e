import json

from odoo import models

from ...logic.contract import differences
from ..customer_order_sales import KEPT_CONTEXT


class CustomerOrder(models.Model):
    """Sales orders follow an amended contract exactly, in one transaction with it."""

    _inherit = "customer.order"

    def _amend_sales_orders(self, version):
        """Make the sales orders say what the order says now, and bind them to ``version``; return those in force.

        They are released for this transaction only: they are bound again, or nothing happened.
        """
        self.ensure_one()
        # Replaced, not extended. pylint: disable=context-overridden
        context = {key: value for key, value in self.env.context.items() if key in KEPT_CONTEXT}
        # sudo: sales orders follow the contract, whoever agreed to it.
        order = self.sudo().with_context(context).with_company(self.company_id)
        sales = order._get_open_sales()
        sales._release()
        sales._follow_dates()
        for line in order.line_ids.sorted():
            line._follow_in_sales()
        sales._follow_terms(order)
        sales._cancel_emptied()
        in_force = order._get_open_sales()
        order._check_as_accepted(in_force)
        (sales | in_force)._bind_to_version(version)
        return in_force

    def _get_open_sales(self):
        return self.sale_order_ids.filtered(lambda sale: sale.state == "sale")

    def _add_to_sales(self, line):
        """Put a line on the sales order of its promised date; there may be none yet."""
        moment = self._get_noon(line.promised_date)
        sale = self._get_open_sales().filtered(lambda sale: sale.commitment_date == moment)[:1]
        if not sale:
            sale = self._create_sales_order(line.promised_date, line)
            self._confirm_sales_orders(sale)
            # What is confirmed may be locked by a setting of Odoo's.
            sale._release()
            return
        before = sale.order_line
        sale.order_line = [(0, 0, line._prepare_sale_order_line_vals())]
        (sale.order_line - before)._link_to_customer_order_line(line)

    def _get_pointers(self, version, content):
        """Return the JSON pointers of what ``content`` says otherwise than ``version``."""
        return differences(json.loads(version.payload), content.payload())
