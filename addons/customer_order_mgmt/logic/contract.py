"""The content of a customer order as a value: what is hashed, frozen and compared.

Fields carry the names of the columns of ``customer.order.version`` and its lines, so that the frozen row and the hashed
payload cannot say different things. Numbers are Decimals with the decimals that count, dates are dates.

A field that comes later than the first release has a default and is left out of the payload while it has it: contents
without it keep the hash they had.
"""

from collections.abc import Iterator
from dataclasses import Field, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_origin

from .arrangement import ArrangementContent
from .goods import AttributeContent, DrawingContent, RequirementContent

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class LineContent:
    sequence: int
    product_code: str
    is_custom: bool
    name: str
    customer_product_code: str
    quantity: Decimal
    uom_name: str
    price_unit: Decimal
    discount: Decimal
    tax_names: str
    price_subtotal: Decimal
    price_tax: Decimal
    price_total: Decimal
    requested_date: date | None
    promised_date: date | None
    instructions: str
    sample_reference: str = ""
    sample_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class DueContent:
    date: date
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class TaxContent:
    sequence: int
    name: str
    base_amount: Decimal
    tax_amount: Decimal


@dataclass(frozen=True, kw_only=True)
class OrderContent:
    order_name: str
    language: str
    company_name: str
    partner_name: str
    partner_address: str
    partner_vat: str
    invoice_address: str
    shipping_address: str
    customer_reference: str
    customer_date: date | None
    received_date: date
    currency_code: str
    currency_decimals: int
    payment_term_name: str
    fiscal_position_name: str
    incoterm_code: str
    incoterm_name: str
    incoterm_location: str
    instructions: str
    terms: str
    amount_untaxed: Decimal
    amount_tax: Decimal
    amount_total: Decimal
    amount_in_words: str
    lines: tuple[LineContent, ...]
    dues: tuple[DueContent, ...]
    taxes: tuple[TaxContent, ...]
    requirements: tuple[RequirementContent, ...] = ()
    attributes: tuple[AttributeContent, ...] = ()
    drawings: tuple[DrawingContent, ...] = ()
    arrangement_summary: str = ""
    arrangement: tuple[ArrangementContent, ...] = ()
    framework_start_date: date | None = None
    framework_end_date: date | None = None
    framework_name: str = ""

    def payload(self):
        """Return the content as a JSON value for the canonical form: numbers as text, absent values left out.

        >>> DUE = DueContent(date=date(2026, 3, 1), amount=Decimal("10.00"))
        >>> plain(DUE)
        {'date': '2026-03-01', 'amount': '10.00'}
        """
        return {"format": FORMAT, **plain(self)}


# What of an order's content stands in rows of its own: the column of the version, and what such a row says.
ROWS = {
    "lines": ("line_ids", LineContent),
    "dues": ("due_ids", DueContent),
    "taxes": ("tax_ids", TaxContent),
    "requirements": ("requirement_ids", RequirementContent),
    "attributes": ("attribute_ids", AttributeContent),
    "drawings": ("drawing_ids", DrawingContent),
    "arrangement": ("arrangement_ids", ArrangementContent),
}


def differences(before: dict, after: dict) -> list[str]:
    """Return the JSON pointers of what differs between two payloads, in the order of ``after``.

    >>> differences({"lines": [{"quantity": "5"}], "terms": "old"}, {"lines": [{"quantity": "7"}, {}]})
    ['/lines/0/quantity', '/lines/1', '/terms']
    """
    return list(_compare(before, after, ""))


def deviations(payload: dict, columns: dict, kind: type = OrderContent, path: str = "") -> list[str]:
    """Return the JSON pointers of what frozen columns say otherwise than the payload that was frozen with them.

    ``columns`` has the names of the content's fields, with values as a database gives them: numbers as floats, what is
    absent as None, False or an empty text. Floats are compared at the decimals of the payload. A field that is not
    among them is not compared.

    >>> deviations({"date": "2026-03-01", "amount": "10.00"}, {"date": date(2026, 3, 1), "amount": 10.01}, DueContent)
    ['/amount']
    """
    found = []
    for field in (field for field in fields(kind) if field.name in columns):
        place, sealed, column = f"{path}/{field.name}", payload.get(field.name), columns[field.name]
        if get_origin(field.type) is tuple:
            found += _row_deviations(sealed or [], column, get_args(field.type)[0], place)
        elif not _says(field.type, sealed, column):
            found.append(place)
    return found


def _row_deviations(sealed: list, rows: list, kind: type, path: str) -> Iterator[str]:
    if len(sealed) != len(rows):
        yield path
    for position, (row_payload, row) in enumerate(zip(sealed, rows, strict=False)):
        yield from deviations(row_payload, row, kind, f"{path}/{position}")


def _says(kind: type, sealed: Any, column: Any) -> bool:
    if kind is Decimal:
        if sealed is None:
            return not column
        expected = Decimal(sealed)
        return Decimal(repr(column or 0)).quantize(Decimal(1).scaleb(expected.as_tuple().exponent)) == expected
    if kind in (bool, int):
        return kind(sealed or 0) == kind(column or 0)
    return (sealed or None) == (column.isoformat() if isinstance(column, date) else column or None)


def plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: plain(item) for field, item in _items(value) if item not in (None, "", field.default)}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _items(content: Any) -> Iterator[tuple[Field, Any]]:
    return ((field, getattr(content, field.name)) for field in fields(content))


def _compare(before: Any, after: Any, path: str) -> Iterator[str]:
    left, right = _children(before), _children(after)
    if left is None or right is None:
        if before != after:
            yield path
        return
    for key in [*right, *(key for key in left if key not in right)]:
        if key in left and key in right:
            yield from _compare(left[key], right[key], f"{path}/{key}")
        else:
            yield f"{path}/{key}"


def _children(value: Any) -> dict | None:
    if isinstance(value, list):
        return dict(enumerate(value))
    return value if isinstance(value, dict) else None
