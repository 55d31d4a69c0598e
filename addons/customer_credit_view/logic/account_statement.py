"""A statement of account: what a customer owed before, what moved, what is owed now, and how late it is.

One statement per currency: nothing is converted, since the customer pays each invoice in its currency.

>>> moves = [Movement(date(2026, 5, 20), "P/1", Decimal(-40)), Movement(date(2026, 5, 4), "INV/1", Decimal(100))]
>>> statement = account_statement(Decimal(10), moves)
>>> [(line.movement.name, line.balance) for line in statement.lines], statement.closing
([('INV/1', Decimal('110')), ('P/1', Decimal('70'))], Decimal('70'))
>>> aged({date(2026, 5, 1): Decimal(30), date(2026, 6, 1): Decimal(40)}, date(2026, 5, 31))
{0: Decimal('40'), 1: Decimal('30'), 31: Decimal('0'), 61: Decimal('0'), 91: Decimal('0')}
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .ageing import BEGINS, bucket, days_past_due


class Movement(NamedTuple):
    """An invoice (positive), payment or credit (negative) on the customer's account."""

    date: date
    name: str
    amount: Decimal


class Line(NamedTuple):
    """A movement and what was owed after it."""

    movement: Movement
    balance: Decimal


class AccountStatement(NamedTuple):
    """What was owed before and after, and every movement between in the order of time."""

    opening: Decimal
    lines: tuple[Line, ...]
    closing: Decimal


def account_statement(opening: Decimal, movements: Iterable[Movement]) -> AccountStatement:
    """Return the statement; movements of one day keep the order in which they are given."""
    balance, lines = opening, []
    for movement in sorted(movements, key=lambda movement: movement.date):
        balance += movement.amount
        lines.append(Line(movement, balance))
    return AccountStatement(opening, tuple(lines), balance)


def aged(due: Mapping[date, Decimal], today: date, begins: Sequence[int] = BEGINS) -> dict[int, Decimal]:
    """Return what is open by bucket, from amounts by due date; every bucket is there, in the order of lateness."""
    found = dict.fromkeys(begins, Decimal(0))
    for due_date, amount in due.items():
        found[bucket(days_past_due(due_date, today), begins)] += amount
    return found
