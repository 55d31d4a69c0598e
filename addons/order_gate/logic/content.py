"""What a document asks for, as neutral facts, and whether it asks for more than it did.

A hold and its release are bound to this content: header and lines. Less than what was released needs no new
judgement, anything more does (the approval of 1,000 must not pass 1,000,000).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True)
class Line:
    """One line: what, how much, for how much (before taxes, in the document's currency), for when.

    ``key`` names the line within its document; ``unit`` is the id of the unit of measure. ``cost`` is what the
    quantity costs us in the company's currency, None where it is not known. ``is_goods`` tells goods from services.
    """

    key: str
    product_id: int | None
    quantity: Decimal
    unit: int | None
    amount: Decimal
    day: date | None = None
    cost: Decimal | None = None
    is_goods: bool = False


@dataclass(frozen=True)
class Facts:
    """Neutral facts of a document at the gate. References are database ids, None where there is none.

    Amounts are in the document's currency; ``company_total`` and ``company_untaxed`` are in the company's, converted
    on ``day``, the business day the judgement is for. ``customer_id`` is the commercial partner, ``partner_id``
    the contact that the document names, ``billed_id`` who gets the invoice. ``author_ids`` are the users who wrote the
    document or answer for it.
    ``is_internal_step`` marks a movement inside our own warehouse on the way to a customer.
    """

    model: str
    record_id: int
    name: str
    company_id: int
    day: date
    customer_id: int | None
    partner_id: int | None
    delivery_id: int | None
    currency_id: int
    term_id: int | None
    total: Decimal
    untaxed: Decimal
    company_total: Decimal
    company_untaxed: Decimal
    billed_id: int | None = None
    author_ids: tuple[int, ...] = ()
    dates: Mapping[str, date | None] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    is_internal_step: bool = False


class Growth(StrEnum):
    """In what a document asks for more, or for something else."""

    COMPANY = "company"
    CUSTOMER = "customer"
    DELIVERY = "delivery"
    CURRENCY = "currency"
    TERMS = "terms"
    AMOUNT = "amount"
    LINE = "line"
    PRODUCT = "product"
    QUANTITY = "quantity"
    PRICE = "price"
    DATE = "date"


HEADER = {
    "company_id": Growth.COMPANY,
    "customer_id": Growth.CUSTOMER,
    "partner_id": Growth.CUSTOMER,
    "billed_id": Growth.CUSTOMER,
    "delivery_id": Growth.DELIVERY,
    "currency_id": Growth.CURRENCY,
    "term_id": Growth.TERMS,
}


def content(facts):
    """Return the part of ``facts`` that a judgement is bound to, as plain JSON values."""
    lines = {
        line.key: {
            "product": line.product_id,
            "quantity": str(line.quantity),
            "unit": line.unit,
            "amount": str(line.amount),
            "date": _iso(line.day),
        }
        for line in facts.lines
    }
    return {
        **{name: getattr(facts, name) for name in HEADER},
        "total": str(facts.total),
        "dates": {name: _iso(day) for name, day in facts.dates.items()},
        "lines": lines,
    }


def growth(before, now):
    """Return the list of ``Growth`` between two contents, in the order of the enumeration; empty when nothing grew.

    A date counts when it moved at all: earlier asks for the goods sooner, later gives credit for longer. Another unit
    of measure counts as another product, since quantities can then not be compared.
    """
    found = {HEADER[name] for name in HEADER if before[name] != now[name]}
    if Decimal(now["total"]) > Decimal(before["total"]):
        found.add(Growth.AMOUNT)
    found |= _moved(before["dates"], now["dates"])
    for old, line in _pairs(before, now):
        found |= _grown_line(old, line) if old else _new_line(line)
    return [kind for kind in Growth if kind in found]


def is_cheaper(before, now):
    """Whether a line costs less for the same quantity. No release is void for that, since what it answered is weighed
    by its measure; but the margin of a document that has passed already may be gone."""
    return any(
        Decimal(line["amount"]) * Decimal(old["quantity"]) < Decimal(old["amount"]) * Decimal(line["quantity"])
        for old, line in _pairs(before, now)
        if old
    )


def _pairs(before, now):
    """Yield ``(old, line)`` for each line of ``now``, ``old`` None for a new one.

    A line that was refused or deleted comes back under another key: it is the old one where it asks for no more.
    """
    lost = [line for key, line in before["lines"].items() if key not in now["lines"]]
    for key, line in now["lines"].items():
        old = before["lines"].get(key)
        if not old:
            old = next((one for one in lost if not _grown_line(one, line)), None)
            lost = [one for one in lost if one is not old]
        yield old, line


def _new_line(line):
    # Goods that were delivered without having been ordered come as a line of nothing.
    return {Growth.LINE} if Decimal(line["quantity"]) or Decimal(line["amount"]) else set()


def _grown_line(old, line):
    found = set()
    if (old["product"], old["unit"]) != (line["product"], line["unit"]):
        found.add(Growth.PRODUCT)
    if Decimal(line["quantity"]) > Decimal(old["quantity"]):
        found.add(Growth.QUANTITY)
    if Decimal(line["amount"]) > Decimal(old["amount"]):
        found.add(Growth.PRICE)
    return found | _moved({"date": old["date"]}, {"date": line["date"]})


def _moved(before, now):
    moved = any(day and now.get(name) != day for name, day in before.items())
    return {Growth.DATE} if moved else set()


def _iso(day):
    return day.isoformat() if day else None
