"""What a customer owes and may come to owe, in parts.

=============== ======================================================================================
quoted          quotations: told beside the rest, and in the total only of a company that counts them
ordered         accepted customer orders, as far as no sales order carries them yet
undelivered     confirmed and not delivered, at the price with tax
delivered       delivered and not invoiced, at the price with tax
draft           invoices that are not posted
open_due_later  posted, unpaid and not due
overdue         posted, unpaid and due before today
disputed        posted, unpaid and contested; in neither of the two before
unapplied       payments and credit notes that are not applied: negative
=============== ======================================================================================

The parts are those of the credit checks that SAP describes in public (help.sap.com, "Different Types of Credit
Checks"); a down payment counts once, since what was invoiced ahead is taken from what is still to be invoiced.

Amounts are Decimals in the currency of the company, unrounded where they were converted.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal()


class Maturity(NamedTuple):
    """What is due, or was promised for, one day."""

    day: date
    amount: Decimal


class Exposure(NamedTuple):
    """The parts of what a customer owes. ``maturities`` are those of posted items without dispute, the earliest first;
    ``commitments`` say for which day what is ordered or undelivered is promised."""

    quoted: Decimal = ZERO
    ordered: Decimal = ZERO
    undelivered: Decimal = ZERO
    delivered: Decimal = ZERO
    draft: Decimal = ZERO
    open_due_later: Decimal = ZERO
    overdue: Decimal = ZERO
    disputed: Decimal = ZERO
    unapplied: Decimal = ZERO
    maturities: Sequence[Maturity] = ()
    commitments: Sequence[Maturity] = ()
    oldest_overdue_date: date | None = None
    counts_quoted: bool = False

    @property
    def gross(self) -> Decimal:
        """The sum of all parts; of quotations, where the company counts them.

        >>> Exposure(undelivered=Decimal(38000), delivered=Decimal(13000), open_due_later=Decimal(42000),
        ...          unapplied=Decimal(-4000)).gross
        Decimal('89000')
        >>> Exposure(quoted=Decimal(10000), overdue=Decimal(500)).gross
        Decimal('500')
        >>> Exposure(quoted=Decimal(10000), overdue=Decimal(500), counts_quoted=True).gross
        Decimal('10500')
        """
        return self.firm + self.quoted if self.counts_quoted else self.firm

    @property
    def firm(self) -> Decimal:
        """The sum of all parts but quotations."""
        return (
            self.ordered + self.undelivered + self.delivered + self.draft
            + self.open_due_later + self.overdue + self.disputed + self.unapplied
        )  # fmt: skip

    def due_before(self, day: date) -> Decimal:
        """What of the posted items without dispute is due before ``day``: what is due on a day is not late on it."""
        return sum((maturity.amount for maturity in self.maturities if maturity.day < day), ZERO)

    def committed_after(self, horizon: date) -> Decimal:
        """What of the open orders is promised for a day after ``horizon``: a dynamic check leaves it out."""
        return sum((maturity.amount for maturity in self.commitments if maturity.day > horizon), ZERO)


def total(exposures: Iterable[Exposure]) -> Exposure:
    """The exposures of a group as one.

    >>> total([Exposure(overdue=Decimal(10)), Exposure(overdue=Decimal(5), unapplied=Decimal(-2))]).gross
    Decimal('13')
    """
    exposures = list(exposures)
    parts = [sum((exposure[index] for exposure in exposures), ZERO) for index in range(9)]
    oldest = [exposure.oldest_overdue_date for exposure in exposures if exposure.oldest_overdue_date]
    return Exposure(
        *parts,
        maturities=_merge(exposure.maturities for exposure in exposures),
        commitments=_merge(exposure.commitments for exposure in exposures),
        oldest_overdue_date=min(oldest, default=None),
        counts_quoted=any(exposure.counts_quoted for exposure in exposures),
    )


def _merge(several):
    days = {}
    for maturities in several:
        for day, amount in maturities:
            days[day] = days.get(day, ZERO) + amount
    return tuple(Maturity(day, amount) for day, amount in sorted(days.items()))
