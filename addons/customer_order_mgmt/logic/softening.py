"""What is left of a captured order when a person will look at it next to the document anyway.

A file that nobody compares must be refused for one wrong figure. A draft that a clerk checks against the page is more
useful with that figure left out: the clerk sees the gap, and nothing is taken from an unclear reading.

>>> LINE = CapturedLine(position=1, product_code="X", unit="drum", quantity=Decimal(2))
>>> problems = [Problem(ProblemCode.PRODUCT_UNKNOWN, line=1), Problem(ProblemCode.UNIT_UNKNOWN, line=1)]
>>> soften(CapturedOrder(lines=(LINE,)), problems).lines[0]  # doctest: +ELLIPSIS
CapturedLine(position=1, row=0, product_code='', ..., description='X', quantity=Decimal('2'), unit='', ...)
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from decimal import Decimal

from .capture import (
    LONG_TEXTS,
    SHORT_TEXT_LIMIT,
    TEXT_LIMIT,
    CapturedLine,
    CapturedOrder,
    CapturedParty,
    Problem,
    ProblemCode,
    readable,
)

PRODUCT_CODES = frozenset(
    {
        ProblemCode.PRODUCT_UNKNOWN,
        ProblemCode.PRODUCT_AMBIGUOUS,
        ProblemCode.PRODUCT_CONFLICT,
        ProblemCode.PRODUCT_NOT_SOLD,
        ProblemCode.CHARGE_WITHOUT_PRODUCT,
    }
)
EMPTIED = {
    ProblemCode.UNIT_UNKNOWN: {"unit": ""},
    ProblemCode.UNIT_NOT_CONVERTIBLE: {"unit": ""},
    ProblemCode.PRICE_NEGATIVE: {"price_unit": None},
    ProblemCode.PRICE_TOO_LARGE: {"price_unit": None},
    ProblemCode.DISCOUNT_OUT_OF_RANGE: {"discount": Decimal()},
}
# A line that lacks these is no line.
DROPPED = frozenset(
    {
        ProblemCode.ITEM_MISSING,
        ProblemCode.QUANTITY_MISSING,
        ProblemCode.QUANTITY_NOT_POSITIVE,
        ProblemCode.QUANTITY_TOO_LARGE,
    }
)


def soften(order: CapturedOrder, problems: Iterable[Problem]) -> CapturedOrder:
    """Return ``order`` without what the problems speak against. Lines without a quantity or an item are left out, and
    all of them when they are too many: a part of them would look like the whole."""
    problems = [problem for problem in problems if problem.is_blocking]
    if any(problem.code is ProblemCode.TOO_MANY_LINES for problem in problems):
        return _shorten(replace(order, lines=()))
    by_line = {}
    for problem in problems:
        by_line.setdefault(problem.line, []).append(problem)
    lines = [_soften_line(line, by_line.get(line.position, ())) for line in order.lines]
    head = {}
    for problem in by_line.get(0, ()):
        head |= _soften_head(problem)
    return _shorten(replace(order, **head, lines=tuple(filter(None, lines))))


def _soften_head(problem):
    if problem.code is ProblemCode.CURRENCY_UNKNOWN:
        return {"currency_code": ""}
    if problem.code is ProblemCode.DATE_OUT_OF_RANGE:
        return {problem.column: None}
    return {}


def _soften_line(line: CapturedLine, problems: Iterable[Problem]) -> CapturedLine | None:
    for problem in problems:
        if problem.code in DROPPED:
            return None
        if problem.code in PRODUCT_CODES:
            named = line.description or line.product_code or line.customer_product_code or line.barcode
            line = replace(line, product_code="", customer_product_code="", barcode="", description=named)
        elif problem.code is ProblemCode.DATE_OUT_OF_RANGE:
            line = replace(line, requested_date=None)
        else:
            line = replace(line, **EMPTIED.get(problem.code, {}))
    return _shorten(line)


def _shorten(value):
    """Cut texts to what is taken, and leave out characters that nothing can show."""
    sound = {}
    for field in fields(value):
        content = getattr(value, field.name)
        if isinstance(content, str):
            limit = TEXT_LIMIT if field.name in LONG_TEXTS else SHORT_TEXT_LIMIT
            sound[field.name] = readable(content)[:limit]
        elif isinstance(content, CapturedParty):
            sound[field.name] = _shorten(content)
    return replace(value, **sound)
