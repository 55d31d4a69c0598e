"""Lifetime expected loss of trade receivables by a provision matrix, and loss rates from a company's own history.

- matrix: Σ gross amount of a bucket × its loss rate × a forward-looking factor. No rate exceeds 100 %.
- loss rate of a bucket = amount finally unpaid / amount that reached the bucket
- roll rate of a bucket = amount that reached the next bucket / amount that reached this one. The product of the roll
  rates from a bucket to the last one, times the loss rate of the last, is its loss rate.

Source: IFRS 9 5.5.15 and B5.5.35 (provision matrix), Illustrative Example 12, whose figures these are in millions:

>>> rates = {"current": "0.003", "1-30": "0.016", "31-60": "0.036", "61-90": "0.066", ">90": "0.106"}
>>> matrix = Matrix({bucket: Decimal(rate) for bucket, rate in rates.items()})
>>> gross = {"current": "15", "1-30": "7.5", "31-60": "4", "61-90": "2.5", ">90": "1"}
>>> sum(expected_losses({bucket: Decimal(amount) for bucket, amount in gross.items()}, matrix).values())
Decimal('0.5800')
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple

WHOLE = Decimal(1)


class Matrix(NamedTuple):
    """Loss rates (fractions) by bucket, and the forward-looking factor that all of them are multiplied by."""

    rates: Mapping[str, Decimal]
    factor: Decimal = WHOLE


class UnknownBucket(LookupError):
    """An amount stands in a bucket that the matrix has no rate for."""


def expected_losses(gross: Mapping[str, Decimal], matrix: Matrix, unit: Decimal | None = None) -> dict[str, Decimal]:
    """Return ``{bucket: loss}``, in the currency of ``gross``, rounded half up to ``unit`` where it is given.

    Credits of a bucket (a negative amount) lessen no loss: they stand against other customers' debts.

    :raise UnknownBucket: for an amount without a rate; nothing is assumed to be safe
    """
    missing = sorted(gross.keys() - matrix.rates.keys())
    if missing:
        raise UnknownBucket(", ".join(map(str, missing)))
    losses = {
        bucket: max(amount, Decimal(0)) * min(matrix.rates[bucket] * matrix.factor, WHOLE)
        for bucket, amount in gross.items()
    }
    if unit is None:
        return losses
    return {bucket: loss.quantize(unit, ROUND_HALF_UP) for bucket, loss in losses.items()}


def loss_rates(reached: Sequence[Decimal], unpaid: Decimal) -> list[Decimal | None]:
    """Return the loss rate of each bucket, in the order of lateness.

    ``reached`` are the amounts of one set of items that were still unpaid when each bucket began, ``unpaid`` what of
    the set was never paid. None where nothing reached a bucket.

    >>> loss_rates([Decimal(1000), Decimal(400), Decimal(100), Decimal(0)], Decimal(20))
    [Decimal('0.02'), Decimal('0.05'), Decimal('0.2'), None]
    """
    return [min(unpaid / amount, WHOLE) if amount > 0 else None for amount in reached]


def roll_rates(reached: Sequence[Decimal]) -> list[Decimal | None]:
    """Return how much of each bucket went on into the next one; the last has no next.

    >>> roll_rates([Decimal(1000), Decimal(400), Decimal(100)])
    [Decimal('0.4'), Decimal('0.25')]
    """
    return [later / earlier if earlier > 0 else None for earlier, later in pairwise(reached)]
