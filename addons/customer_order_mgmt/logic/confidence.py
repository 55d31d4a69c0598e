"""How sure we are of a value that was read, from 0 to 99. Only a person makes it certain.

A value found by words that people confirmed for this customer starts at 85 and gains 2 with each confirmation, up to
95; each time they corrected it costs 15. One found by words that are usual anywhere starts at 65. What else the page
says moves it: another value for the same field 25 down, a way to read it differently down to 45, a sum that proves
it up to 92.

>>> rate(), rate(hits=1), rate(hits=4), rate(hits=1, misses=1), rate(has_rival=True), rate(hits=3, is_ambiguous=True)
(65, 87, 93, 72, 40, 45)
>>> rate(is_proven=True), rate(hits=9, is_proven=True)
(92, 95)
"""

from collections.abc import Iterable
from decimal import Decimal

GENERIC = 65
LEARNED, PER_HIT, BEST, PER_MISS = 85, 2, 95, 15
RIVAL = 25
AMBIGUOUS = 45
PROVEN = 92
# Of a line: what is missing or does not multiply.
LINE_COMPLETE, LINE_WITHOUT_PRICE, LINE_WITHOUT_ITEM, LINE_CONTRADICTS = 70, 55, 40, 25


def rate(
    *,
    hits: int = 0,
    misses: int = 0,
    has_rival: bool = False,
    is_ambiguous: bool = False,
    is_proven: bool = False,
) -> int:
    """Return the confidence in the value of a field."""
    is_learned = hits and hits >= misses
    sure = min(LEARNED + PER_HIT * hits, BEST) - PER_MISS * misses if is_learned else GENERIC
    if has_rival:
        sure -= RIVAL
    if is_ambiguous:
        sure = min(sure, AMBIGUOUS)
    if is_proven:
        sure = max(sure, PROVEN)
    return max(sure, 0)


def rate_line(
    quantity: Decimal | None,
    price: Decimal | None,
    amount: Decimal | None,
    discount: Decimal = Decimal(),
    *,
    has_product: bool,
    unit: Decimal = Decimal("0.01"),
) -> int:
    """Return the confidence in a line: quantity times price must be the amount the document shows.

    >>> cases = [("2", "100", "200"), ("2", "100", "300"), ("2", None, None), ("2", "100", None)]
    >>> [rate_line(*(value and Decimal(value) for value in case), has_product=True) for case in cases]
    [92, 25, 55, 70]
    """
    if not has_product:
        return LINE_WITHOUT_ITEM
    if quantity is None or price is None:
        return LINE_WITHOUT_PRICE
    if amount is None:
        return LINE_COMPLETE
    expected = quantity * price * (100 - discount) / 100
    return PROVEN if abs(expected - amount) <= unit else LINE_CONTRADICTS


def proves_total(amounts: Iterable[Decimal | None], total: Decimal, unit: Decimal = Decimal("0.01")) -> bool:
    """Whether the amounts of all lines add up to ``total``.

    >>> proves_total([Decimal("1.10"), Decimal("2")], Decimal("3.10")), proves_total([None], Decimal("0"))
    (True, False)
    """
    amounts = list(amounts)
    return bool(amounts) and None not in amounts and abs(sum(amounts) - total) <= unit
