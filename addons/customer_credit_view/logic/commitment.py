"""What a confirmed order still commits a customer to: what is undelivered, and what was delivered and not invoiced.

Quantities decide, not the invoicing policy: what was invoiced ahead of the delivery is owed as an item already and is
not counted again, and what was cancelled is not counted at all.

>>> commitment(Decimal(10), Decimal(6), Decimal(4), price=Decimal(1000), expected=Decimal(4))
Commitment(undelivered=Decimal('400'), delivered=Decimal('200'))
"""

from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal()


class Commitment(NamedTuple):
    """Amounts with tax, in the currency of the order."""

    undelivered: Decimal = ZERO
    delivered: Decimal = ZERO


def commitment(
    ordered: Decimal, delivered: Decimal, invoiced: Decimal, *, price: Decimal, expected: Decimal | None = None
) -> Commitment:
    """Return what a line commits to.

    :param price: the price with tax of the ``ordered`` quantity
    :param expected: the quantity that is still going to be delivered; None where nobody plans deliveries

    The parts are those of domain rule 4: open orders are what is undelivered, open deliveries what is delivered and not
    invoiced. Nothing is below zero: what came back is a credit note's business.
    """
    unit = price / ordered if ordered else ZERO
    # What was invoiced ahead is counted as an item: only the rest is open.
    undelivered = max(ordered - max(delivered, invoiced), ZERO)
    if expected is not None:
        undelivered = min(undelivered, max(expected, ZERO))
    return Commitment(undelivered * unit, max(delivered - invoiced, ZERO) * unit)
