from decimal import Decimal
from typing import NamedTuple

from odoo import models
from odoo.tools import float_repr


class CreditTime(NamedTuple):
    """How long payment terms give credit: days on average, weighted by amount, and until the last instalment."""

    days: Decimal
    last_days: int


class AccountPaymentTerm(models.Model):
    _inherit = "account.payment.term"

    def _get_credit_time(self, day, total=1000.0):
        """Return the ``CreditTime`` of these terms for a ``total`` invoiced on ``day``; no terms: due at once."""
        rest, weighted, last = total, 0.0, 0
        lines = list(self.line_ids)
        for line in lines:
            share = total * line.value_amount / 100 if line.value == "percent" else min(line.value_amount, rest)
            if line is lines[-1]:
                # The last line is the balance, whatever it says (account.payment.term._compute_terms).
                share = rest
            days = (line._get_due_date(day) - day).days
            rest -= share
            weighted += share * days
            last = max(last, days)
        return CreditTime(Decimal(float_repr(weighted / total, 2)), last)

    def _get_early_discount(self):
        """Return ``(percent, days)`` of the discount for early payment, zeros without one."""
        return (self.discount_percentage, self.discount_days) if self.early_discount else (0.0, 0)

    def _get_credit_content(self):
        """Return all that decides when these terms ask for how much, as a text that is the same in every language.

        The terms of a document stay the same record while somebody changes what they say.
        """
        asked = [
            f"{line.value} {line.value_amount:g} {line.delay_type} {line.nb_days} {line.days_next_month or 0}"
            for line in self.line_ids
        ]
        if self.early_discount:
            asked.append(
                f"discount {self.discount_percentage:g} {self.discount_days} {self.early_pay_discount_computation}"
            )
        return "; ".join(asked)
