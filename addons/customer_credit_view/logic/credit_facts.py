"""What credit rules may know of a customer and a document, as plain values.

Amounts are Decimals in the currency of the company, shares and percentages 0 to 100. None says that nothing is known;
what no rule needs is not read and stays at its default.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from .cover import Cover, Part, apply_covers

ZERO = Decimal()


class Node(NamedTuple):
    """A node of the customer's group whose limit counts for the customer; what the whole node owes counts there.

    ``gross`` is with the document under judgement. ``parts`` say when the gross exposure falls due and for when open
    orders are promised, ``covers`` are those of the node.
    """

    is_own: bool
    limit: Decimal
    gross: Decimal
    parts: tuple[Part, ...] = ()
    covers: tuple[Cover, ...] = ()

    def net(self, today: date, horizon: date | None = None) -> Decimal:
        """Return what is not covered; without open orders promised for a day after ``horizon``, if one is given.

        The first is the static check, the second the dynamic one of SAP's public wording.

        >>> parts = (Part(date(2027, 10, 1), Decimal(12), promised=date(2027, 9, 1)),)
        >>> node = Node(True, Decimal(100), Decimal(104), parts)
        >>> node.net(date(2027, 3, 1)), node.net(date(2027, 3, 1), date(2027, 6, 30))
        (Decimal('104'), Decimal('92'))
        """
        later = [part for part in self.parts if horizon and part.promised and part.promised > horizon]
        gross = self.gross - sum((part.amount for part in later), ZERO)
        if not self.covers:
            return gross
        # What is left out needs no cover, so that covers are applied to the rest alone.
        rest = [part for part in self.parts if part not in later] if later else self.parts
        return apply_covers(rest, self.covers, today, gross=gross).net


class Lateness(NamedTuple):
    """How late the customer pays on average, weighted by amount, early payments counted as early; and how many
    payments say so."""

    days: float
    payments: int


class Terms(NamedTuple):
    """Payment terms of the document beside those agreed with the customer.

    ``days`` are the average days of credit, weighted by amount, ``last_days`` those until the last instalment;
    ``discount`` is the percentage for early payment and ``discount_days`` how long it may be taken. ``content`` says
    all of the document's terms in one text, the same in every language; empty where they are no more than these days.
    """

    days: Decimal
    agreed_days: Decimal
    last_days: int = 0
    agreed_last_days: int = 0
    discount: Decimal = ZERO
    agreed_discount: Decimal = ZERO
    discount_days: int = 0
    agreed_discount_days: int = 0
    content: str = ""

    @property
    def is_better(self) -> bool:
        """Whether the customer gets more than was agreed in any of it."""
        longer = self.days > self.agreed_days or self.last_days > self.agreed_last_days
        more = self.discount > self.agreed_discount
        return longer or more or (bool(self.discount) and self.discount_days > self.agreed_discount_days)


class CreditFacts(NamedTuple):
    """Facts for the rules about one document and one customer who answers for it.

    ``customers`` are the ids of the commercial partner and of all above it in its group. ``total`` is the document in
    its own currency, ``value`` in that of the company. ``limit_ended`` is the day on which the customer's own limit
    ended with none after it. ``discount`` is the highest percentage that a line of the document stands under the price
    list. ``missing_documents`` are names of required documents that are not there or not valid any more, and
    ``missing_keys`` say the same in every language. ``more`` has facts of other addons by name.
    """

    day: date
    total: Decimal
    value: Decimal
    customers: frozenset[int] = frozenset()
    tags: frozenset[int] = frozenset()
    standing: str = "none"
    grade: str | None = None
    nodes: tuple[Node, ...] = ()
    limit_ended: date | None = None
    overdue: Decimal = ZERO
    open_items: Decimal = ZERO
    oldest_overdue: date | None = None
    lateness: Lateness | None = None
    terms: Terms | None = None
    discount: Decimal | None = None
    review_date: date | None = None
    broken_pledges: int = 0
    missing_documents: tuple[str, ...] = ()
    missing_keys: tuple[str, ...] = ()
    more: Mapping[str, Any] = MappingProxyType({})

    @property
    def days_overdue(self) -> int:
        """Days since the oldest open item was due; what is due today is not late.

        >>> CreditFacts(date(2027, 3, 13), ZERO, ZERO, oldest_overdue=date(2027, 3, 1)).days_overdue
        12
        """
        return max((self.day - self.oldest_overdue).days, 0) if self.oldest_overdue else 0

    @property
    def overdue_share(self) -> Decimal:
        """What share of the open items is overdue, in percent."""
        return self.overdue / self.open_items * 100 if self.open_items > 0 else ZERO


def effective_limit(limit: Decimal | None, *, empty_is_zero: bool, zero_is_unlimited: bool) -> Decimal | None:
    """Return the limit as it counts by the company's choice, None where there is none to check.

    >>> effective_limit(None, empty_is_zero=False, zero_is_unlimited=False) is None
    True
    >>> effective_limit(None, empty_is_zero=True, zero_is_unlimited=True)
    Decimal('0')
    >>> effective_limit(Decimal(0), empty_is_zero=False, zero_is_unlimited=True) is None
    True
    """
    if limit is None:
        return ZERO if empty_is_zero else None
    return None if not limit and zero_is_unlimited else limit
