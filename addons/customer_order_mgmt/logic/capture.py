"""What a customer wrote, read from whatever it arrived in, before it is an order of ours.

A parser (CSV, XLSX, UBL, PDF, the portal's quick entry) turns bytes into ``CapturedOrder``: only what the document
says, as text, Decimal and date. Nothing is looked up here. ``check`` says what cannot be an order whoever sent it; the
model ``customer.order.resolver`` then finds customer, products and units.

>>> LINE = CapturedLine(position=1, product_code="P1", quantity=Decimal("-2"))
>>> [(problem.code.value, problem.line, problem.value) for problem in check(CapturedOrder(lines=(LINE,)))]
[('quantity_not_positive', 1, '-2')]
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

# Beyond these a number is a slip or an attack; floats still hold them to the cent.
QUANTITY_LIMIT = Decimal(10) ** 9
PRICE_LIMIT = Decimal(10) ** 12
YEARS = range(1990, 2200)
TEXT_LIMIT = 10_000
SHORT_TEXT_LIMIT = 200
LINE_LIMIT = 5_000
LONG_TEXTS = frozenset({"address", "note", "description", "payment_terms"})
# Control characters but tab and line feed, and halves of characters: no database takes all of them.
UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class CapturedParty:
    """Who is meant, by whatever the document says about them."""

    name: str = ""
    vat: str = ""
    reference: str = ""  # our number of them
    gln: str = ""  # GS1 Global Location Number
    endpoint_scheme: str = ""  # of an electronic address, such as 0088
    endpoint: str = ""
    contact_name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""  # as written
    street: str = ""
    zip: str = ""
    city: str = ""
    country_code: str = ""

    def __bool__(self):
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, kw_only=True)
class CapturedLine:
    """One position. ``row`` is where it stands in a table, 0 where there is none."""

    position: int
    row: int = 0
    product_code: str = ""  # our code
    variant_code: str = ""  # where the code above names a family: that of the one meant
    customer_product_code: str = ""
    barcode: str = ""
    description: str = ""
    quantity: Decimal | None = None
    unit: str = ""  # a name or a code of UN/ECE Recommendation 20
    price_unit: Decimal | None = None  # before the discount; None: none was stated
    discount: Decimal = Decimal()  # percent
    amount: Decimal | None = None  # as stated
    tax_percents: tuple[Decimal, ...] = ()  # as stated
    requested_date: date | None = None
    note: str = ""
    is_charge: bool = False  # an allowance or charge on the whole order; the price of an allowance is negative


@dataclass(frozen=True, kw_only=True)
class CapturedFile:
    """A file that came inside of the document, such as a drawing."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class CapturedOrder:
    """One order as the customer wrote it. Totals are what the document states, for comparison."""

    row: int = 0
    customer_reference: str = ""
    customer_date: date | None = None
    buyer: CapturedParty = CapturedParty()
    delivery: CapturedParty = CapturedParty()
    currency_code: str = ""
    requested_date: date | None = None
    payment_terms: str = ""
    incoterm: str = ""
    incoterm_location: str = ""
    note: str = ""
    quotation_reference: str = ""
    framework_reference: str = ""
    amount_untaxed: Decimal | None = None
    amount_total: Decimal | None = None
    lines: tuple[CapturedLine, ...] = ()
    files: tuple[CapturedFile, ...] = ()


class Reading(NamedTuple):
    """What a parser made of a file: orders, and problems that name the order by its index among them."""

    orders: tuple[CapturedOrder, ...]
    problems: tuple["Problem", ...] = ()


class ProblemCode(StrEnum):
    NUMBER_UNREADABLE = "number_unreadable"
    NUMBER_DOUBTFUL = "number_doubtful"
    DATE_UNREADABLE = "date_unreadable"
    DATE_DOUBTFUL = "date_doubtful"
    FORMULA = "formula"
    CELL_WITHOUT_COLUMN = "cell_without_column"
    AMOUNT_IN_OTHER_CURRENCY = "amount_in_other_currency"
    CHARGE_UNCLEAR = "charge_unclear"
    FILE_UNREADABLE = "file_unreadable"
    REFERENCE_MISSING = "reference_missing"
    HEAD_DIFFERS = "head_differs"
    NO_LINES = "no_lines"
    TOO_MANY_LINES = "too_many_lines"
    CUSTOMER_MISSING = "customer_missing"
    CUSTOMER_UNKNOWN = "customer_unknown"
    CUSTOMER_AMBIGUOUS = "customer_ambiguous"
    DELIVERY_UNKNOWN = "delivery_unknown"
    CURRENCY_UNKNOWN = "currency_unknown"
    PAYMENT_TERMS_UNKNOWN = "payment_terms_unknown"
    INCOTERM_UNKNOWN = "incoterm_unknown"
    FRAMEWORK_UNKNOWN = "framework_unknown"
    ITEM_MISSING = "item_missing"
    PRODUCT_UNKNOWN = "product_unknown"
    PRODUCT_AMBIGUOUS = "product_ambiguous"
    PRODUCT_CONFLICT = "product_conflict"
    PRODUCT_NOT_SOLD = "product_not_sold"
    CHARGE_WITHOUT_PRODUCT = "charge_without_product"
    UNIT_UNKNOWN = "unit_unknown"
    UNIT_NOT_CONVERTIBLE = "unit_not_convertible"
    QUANTITY_MISSING = "quantity_missing"
    QUANTITY_NOT_POSITIVE = "quantity_not_positive"
    QUANTITY_TOO_LARGE = "quantity_too_large"
    PRICE_NEGATIVE = "price_negative"
    PRICE_TOO_LARGE = "price_too_large"
    DISCOUNT_OUT_OF_RANGE = "discount_out_of_range"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_UNREADABLE = "text_unreadable"


# What the clerk may settle on the draft. Everything else keeps the order from being created.
WARNINGS = frozenset(
    {
        ProblemCode.DELIVERY_UNKNOWN,
        ProblemCode.PAYMENT_TERMS_UNKNOWN,
        ProblemCode.INCOTERM_UNKNOWN,
        ProblemCode.FRAMEWORK_UNKNOWN,
    }
)


class Problem(NamedTuple):
    """Why something cannot be taken as it stands; the model makes a sentence of it.

    ``order`` is the index of the order in its batch, ``line`` the position and ``row`` the row of a table, ``column``
    the field of the captured value, ``value`` what stood there, ``other`` a second thing the sentence needs.
    """

    code: ProblemCode
    order: int = 0
    line: int = 0
    row: int = 0
    column: str = ""
    value: str = ""
    other: str = ""

    @property
    def is_blocking(self) -> bool:
        return self.code not in WARNINGS


def check(order: CapturedOrder) -> list[Problem]:
    """Return what cannot be an order, by the document alone."""
    problems = [*_check_texts(order), *_check_date(order, "customer_date"), *_check_date(order, "requested_date")]
    for column in ("buyer", "delivery"):
        problems += _check_texts(getattr(order, column), column)
    if not order.lines:
        problems.append(Problem(ProblemCode.NO_LINES, row=order.row))
    if len(order.lines) > LINE_LIMIT:
        problems.append(Problem(ProblemCode.TOO_MANY_LINES, row=order.row, value=str(LINE_LIMIT)))
        return problems
    for line in order.lines:
        problems += [problem._replace(line=line.position, row=line.row) for problem in _check_line(line)]
    return problems


def short(value: Any, limit: int = 60) -> str:
    """Return ``value`` as a sentence can quote it.

    >>> short("Pump" * 40, 12)
    'PumpPumpPum…'
    """
    text = " ".join(readable(str(value)).split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def readable(text: str) -> str:
    """Return ``text`` without what no database or reader takes: control characters, lone surrogates.

    >>> readable("Pump\\x00 P1\\r\\nred")
    'Pump P1\\nred'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNREADABLE.sub("", text)


def _check_line(line: CapturedLine) -> Iterator[Problem]:
    yield from _check_texts(line)
    yield from _check_date(line, "requested_date")
    if not (line.product_code or line.customer_product_code or line.barcode or line.description.strip()):
        yield Problem(ProblemCode.ITEM_MISSING)
    yield from _check_quantity(line.quantity)
    yield from _check_price(line)
    if not (line.discount.is_finite() and 0 <= line.discount <= 100):
        yield Problem(ProblemCode.DISCOUNT_OUT_OF_RANGE, column="discount", value=short(line.discount))


def _check_quantity(quantity: Decimal | None) -> Iterator[Problem]:
    if quantity is None:
        yield Problem(ProblemCode.QUANTITY_MISSING, column="quantity")
    elif not quantity.is_finite() or quantity > QUANTITY_LIMIT:
        yield Problem(ProblemCode.QUANTITY_TOO_LARGE, column="quantity", value=short(quantity))
    elif quantity <= 0:
        yield Problem(ProblemCode.QUANTITY_NOT_POSITIVE, column="quantity", value=short(quantity))


def _check_price(line: CapturedLine) -> Iterator[Problem]:
    price = line.price_unit
    if price is None:
        return
    if not price.is_finite() or abs(price) > PRICE_LIMIT:
        yield Problem(ProblemCode.PRICE_TOO_LARGE, column="price_unit", value=short(price))
    elif price < 0 and not line.is_charge:
        yield Problem(ProblemCode.PRICE_NEGATIVE, column="price_unit", value=short(price))


def _check_date(value: CapturedOrder | CapturedLine, column: str) -> Iterator[Problem]:
    day = getattr(value, column)
    if day and day.year not in YEARS:
        yield Problem(ProblemCode.DATE_OUT_OF_RANGE, row=value.row, column=column, value=day.isoformat())


def _check_texts(value: Any, parent: str = "") -> Iterator[Problem]:
    row = getattr(value, "row", 0)
    for name, limit in _text_limits(type(value)):
        text, column = getattr(value, name), parent or name
        if len(text) > limit:
            yield Problem(ProblemCode.TEXT_TOO_LONG, row=row, column=column, value=short(text), other=str(limit))
        if UNREADABLE.search(text):
            yield Problem(ProblemCode.TEXT_UNREADABLE, row=row, column=column, value=short(text))


@cache
def _text_limits(kind: type) -> list[tuple[str, int]]:
    names = [field.name for field in fields(kind) if field.type is str]
    return [(name, TEXT_LIMIT if name in LONG_TEXTS else SHORT_TEXT_LIMIT) for name in names]
