from odoo import models

from ...logic.check import Check, Response, Result


class CustomerOrder(models.Model):
    """Whether the order says all it must, in a currency and in units that fit, and how it will be paid."""

    _inherit = "customer.order"

    def _get_completeness_checks(self):
        found = {}
        for order in self:
            faults = order._get_acceptance_faults() if order.received_date else order._get_receipt_faults()
            found[order] = [
                Check(topic="completeness", code="incomplete", result=Result.BLOCK, message=fault, is_releasable=False)
                for fault in faults
            ]
            if not faults:
                message = self.env._("The order says everything that it needs to be accepted.")
                found[order].append(Check(topic="completeness", code="complete", result=Result.PASS, message=message))
        return found

    def _get_currency_checks(self):
        return {order: [order._check_currency()] for order in self}

    def _check_currency(self):
        own, expected = self.currency_id, self.pricelist_id.currency_id or self.company_id.currency_id
        result = Result.PASS
        message = self.env._("The order is in %(currency)s, as agreed with the customer.", currency=own.name)
        if own != expected:
            result = Response(self.company_id.customer_order_price_response).result
            message = self.env._(
                "The order is in %(ordered)s; prices for this customer are in %(expected)s.",
                ordered=own.name,
                expected=expected.name,
            )
        return Check(
            topic="currency",
            code="currency",
            result=result,
            message=message,
            ordered=own.name,
            expected=expected.name,
        )

    def _get_unit_checks(self):
        found = {}
        for order in self:
            lines = order.line_ids.filtered("product_id")
            found[order] = [check for line in lines if (check := line._check_unit())]
            if not found[order]:
                message = self.env._("Every quantity can be shipped in the unit of its product.")
                found[order].append(Check(topic="unit", code="unit", result=Result.PASS, message=message))
        return found

    def _get_arrangement_checks(self):
        """Return ``{order: [Check]}`` about the payment arrangement. Overridden where orders have one."""
        message = self.env._("There is no payment arrangement: the payment terms apply.")
        check = Check(topic="arrangement", code="arrangement", result=Result.PASS, message=message)
        return {order: [check] for order in self}
