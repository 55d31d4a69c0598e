from odoo import models
from odoo.tools import str2bool

from ..tools import modes


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _post_process(self):
        # The customer has paid: whatever the gate says, the money is kept and booked. What is held stays unconfirmed.
        with modes.quietly():
            return super()._post_process()

    def _check_amount_and_confirm_order(self):
        # Held orders were left out: their customers get the mail that the payment was received instead.
        return super()._check_amount_and_confirm_order().filtered(lambda order: order.state == "sale")

    def _invoice_resumed_order(self):
        """Catch up on what paying would have done at once, had the order not been held: invoice it, where the company
        invoices automatically."""
        # sudo: a setting of the whole system.
        parameters = self.env["ir.config_parameter"].sudo()
        if str2bool(parameters.get_param("sale.automatic_invoice")):
            self._invoice_sale_orders()
            self.invoice_ids.filtered(lambda invoice: invoice.state == "draft").action_post()
