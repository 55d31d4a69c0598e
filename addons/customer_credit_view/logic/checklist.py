"""Which rows of the checklist an applicant answers, and whether a document counts.

A row is asked when it fits everything that it names: the segment, the country and the amount applied for. A document
counts when it was not rejected and has not expired; one that must have a date of expiry counts only with it.

>>> row = Row("accounts", segment="corporate", amount_from=Decimal(50_000))
>>> [applies(row, Applicant("corporate", "DE", Decimal(amount))) for amount in (50_000, 49_999)]
[True, False]
>>> expiry_of(date(2026, 8, 31), 6)
datetime.date(2027, 2, 28)
"""

import calendar
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Row(NamedTuple):
    """What a row asks for, and of whom. ``segment`` None and no ``countries`` (ISO codes) mean everybody;
    ``amount_from`` is in the company's currency."""

    key: object
    segment: str | None = None
    countries: frozenset[str] = frozenset()
    amount_from: Decimal = Decimal(0)


class Applicant(NamedTuple):
    """Who applies for how much, in the company's currency. ``segment`` and ``country`` are None where not known."""

    segment: str | None
    country: str | None
    amount: Decimal


class Paper(NamedTuple):
    """A document that was handed in. ``state`` is received, accepted or rejected."""

    state: str
    expiry: date | None = None
    must_expire: bool = False


class PaperFault(StrEnum):
    MISSING = "missing"
    REJECTED = "rejected"
    EXPIRED = "expired"
    UNDATED = "undated"


# The least bad comes first: with an expired and a rejected one, the customer is told that it has expired.
_ORDER = (PaperFault.UNDATED, PaperFault.EXPIRED, PaperFault.REJECTED)


def applies(row: Row, applicant: Applicant) -> bool:
    """Whether ``row`` is asked of ``applicant``. Who has no segment is asked what everybody is asked."""
    return (
        row.segment in (None, applicant.segment)
        and (not row.countries or applicant.country in row.countries)
        and applicant.amount >= row.amount_from
    )


def paper_fault(papers: Iterable[Paper], day: date) -> PaperFault | None:
    """Return why none of ``papers`` counts on ``day``, None when one does. The day of expiry itself still counts.

    >>> day = date(2026, 3, 1)
    >>> [str(paper_fault(papers, day)) for papers in ([], [Paper("received", day)], [Paper("rejected")])]
    ['missing', 'None', 'rejected']
    """
    faults = {_fault(paper, day) for paper in papers}
    if None in faults:
        return None
    return next((fault for fault in _ORDER if fault in faults), PaperFault.MISSING)


def _fault(paper, day):
    if paper.state == "rejected":
        return PaperFault.REJECTED
    if paper.expiry and paper.expiry < day:
        return PaperFault.EXPIRED
    return PaperFault.UNDATED if paper.must_expire and not paper.expiry else None


def expiry_of(issued: date, months: int) -> date:
    """Return the day ``months`` months after ``issued``, the last of the month where that month is shorter."""
    year, month = divmod(issued.year * 12 + issued.month - 1 + months, 12)
    return date(year, month + 1, min(issued.day, calendar.monthrange(year, month + 1)[1]))
