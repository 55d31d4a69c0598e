"""What our answer changes in the customer's order.

A reply that adds to or alters an offer is not its acceptance but a counter-offer (UN Convention on Contracts for the
International Sale of Goods, article 19; similar in most civil codes). Alterations of goods, quantity, price, payment,
place and terms are material (19.3). What only identifies the document, or follows from the rest (totals, taxes, payment
dates), is not looked at here. A promised date counts as the caller's tolerance says.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from .goods import altered_goods

HEAD = (
    "partner_name",
    "invoice_address",
    "shipping_address",
    "currency_code",
    "payment_term_name",
    "arrangement_summary",
    "incoterm_code",
    "incoterm_location",
    "instructions",
    "terms",
)
LINE = (
    "product_code",
    "is_custom",
    "name",
    "quantity",
    "uom_name",
    "price_unit",
    "discount",
    "tax_names",
    "requested_date",
    "instructions",
    "sample_reference",
    "sample_date",
)
# Absent values are left out of a payload.
ABSENT = {"quantity": "0", "price_unit": "0", "discount": "0", "is_custom": False}


class Change(NamedTuple):
    """One alteration: ``line`` is the position in the answer, 0 for the head; values as the payloads have them."""

    line: int
    field: str
    before: Any
    after: Any


def alterations(offer: dict, answer: dict, late_days: int | None = None) -> list[Change]:
    """Return what ``answer`` alters in ``offer``; both are payloads of ``OrderContent``.

    ``late_days`` is how many days after the requested date a promise is still taken as the same date; None: a promise
    never counts.

    >>> offered = {"terms": "T", "lines": [{"name": "Pump", "quantity": "5", "requested_date": "2027-03-01"}]}
    >>> answered = {"terms": "T", "lines": [{"name": "Pump", "quantity": "4", "requested_date": "2027-03-01"}]}
    >>> alterations(offered, answered)
    [Change(line=1, field='quantity', before='5', after='4')]
    >>> late = {"name": "Pump", "quantity": "5", "requested_date": "2027-03-01", "promised_date": "2027-03-08"}
    >>> alterations(offered, {"terms": "T", "lines": [late]}, late_days=5)
    [Change(line=1, field='promised_date', before='2027-03-01', after='2027-03-08')]
    """
    found = [Change(0, *change) for change in _altered(HEAD, offer, answer)]
    for position, before, after in _paired(offer.get("lines", []), answer.get("lines", [])):
        found += _altered_line(position, before, after, late_days)
    return found + [Change(*change) for change in altered_goods(offer, answer)]


def _paired(lines: list[dict], answered: list[dict]) -> Iterator[tuple[int, dict | None, dict | None]]:
    """Yield each line with its answer and position: the same line first, then the same goods, then what is left."""
    answer_by_place, left = {}, list(range(len(answered)))
    for names in (LINE, ("product_code", "name"), ("product_code",)):
        for place, line in enumerate(lines):
            same = (index for index in left if _key(answered[index], names) == _key(line, names))
            if place not in answer_by_place and (index := next(same, None)) is not None:
                answer_by_place[place] = index
                left.remove(index)
    for place, line in enumerate(lines):
        index = answer_by_place.get(place)
        yield (place + 1, line, None) if index is None else (index + 1, line, answered[index])
    yield from ((index + 1, None, answered[index]) for index in left)


def _key(line: dict, names: tuple[str, ...]) -> list:
    return [line.get(name) for name in names]


def _altered_line(position: int, before: dict | None, after: dict | None, late_days: int | None) -> Iterator[Change]:
    if before is None or after is None:
        yield Change(position, "line", before and before.get("name"), after and after.get("name"))
        return
    for change in _altered(LINE, before, after):
        yield Change(position, *change)
    requested, promised = before.get("requested_date"), after.get("promised_date")
    if late_days is not None and requested and promised and _days(requested, promised) > late_days:
        yield Change(position, "promised_date", requested, promised)


def _altered(names: tuple[str, ...], before: dict, after: dict) -> Iterator[tuple[str, Any, Any]]:
    for name in names:
        old, new = (values.get(name, ABSENT.get(name)) for values in (before, after))
        if old != new and not (name in ABSENT and _number(old) == _number(new)):
            yield name, old, new


def _number(value: Any) -> float:
    return float(value or 0)


def _days(first: str, second: str) -> int:
    return (date.fromisoformat(second) - date.fromisoformat(first)).days
