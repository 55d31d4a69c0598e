"""What of the deliveries is due to be invoiced on a day, under the plan of the customer, and what goes on one invoice.

A collective plan closes a period at the end of its day: what was delivered up to then is invoiced from the next morning
on, with the plan's day as invoice date, so that no delivery of the last afternoon is left out.

>>> from datetime import date
>>> monthly = Plan(1, Mode.MONTHLY, month_day=31)
>>> [str(closing_day(monthly, day)) for day in (date(2027, 2, 28), date(2027, 3, 1), date(2027, 3, 9))]
['2027-01-31', '2027-02-28', '2027-02-28']
>>> next_closing_day(Plan(2, Mode.WEEKLY, weekday=4), date(2027, 3, 9))
datetime.date(2027, 3, 12)
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

ZERO = Decimal(0)
DAY = timedelta(days=1)


class Mode(StrEnum):
    MANUAL = "manual"
    PER_DELIVERY = "per_delivery"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    MILESTONE = "milestone"
    ON_ACCEPTANCE = "on_acceptance"


COLLECTIVE = frozenset({Mode.DAILY, Mode.WEEKLY, Mode.MONTHLY})


class Verdict(StrEnum):
    """What the customer said of a delivery."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class Plan(NamedTuple):
    """``weekday`` as ``date.weekday()``; ``month_day`` beyond the end of a month is its last day; ``silence_days``
    without a word of the customer count as acceptance, 0 never."""

    id: int
    mode: Mode
    weekday: int = 0
    month_day: int = 31
    silence_days: int = 0


class Delivery(NamedTuple):
    """What one delivery brought of a line, less what came back of it, and what of that is known to be invoiced."""

    id: int
    day: date
    quantity: Decimal
    invoiced: Decimal = ZERO
    verdict: Verdict | None = None


class Terms(NamedTuple):
    """What an order says about its invoicing. ``place`` are the values that one invoice can have only once each;
    ``services_accepted`` whether what is not shipped counts as accepted."""

    order_id: int
    plan: Plan
    place: tuple = ()
    milestones_reached: bool = False
    services_accepted: bool = False


class Line(NamedTuple):
    """A sales order line. ``invoiced`` is what was ever put on an invoice, credited later or not; ``limit`` what Odoo
    would invoice at most."""

    id: int
    terms: Terms
    delivered: Decimal
    invoiced: Decimal
    limit: Decimal
    deliveries: tuple[Delivery, ...] = ()


class Part(NamedTuple):
    """That much of a line, out of one delivery; None where it was not shipped."""

    line_id: int
    delivery_id: int | None
    quantity: Decimal


def closing_day(plan: Plan, today: date) -> date:
    """The last day whose deliveries are due on ``today``."""
    if plan.mode not in COLLECTIVE:
        return today
    day = today - DAY
    while not _closes(plan, day):
        day -= DAY
    return day


def next_closing_day(plan: Plan, today: date) -> date:
    """The day on which what is delivered ``today`` will be due."""
    if plan.mode not in COLLECTIVE:
        return today
    day = today
    while not _closes(plan, day):
        day += DAY
    return day


def _closes(plan, day):
    if plan.mode == Mode.WEEKLY:
        return day.weekday() == plan.weekday
    if plan.mode == Mode.MONTHLY:
        return day.day == min(max(plan.month_day, 1), monthrange(day.year, day.month)[1])
    return True


def open_parts(line: Line) -> list[tuple[Delivery | None, Decimal]]:
    """What of each delivery is not invoiced yet, oldest first.

    What was invoiced without saying from which delivery is taken to be the oldest. What was never shipped, a service
    or a part of a kit, comes last, with None.
    """
    missing = max(line.delivered - line.invoiced, ZERO)
    # From the newest on, since the oldest are invoiced first.
    parts = []
    for delivery in sorted(line.deliveries, key=lambda delivery: (delivery.day, delivery.id), reverse=True):
        quantity = min(max(delivery.quantity - delivery.invoiced, ZERO), missing)
        missing -= quantity
        if quantity:
            parts.append((delivery, quantity))
    return [*reversed(parts), *([(None, missing)] if missing else [])]


def is_accepted(plan: Plan, delivery: Delivery, today: date) -> bool:
    """Whether the customer accepted this delivery, or was silent for long enough."""
    if delivery.verdict:
        return delivery.verdict == Verdict.ACCEPTED
    return bool(plan.silence_days) and today >= delivery.day + timedelta(days=plan.silence_days)


def is_due(terms: Terms, delivery: Delivery | None, today: date) -> bool:
    """Whether what this delivery brought may be invoiced ``today``."""
    plan = terms.plan
    if plan.mode == Mode.MANUAL or (delivery and delivery.day > closing_day(plan, today)):
        return False
    if plan.mode == Mode.MILESTONE:
        return terms.milestones_reached
    if plan.mode == Mode.ON_ACCEPTANCE:
        return is_accepted(plan, delivery, today) if delivery else terms.services_accepted
    return True


def due_parts(line: Line, today: date) -> list[Part]:
    """What of the line is to be invoiced ``today``, out of which delivery."""
    parts, limit = [], line.limit
    for delivery, missing in open_parts(line):
        quantity = min(missing, limit)
        if quantity > 0 and is_due(line.terms, delivery, today):
            limit -= quantity
            parts.append(Part(line.id, delivery.id if delivery else None, quantity))
    return parts


def group(lines: Iterable[Line], today: date) -> dict[str, list[Part]]:
    """The invoices to make ``today``: ``{key: parts}``. A key names one invoice and is the same whenever it is asked
    for, which makes the run idempotent."""
    groups: dict[str, list[Part]] = {}
    for line in lines:
        for part in due_parts(line, today):
            groups.setdefault(_key(line.terms, part, today), []).append(part)
    return groups


def _key(terms, part, today):
    plan = terms.plan
    if plan.mode in COLLECTIVE:
        return "/".join(map(str, ("plan", plan.id, closing_day(plan, today), *terms.place)))
    return f"order/{terms.order_id}/{part.delivery_id or 'services'}"
