"""What an amendment may do to an accepted line, and what becomes of it.

What was delivered or invoiced happened under the old terms and stays: it cannot be amended away. Where terms other than
the quantity change on a line that is partly done, the done part keeps its line and the rest becomes a line of its own.

>>> from decimal import Decimal
>>> old = Terms(Decimal(10), Decimal("99"), Decimal(0), "Pump", date(2027, 3, 1), date(2027, 3, 1), "")
>>> decide(old, old._replace(quantity=Decimal(6)), done=Decimal(4)).action
<Action.CHANGE: 'change'>
>>> decide(old, old._replace(quantity=Decimal(3)), done=Decimal(4)).fault
<Fault.BELOW_DONE: 'below_done'>
>>> outcome = decide(old, old._replace(promised_date=date(2027, 4, 1)), done=Decimal(4))
>>> outcome.action, outcome.kept, outcome.rest
(<Action.SPLIT: 'split'>, Decimal('4'), Decimal('6'))
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Terms(NamedTuple):
    """The terms of a line that an amendment may change; the price is before taxes or as the taxes say."""

    quantity: Decimal
    price_unit: Decimal
    discount: Decimal
    name: str
    requested_date: date | None
    promised_date: date | None
    instructions: str


class Action(StrEnum):
    NOTHING = "nothing"
    CHANGE = "change"
    SPLIT = "split"


class Fault(StrEnum):
    NEGATIVE = "negative"
    BELOW_DONE = "below_done"
    ALL_DONE = "all_done"
    NO_DATE = "no_date"
    NO_NAME = "no_name"


class Outcome(NamedTuple):
    """What to do with the line: ``kept`` stays on it under the old terms, ``rest`` goes to a new line."""

    action: Action
    fault: Fault | None = None
    kept: Decimal = Decimal(0)
    rest: Decimal = Decimal(0)


def decide(before: Terms, after: Terms, done: Decimal, needs_date: bool = True) -> Outcome:
    """Return what changing a line from ``before`` to ``after`` means when ``done`` of it was delivered or invoiced.

    ``needs_date``: what stays of the line has to be promised for a day.
    """
    if after == before:
        return Outcome(Action.NOTHING)
    fault = _fault(before, after, done, needs_date)
    if fault:
        return Outcome(Action.NOTHING, fault)
    is_only_quantity = before._replace(quantity=after.quantity) == after
    if not done or is_only_quantity:
        return Outcome(Action.CHANGE)
    return Outcome(Action.SPLIT, kept=done, rest=after.quantity - done)


def _fault(before: Terms, after: Terms, done: Decimal, needs_date: bool) -> Fault | None:
    if after.quantity < 0:
        return Fault.NEGATIVE
    if after.quantity < done:
        return Fault.BELOW_DONE
    if done and after.quantity == done and before._replace(quantity=after.quantity) != after:
        return Fault.ALL_DONE
    if not after.name.strip():
        return Fault.NO_NAME
    return Fault.NO_DATE if needs_date and after.quantity and not after.promised_date else None
