from odoo import models

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
