"""The course of an application for credit: which act may follow which, and when a refused customer may apply again.

>>> may_move("submitted", "review"), may_move("draft", "approved")
(True, False)
>>> may_apply_again(date(2026, 7, 1), date(2026, 6, 30)), may_apply_again(date(2026, 7, 1), date(2026, 7, 1))
(False, True)
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from .checklist import expiry_of

# Back to draft: what was handed in is returned to the customer.
MOVES = {
    "draft": {"submitted", "withdrawn"},
    "submitted": {"draft", "review", "withdrawn"},
    "review": {"draft", "recommended", "withdrawn"},
    "recommended": {"review", "approved", "refused", "withdrawn"},
}
OPEN = tuple(MOVES)


class Fault(StrEnum):
    """What keeps an application from its next act."""

    AMOUNT = "amount"
    ROW = "row"
    ROW_UNCHECKED = "row_unchecked"
    ROW_REJECTED = "row_rejected"
    NOT_SCREENED = "not_screened"
    HIT_OPEN = "hit_open"
    RESTRICTED = "restricted"
    TOO_EARLY = "too_early"


class Finding(NamedTuple):
    """A fault, and what its sentence quotes."""

    fault: Fault
    value: str = ""


class Answer(NamedTuple):
    """How far a row of the checklist is: ``is_given`` by whoever must give it, ``is_public`` when that is the customer,
    ``verdict`` of our check: open, accepted or rejected."""

    name: str
    is_required: bool
    is_public: bool
    is_given: bool
    verdict: str = "open"


def may_move(before: str, after: str) -> bool:
    return after in MOVES.get(before, ())


def submission_faults(amount: Decimal, answers: tuple[Answer, ...]) -> list[Finding]:
    """Return what keeps an application from being submitted: what the customer owes us, not what we owe ourselves.

    >>> submission_faults(Decimal(0), (Answer("Accounts", True, True, False), Answer("Our check", True, False, False)))
    [Finding(fault=<Fault.AMOUNT: 'amount'>, value=''), Finding(fault=<Fault.ROW: 'row'>, value='Accounts')]
    """
    found = [] if amount > 0 else [Finding(Fault.AMOUNT)]
    owed = (row for row in answers if row.is_required and row.is_public and not row.is_given)
    return found + [Finding(Fault.ROW, row.name) for row in owed]


def approval_faults(answers: tuple[Answer, ...], screening: str) -> list[Finding]:
    """Return what keeps an application from being approved. ``screening``: none, clear, hit or restricted."""
    found = []
    for row in answers:
        if row.is_required and not row.is_given:
            found.append(Finding(Fault.ROW, row.name))
        elif row.verdict == "rejected" and row.is_required:
            found.append(Finding(Fault.ROW_REJECTED, row.name))
        elif row.verdict == "open" and row.is_required:
            found.append(Finding(Fault.ROW_UNCHECKED, row.name))
    screened = {"none": Fault.NOT_SCREENED, "hit": Fault.HIT_OPEN, "restricted": Fault.RESTRICTED}
    return found + ([Finding(screened[screening])] if screening in screened else [])


def earliest_reapplication(day: date, months: int) -> date:
    """Return the first day on which a customer refused on ``day`` may apply again.

    >>> earliest_reapplication(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    return expiry_of(day, months)


def may_apply_again(earliest: date | None, day: date) -> bool:
    return earliest is None or day >= earliest
