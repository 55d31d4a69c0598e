from typing import NamedTuple

from odoo import models


class PaymentPart(NamedTuple):
    """One part of how an order is paid, as its customer sees it: the clause, days and amounts, how far it is."""

    label: str
    amount: float
    dues: list
    standing: str
    invoices: models.BaseModel


class CustomerOrder(models.Model):
    """The payment arrangement in the portal: what is asked for when, what was received, what is open."""

    _inherit = "customer.order"

    def _get_portal_payment_parts(self):
        """Return a ``PaymentPart`` per row of the arrangement; its standing is empty until the order is accepted."""
        invoices = self._get_portal_invoices()
        return [
            PaymentPart(
                label=row._get_label(),
                amount=row.amount,
                dues=self._get_row_dues(row),
                standing=self._get_payment_standing(row) if self.current_version_id else "",
                invoices=row._get_deposit_invoices() & invoices,
            )
            for row in self.arrangement_ids.sorted()
        ]

    def _get_payment_standing(self, row):
        """How far a row of the arrangement is, in the customer's words."""
        money = self.currency_id
        if row.kind == "deposit" and money.is_zero(row.invoiced_amount):
            return self.env._("not invoiced yet")
        if money.compare_amounts(row.open_amount, 0) > 0:
            return self.env._("open: %(amount)s", amount=money.format(row.open_amount))
        if row.is_before_shipment and money.compare_amounts(row.verified_amount, row.amount) < 0:
            return self.env._("received, we are verifying it")
        return self.env._("paid")
