"""The book of customer orders of one month: its rows, its totals, and whether a number is missing.

>>> missing_numbers([3, 5, 4, 8])
[6, 7]
>>> missing_numbers([3], after=1)
[2]
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from .contract import plain

FORMAT = 1
ZERO = Decimal(0)


class Kind(StrEnum):
    """An order entered in the month, or one of an earlier month that changed since it was closed."""

    ENTRY = "entry"
    CHANGE = "change"


# What the book says of an order. How far it is shipped and paid is no matter of the book.
STATUS_OF_STATE = {
    "received": "received",
    "countered": "countered",
    "accepted": "accepted",
    "fulfilled": "accepted",
    "settled": "accepted",
    "closed": "accepted",
    "rejected": "rejected",
    "cancelled": "cancelled",
}


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One order as the book says it. Amounts of a change are those of now; the previous ones stand beside them."""

    kind: str
    order_res_id: int
    number: int
    order_name: str
    registered_date: date
    partner_name: str
    customer_reference: str
    status: str
    version: int
    accepted_date: date | None
    currency_code: str
    amount_untaxed: Decimal
    amount_tax: Decimal
    amount_total: Decimal
    company_amount: Decimal
    previous_status: str
    previous_version: int
    previous_amount: Decimal
    previous_company_amount: Decimal

    @property
    def says(self):
        """What makes a row differ from an earlier one of the same order."""
        return self.status, self.version, self.currency_code, self.amount_total, self.accepted_date


@dataclass(frozen=True, kw_only=True)
class RegisterTotal:
    """The sum of the rows of a kind, status and currency. Changes count by what they changed."""

    kind: str
    status: str
    currency_code: str
    count: int
    amount_untaxed: Decimal
    amount_tax: Decimal
    amount_total: Decimal
    company_amount: Decimal


@dataclass(frozen=True, kw_only=True)
class RegisterContent:
    """What a closing seals."""

    month: date
    company_currency_code: str
    first_number: int
    last_number: int
    order_count: int
    change_count: int
    missing: str
    lines: tuple[RegisterRow, ...]
    totals: tuple[RegisterTotal, ...]

    def payload(self):
        """Return the content as a JSON value for the canonical form."""
        return {"format": FORMAT, **plain(self)}


class Page(NamedTuple):
    """A printed page: its rows, and per currency what the pages before it, and it, come to."""

    number: int
    rows: Sequence[RegisterRow]
    brought: dict[str, Decimal]
    carried: dict[str, Decimal]


def missing_numbers(numbers: Iterable[int], after: int | None = None) -> list[int]:
    """The numbers that are missing between the first and the last; with ``after``, from the one that follows it."""
    present = set(numbers)
    if not present:
        return []
    first = min(present) if after is None else after + 1
    return [number for number in range(first, max(present)) if number not in present]


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in words that stay short.

    >>> ranges([6, 7, 8, 12])
    '6-8, 12'
    """
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1] = [parts[-1][0], number]
        else:
            parts.append([number])
    return ", ".join("-".join(map(str, part)) for part in parts)


def totals(rows: Iterable[RegisterRow]) -> tuple[RegisterTotal, ...]:
    """The totals of the rows, in the order of kind, status and currency."""
    sums: dict[tuple, list] = {}
    for row in rows:
        found = sums.setdefault((row.kind, row.status, row.currency_code), [0, ZERO, ZERO, ZERO, ZERO])
        # Of a change only the total with taxes is known from before.
        is_entry = row.kind == Kind.ENTRY
        amounts = (
            row.amount_untaxed if is_entry else ZERO,
            row.amount_tax if is_entry else ZERO,
            row.amount_total - row.previous_amount,
            row.company_amount - row.previous_company_amount,
        )
        found[0] += 1
        found[1:] = [total + amount for total, amount in zip(found[1:], amounts, strict=True)]
    return tuple(
        RegisterTotal(
            kind=kind,
            status=status,
            currency_code=currency,
            count=count,
            amount_untaxed=untaxed,
            amount_tax=tax,
            amount_total=total,
            company_amount=company,
        )
        for (kind, status, currency), (count, untaxed, tax, total, company) in sorted(sums.items())
    )


def pages(rows: Sequence[RegisterRow], size: int) -> list[Page]:
    """The rows in pages of ``size``, with what is carried forward from page to page per currency.

    Rows may come from a table, with amounts as floats.
    """
    result, running = [], {}
    for number, start in enumerate(range(0, len(rows), size), start=1):
        brought, chunk = dict(running), rows[start : start + size]
        for row in chunk:
            running[row.currency_code] = running.get(row.currency_code, ZERO) + Decimal(str(row.amount_total))
        result.append(Page(number, chunk, brought, dict(sorted(running.items()))))
    return result
