from odoo import api, models


class AccountPartialReconcile(models.Model):
    """What is reconciled, or no longer, decides about deliveries that wait for an advance, and what is settled."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._get_advanced_orders()._touch_shipments()
        partials._get_payments()._recount_paid()
        return partials

    def unlink(self):
        orders, payments = self._get_advanced_orders(), self._get_payments()
        payments._recount_paid()
        result = super().unlink()
        orders._touch_shipments()
        return result

    def _get_payments(self):
        """The payments whose rest changes here: it is the customer's, and keeps an order from being settled."""
        items = (self.debit_move_id | self.credit_move_id).filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )
        return items.move_id.filtered(lambda move: not move.is_invoice())

    def _get_advanced_orders(self):
        """Return the customer orders whose deposits are paid by what is reconciled here, directly or as the bank line
        of their payment."""
        # sudo: whoever reconciles may not read customer orders.
        moves = (self.debit_move_id | self.credit_move_id).sudo().move_id
        payments = moves.origin_payment_id.move_id
        invoices = moves | payments.line_ids.matched_debit_ids.debit_move_id.move_id
        return invoices.customer_order_arrangement_id.order_id
