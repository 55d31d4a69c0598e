"""Who has to agree to a limit: rows of a matrix, the first that fits decides.

A row fits by amount, grade, increase over the limit in force, and how long the customer has been one. It asks for
nobody (automatic), one or two persons. Automatic is for fresh data only: with an assessment or statement that is
missing or older than the row allows, one person decides; so it is for a customer on hold. Without a row that fits two
persons decide, since nobody has said that fewer may.

Small increases add up: a row that is for increases of at most a share compares with the lowest limit of so many days,
so that ten steps of ten percent are no small increase.

>>> rows = [Row("small", Approvers.AUTOMATIC, up_to=Decimal(10_000), grades=frozenset("AB"), max_data_age=365),
...         Row("medium", Approvers.ONE, up_to=Decimal(100_000))]
>>> required(rows, Request(Decimal(8_000), "A", data_age=30)).approvers
<Approvers.AUTOMATIC: 0>
>>> required(rows, Request(Decimal(8_000), "A", data_age=400))
Required(approvers=<Approvers.ONE: 1>, row='small', reason=<Why.STALE_DATA: 'stale_data'>, needs_manager=False)
>>> required(rows, Request(Decimal(200_000), "A")).reason
<Why.NO_ROW: 'no_row'>
>>> small = Row("small", Approvers.AUTOMATIC, max_increase=Decimal("0.25"), increase_days=365)
>>> before = (Earlier(0, Decimal(120)), Earlier(30, Decimal(100)))
>>> [small.fits(Request(Decimal(amount), increase=Decimal("0.04"), earlier=before)) for amount in (125, 126)]
[True, False]
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Approvers(IntEnum):
    AUTOMATIC = 0
    ONE = 1
    TWO = 2


class Why(StrEnum):
    ROW = "row"
    STALE_DATA = "stale_data"
    ON_HOLD = "on_hold"
    NO_ROW = "no_row"


@dataclass(frozen=True)
class Row:
    """None and an empty set of grades are “any”. Amounts are in the company's currency, shares are fractions, tenure is
    in months and ages in days. Increases within ``increase_days`` count together."""

    key: object
    approvers: Approvers
    above: Decimal | None = None
    up_to: Decimal | None = None
    grades: frozenset[str] = frozenset()
    max_increase: Decimal | None = None
    increase_days: int = 0
    min_tenure: int = 0
    max_data_age: int | None = None
    needs_manager: bool = False

    def fits(self, request: "Request") -> bool:
        return (
            (self.above is None or request.amount > self.above)
            and (self.up_to is None or request.amount <= self.up_to)
            and (not self.grades or request.grade in self.grades)
            and request.tenure >= self.min_tenure
            and self._allows_increase(request.get_increase(self.increase_days))
        )

    def _allows_increase(self, increase):
        """A first limit has nothing that it could be compared with: only a row without a share takes it."""
        return self.max_increase is None or (increase is not None and increase <= self.max_increase)


class Earlier(NamedTuple):
    """A limit that counted, the last time so many days ago."""

    days_ago: int
    amount: Decimal


@dataclass(frozen=True)
class Request:
    """``increase`` is (new − old) / old, None for a first limit; ``earlier`` are the limits before this one, that in
    force among them or not; ``data_age`` is that of the oldest data the proposal rests on, None when there is none."""

    amount: Decimal
    grade: str | None = None
    increase: Decimal | None = None
    tenure: int = 0
    data_age: int | None = None
    is_on_hold: bool = False
    earlier: tuple[Earlier, ...] = ()

    def get_increase(self, days: int) -> Decimal | None:
        """Return the increase over the lowest limit of the last ``days``, over the one in force alone for 0 days; None
        for a first limit.

        A limit of zero is no credit, and nothing is a share of it. A limit that shrinks is no increase.

        >>> before = (Earlier(90, Decimal(60000)), Earlier(0, Decimal(100000)))
        >>> Request(Decimal(80000), increase=Decimal("-0.2"), earlier=before).get_increase(365)
        Decimal('-0.2')
        >>> Request(Decimal(110000), increase=Decimal("0.1"), earlier=before).get_increase(0)
        Decimal('0.1')
        """
        if not days or self.increase is None or self.increase <= 0:
            return self.increase
        low = min((one.amount for one in self.earlier if one.days_ago <= days and one.amount > 0), default=None)
        if low is None:
            return self.increase
        return max(self.increase, increase(low, self.amount))


class Required(NamedTuple):
    """``row`` is the key of the row that decided; ``needs_manager`` says that the last of them is a manager."""

    approvers: Approvers
    row: object
    reason: Why
    needs_manager: bool


def required(rows: Sequence[Row], request: Request) -> Required:
    """Return who has to agree to ``request``; ``rows`` stand in their order."""
    row = next((row for row in rows if row.fits(request)), None)
    if row is None:
        return Required(Approvers.TWO, None, Why.NO_ROW, True)
    if row.approvers is Approvers.AUTOMATIC and request.is_on_hold:
        return Required(Approvers.ONE, row.key, Why.ON_HOLD, row.needs_manager)
    if row.approvers is Approvers.AUTOMATIC and not _is_fresh(row, request):
        return Required(Approvers.ONE, row.key, Why.STALE_DATA, row.needs_manager)
    return Required(row.approvers, row.key, Why.ROW, row.needs_manager)


def _is_fresh(row, request):
    return request.data_age is not None and (row.max_data_age is None or request.data_age <= row.max_data_age)


def increase(old: Decimal | None, new: Decimal) -> Decimal | None:
    """Return the share by which a limit grows, below zero when it shrinks; None where nothing was in force.

    >>> increase(Decimal(100), Decimal(125)), increase(Decimal(0), Decimal(5)), increase(None, Decimal(5))
    (Decimal('0.25'), None, None)
    """
    return (new - old) / old if old else None
