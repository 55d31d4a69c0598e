"""What an acknowledgement tells the customer, and how that differs from what the customer has in hand.

Codes are those of Peppol's Order Response: UNCL4343 for the document, UNCL1229 for a line. A line is a ``Promise``; two
rows of promises are compared line by line:

>>> pump = Promise(position=1, name="Pump", quantity=Decimal(5), promised_date=date(2027, 3, 1))
>>> [told] = compare([pump], [replace(pump, promised_date=date(2027, 3, 8))])
>>> told.status, told.before.promised_date
(<LineStatus.CHANGED: '3'>, datetime.date(2027, 3, 1))
>>> choose_code("accepted", is_changed=True), choose_code("received", is_changed=True)
(<Code.CHANGED: 'CA'>, <Code.RECEIVED: 'AB'>)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Code(StrEnum):
    """What is said about the whole order."""

    RECEIVED = "AB"
    ACCEPTED = "AP"
    CHANGED = "CA"
    REJECTED = "RE"


class LineStatus(StrEnum):
    """What is said about a line."""

    ADDED = "1"
    CHANGED = "3"
    AS_KNOWN = "5"
    NOT_ACCEPTED = "7"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One line as it is told: ``key`` identifies the order's line, 0 where that is not known (what was received)."""

    position: int
    key: int = 0
    product_code: str = ""
    customer_product_code: str = ""
    name: str = ""
    quantity: Decimal = Decimal(0)
    uom_name: str = ""
    price_unit: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    price_subtotal: Decimal = Decimal(0)
    requested_date: date | None = None
    promised_date: date | None = None


class ToldLine(NamedTuple):
    """A line of an acknowledgement: what holds now, and what the customer had in hand where that differs."""

    status: LineStatus
    now: Promise
    before: Promise | None = None


# What the customer must be told when it changes. Codes of its own and subtotals follow from these.
COMPARED = ("name", "quantity", "uom_name", "price_unit", "discount")
HEAD = (
    "customer_reference",
    "currency_code",
    "payment_term_name",
    "incoterm_code",
    "incoterm_location",
    "shipping_address",
    "invoice_address",
    "instructions",
)
# Which codes carry lines: rules of Peppol BIS Order Response Advanced (T116). R009 only warns there; ours keep it.
MUST_HAVE_LINES = {Code.CHANGED: "PEPPOL-T116-R007"}
MUST_NOT_HAVE_LINES = {Code.RECEIVED: "PEPPOL-T116-R010", Code.REJECTED: "PEPPOL-T116-R009"}


def promises_of(payload: Mapping, keys: Mapping = {}, dates: Mapping = {}) -> list[Promise]:
    """The lines of a content's payload. ``keys`` and ``dates`` by position say more than the payload does."""
    return [
        Promise(
            position=line["sequence"],
            key=keys.get(line["sequence"], 0),
            product_code=line.get("product_code", ""),
            customer_product_code=line.get("customer_product_code", ""),
            name=line.get("name", ""),
            quantity=Decimal(line["quantity"]),
            uom_name=line.get("uom_name", ""),
            price_unit=Decimal(line["price_unit"]),
            discount=Decimal(line["discount"]),
            price_subtotal=Decimal(line["price_subtotal"]),
            requested_date=_day(line.get("requested_date")),
            promised_date=dates.get(line["sequence"]) or _day(line.get("promised_date")),
        )
        for line in payload.get("lines", ())
    ]


def wishes_of(payload: Mapping) -> list[Promise]:
    """The lines of what was received: the customer expects the day it asked for, whatever we would have promised."""
    return [replace(line, promised_date=line.requested_date) for line in promises_of(payload)]


def compare(before: Iterable[Promise], now: Iterable[Promise]) -> list[ToldLine]:
    """Tell every line of ``now``, then those of ``before`` that are left out, with nothing to be delivered.

    Lines belong together by key, else by item and text, else by position. What is of no quantity now as before is left
    out.
    """
    before, now = list(before), list(now)
    partners = pair(before, now)
    told = [_tell(partners.get(line.position), line) for line in now if line.quantity or line.position in partners]
    known = {line.position for line in partners.values()}
    last = max((line.position for line in now), default=0)
    gone = [line for line in before if line.position not in known and line.quantity]
    for position, line in enumerate(gone, start=last + 1):
        nothing = replace(line, position=position, quantity=Decimal(0), price_subtotal=Decimal(0), promised_date=None)
        told.append(ToldLine(LineStatus.NOT_ACCEPTED, nothing, line))
    return told


def head_changes(before: Mapping, now: Mapping) -> list[tuple[str, str, str]]:
    """Return ``(name, before, now)`` of what changed beside the lines."""
    return [(name, before.get(name, ""), now.get(name, "")) for name in HEAD if before.get(name) != now.get(name)]


def choose_code(state: str, *, is_changed: bool) -> Code | None:
    """The code that fits an order in ``state``; None where there is nothing to tell."""
    if state == "draft":
        return None
    fixed = {"received": Code.RECEIVED, "countered": Code.CHANGED, "rejected": Code.REJECTED}
    return fixed.get(state) or (Code.CHANGED if is_changed else Code.ACCEPTED)


def broken_rule(code: str, line_count: int) -> str | None:
    """The rule that an acknowledgement with so many lines breaks: AB promises nothing, CA says what changed.

    >>> broken_rule("AB", 1), broken_rule("CA", 0), broken_rule("CA", 1)
    ('PEPPOL-T116-R010', 'PEPPOL-T116-R007', None)
    """
    return (MUST_NOT_HAVE_LINES if line_count else MUST_HAVE_LINES).get(code)


def _tell(before, now):
    if before is None:
        return ToldLine(LineStatus.ADDED, now)
    if not now.quantity and before.quantity:
        return ToldLine(LineStatus.NOT_ACCEPTED, replace(now, promised_date=None), before)
    if _differs(before, now):
        return ToldLine(LineStatus.CHANGED, now, before)
    return ToldLine(LineStatus.AS_KNOWN, now)


def _differs(before, now):
    # Without a day in hand, whatever we promise is no change.
    is_moved = before.promised_date and before.promised_date != now.promised_date
    return bool(is_moved) or any(getattr(before, name) != getattr(now, name) for name in COMPARED)


def pair(before: Iterable[Promise], now: Iterable[Promise]) -> dict[int, Promise]:
    """Return ``{position now: line before}`` of the lines that are the same ones."""
    partners, free = {}, list(before)
    for trait in (_key, _item, _position):
        for line in now:
            if line.position in partners or not trait(line):
                continue
            partner = next((other for other in free if trait(other) == trait(line)), None)
            if partner and not (trait is _position and _is_other(partner, line)):
                partners[line.position] = partner
                free.remove(partner)
    return partners


def _key(line):
    return line.key


def _item(line):
    return (line.product_code, line.customer_product_code, line.name)


def _position(line):
    return line.position


def _is_other(before, now):
    """Whether two lines at the same place are about other items, by the codes or keys that both have."""
    if before.key and now.key:
        return True
    return bool(before.product_code and now.product_code and before.product_code != now.product_code)


def _day(text):
    return date.fromisoformat(text) if text else None
