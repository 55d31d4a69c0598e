"""What each kind of credit rule measures, and whether it is over its threshold.

Equality passes: a figure that is exactly at the threshold is within it (case 4-S4: an exposure of 100,000.00 at a limit
of 100,000 passes, 100,000.01 does not). A figure that nobody knows is neither over nor within.

``measure`` is what a release is bound to: it covers the cause until the measure grows. Where time alone would make the
figure grow, the measure is the day on which it began, counted backwards. Where it is not how many but which, the
release covers the ``causes`` that it named: another missing document, or terms with another content, is another cause.

Sources: the extra checks of SAP's public wording (highest document value, oldest open item, share overdue, next review)
and the rules of Dynamics 365 (days overdue, standing, terms of payment, limit expired, overdue amount and threshold,
order amount, limit used; better terms and discounts as triggers).

>>> facts = CreditFacts(date(2027, 3, 13), ZERO, ZERO, oldest_overdue=date(2027, 3, 1))
>>> days_overdue(facts, days=0, grace=5).is_over, days_overdue(facts, days=7, grace=5).is_over
(True, False)
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from .credit_facts import ZERO, CreditFacts, Node  # noqa: F401 - Node stands in an example


class Measured(NamedTuple):
    """What a rule measured. ``is_over`` is None where the figure is not known. ``figures`` are for the sentence about
    it: Decimals, ints, floats, dates and texts by name. ``causes`` are what a release must have named, all of them,
    where no number says it; in texts that are the same in every language."""

    is_over: bool | None
    measure: Decimal | None = None
    figures: Mapping[str, Any] = MappingProxyType({})
    causes: frozenset[str] = frozenset()


UNKNOWN = Measured(None)


def limit_used(facts: CreditFacts, percent: Decimal, horizon_days: int | None = None) -> Measured:
    """Net exposure with the document over ``percent`` of a limit, at the node that is over by most or has least left.

    ``horizon_days`` makes the check dynamic: orders promised for later than so many days from now do not count.

    >>> node = Node(True, Decimal(100), Decimal("100.01"))
    >>> limit_used(CreditFacts(date(2027, 3, 1), ZERO, ZERO, nodes=(node,)), Decimal(100)).measure
    Decimal('0.01')
    """
    horizon = None if horizon_days is None else facts.day + timedelta(days=horizon_days)
    found = [(node.net(facts.day, horizon) - node.limit * percent / 100, node) for node in facts.nodes]
    if not found:
        return UNKNOWN
    over, node = max(found, key=lambda pair: pair[0])
    net = over + node.limit * percent / 100
    figures = {"net": net, "limit": node.limit, "over": over, "is_own": node.is_own, "percent": percent}
    figures["used"] = net / node.limit * 100 if node.limit > 0 else None
    return Measured(over > 0, over, figures)


def limit_expired(facts: CreditFacts, grace: int = 0) -> Measured:
    """The customer's limit ended more than ``grace`` days ago and no other one is in force."""
    return _since(facts, facts.limit_ended, 0, grace)


def order_value(facts: CreditFacts, amount: Decimal) -> Measured:
    """The document is worth more than ``amount`` in the currency of the company. Released at its value in its own
    currency, so that a rate that moves does not undo a release."""
    return Measured(facts.value > amount, facts.total, {"value": facts.value, "amount": amount})


def days_overdue(facts: CreditFacts, days: int, grace: int) -> Measured:
    """The oldest open item is overdue for more than ``days`` and ``grace`` days together."""
    return _since(facts, facts.oldest_overdue, days, grace)


def overdue_amount(facts: CreditFacts, amount: Decimal, share: Decimal) -> Measured:
    """More than ``amount`` is overdue, and more than ``share`` percent of the open items: both must be over."""
    figures = {"overdue": facts.overdue, "amount": amount, "overdue_share": facts.overdue_share, "share": share}
    return Measured(facts.overdue > amount and facts.overdue_share > share, facts.overdue, figures)


def days_late(facts: CreditFacts, days: float, payments: int) -> Measured:
    """The customer pays more than ``days`` late on average, if at least so many ``payments`` say so."""
    late = facts.lateness
    if late is None or late.payments < payments:
        return UNKNOWN
    figures = {"late": late.days, "days": days, "payments": late.payments}
    return Measured(late.days > days, Decimal(str(round(late.days, 2))), figures)


def better_terms(facts: CreditFacts) -> Measured:
    """The document gives more credit, or a higher discount for early payment, than was agreed with the customer."""
    terms = facts.terms
    if terms is None:
        return UNKNOWN
    figures = {"days": terms.days, "agreed": terms.agreed_days}
    figures |= {"discount": terms.discount, "agreed_discount": terms.agreed_discount}
    causes = frozenset({terms.content} if terms.content else ())
    return Measured(terms.is_better, terms.days + terms.last_days + terms.discount, figures, causes)


def better_discount(facts: CreditFacts, percent: Decimal) -> Measured:
    """A line of the document stands more than ``percent`` under the price list."""
    if facts.discount is None:
        return UNKNOWN
    return Measured(facts.discount > percent, facts.discount, {"discount": facts.discount, "percent": percent})


def has_standing(facts: CreditFacts, standings: Collection[str]) -> Measured:
    """The customer has one of these standings."""
    return Measured(facts.standing in standings, None, {"standing": facts.standing})


def review_overdue(facts: CreditFacts, grace: int = 0) -> Measured:
    """The customer should have been reviewed more than ``grace`` days ago."""
    return _since(facts, facts.review_date, 0, grace)


def broken_pledge(facts: CreditFacts, count: int = 0) -> Measured:
    """More than so many promises to pay were lately broken, or kept in part only."""
    return Measured(facts.broken_pledges > count, Decimal(facts.broken_pledges), {"broken": facts.broken_pledges})


def missing_document(facts: CreditFacts) -> Measured:
    """A document that is asked for is not there, or not valid any more."""
    names = ", ".join(sorted(facts.missing_documents))
    causes = frozenset(facts.missing_keys or facts.missing_documents)
    return Measured(bool(names), Decimal(len(facts.missing_documents)), {"missing": names}, causes)


def _since(facts: CreditFacts, start: date | None, days: int, grace: int) -> Measured:
    passed = max((facts.day - start).days, 0) if start else 0
    figures = {"days": passed, "allowed": days, "grace": grace, "since": start}
    return Measured(passed > days + grace, Decimal(-start.toordinal()) if start else None, figures)
