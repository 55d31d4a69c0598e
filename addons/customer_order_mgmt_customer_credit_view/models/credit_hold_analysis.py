from odoo import api, models
from odoo.tools import SQL


class CreditHoldAnalysis(models.Model):
    _inherit = "credit.hold.analysis"

    @api.model
    def _get_invoices(self):
        """A customer order is invoiced through its sales orders."""
        of_customer_orders = SQL(
            """
            SELECT bill.move_id AS id
              FROM sale_order sold
              JOIN sale_order_line line ON line.order_id = sold.id
              JOIN sale_order_line_invoice_rel link ON link.order_line_id = line.id
              JOIN account_move_line bill ON bill.id = link.invoice_line_id
             WHERE hold.res_model = 'customer.order' AND sold.customer_order_id = hold.res_id
            """
        )
        return [*super()._get_invoices(), of_customer_orders]
