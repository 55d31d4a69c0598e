"""A customer's UBL OrderChange or OrderCancellation (UBL 2.1 and later; Peppol transactions T114 and T115), as a value.

Nothing is looked up here. What a line wants done is its status, a code of UNCL1229 as Peppol restricts it for changes:
1 added, 2 deleted, 3 changed, 4 not affected. A line that is not named is not affected. A line without a status is
added where the order has no such line, else changed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from .capture import (
    LINE_LIMIT,
    SHORT_TEXT_LIMIT,
    CapturedLine,
    CapturedOrder,
    CapturedParty,
    Problem,
    ProblemCode,
    check,
    readable,
    short,
)
from .xml_tree import read_xml

NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,20})?", re.ASCII)
NOBODY = CapturedParty()
# What a line that exists already need not repeat.
OPTIONAL = frozenset({ProblemCode.QUANTITY_MISSING, ProblemCode.ITEM_MISSING})


class ChangeKind(StrEnum):
    CHANGE = "OrderChange"
    CANCELLATION = "OrderCancellation"


class LineAction(StrEnum):
    ADD = "1"
    REMOVE = "2"
    CHANGE = "3"
    NONE = "4"
    UNSAID = ""


class ChangeFault(StrEnum):
    """What this file cannot be read for; ``value`` of the fault is what stood there."""

    NO_REFERENCE = "no_reference"
    NO_NUMBER = "no_number"
    NO_LINES = "no_lines"
    TOO_MANY_LINES = "too_many_lines"
    ACTION_UNKNOWN = "action_unknown"
    NUMBER_MALFORMED = "number_malformed"
    DATE_MALFORMED = "date_malformed"
    TEXT_TOO_LONG = "text_too_long"
    LINE_UNKNOWN = "line_unknown"
    LINE_TWICE = "line_twice"


class Fault(NamedTuple):
    fault: ChangeFault
    line: str = ""
    value: str = ""


class ChangeRefused(ValueError):
    """The document cannot be taken: ``faults`` say why."""

    def __init__(self, *faults: Fault):
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class ChangedLine:
    """A line of the change: its number in the customer's order, what to do, and what it says."""

    number: str
    action: LineAction
    captured: CapturedLine


@dataclass(frozen=True, kw_only=True)
class OrderChange:
    """The document. ``order_number`` is the customer's number of the order, ``sales_order`` ours."""

    kind: ChangeKind
    number: str
    order_number: str = ""
    sales_order: str = ""
    issue_date: date | None = None
    currency_code: str = ""
    note: str = ""
    buyer: CapturedParty = NOBODY
    lines: tuple[ChangedLine, ...] = ()

    def problems(self) -> list[Problem]:
        """Return what no order can be, by the rules that every captured order obeys."""
        told = [line for line in self.lines if line.action not in (LineAction.REMOVE, LineAction.NONE)]
        if not told:
            return []
        found = check(CapturedOrder(buyer=self.buyer, note=self.note, lines=tuple(line.captured for line in told)))
        added = {line.captured.position for line in told if line.action == LineAction.ADD}
        return [problem for problem in found if problem.code not in OPTIONAL or problem.line in added]


class OrderedLine(NamedTuple):
    """A line of the order as it is in force: ``position`` in what the customer ordered."""

    key: int
    position: int
    product_code: str
    customer_product_code: str


def is_order_change(content: bytes) -> bool:
    """Whether the file looks like one; cheap, and never raises.

    >>> is_order_change(b'<?xml version="1.0"?><a:OrderChange xmlns:a="urn"/>'), is_order_change(b"<Order/>")
    (True, False)
    """
    return bool(re.search(rb"<(\w+:)?Order(Change|Cancellation)[\s>/]", content[:4096].replace(b"\0", b"")))


def parse(content: bytes) -> OrderChange:
    """Read the document. Raises ``FileUnreadable`` for what is no sound XML, else ``ChangeRefused``."""
    root = read_xml(content)
    name = root.tag.rpartition("}")[2] if isinstance(root.tag, str) else ""
    if name not in set(ChangeKind):
        raise ChangeRefused(Fault(ChangeFault.NO_REFERENCE, value=short(name)))
    faults: list[Fault] = []
    nodes = root.findall("./{*}OrderLine/{*}LineItem")
    change = OrderChange(
        kind=ChangeKind(name),
        number=_short(root, "./{*}ID", faults),
        order_number=_short(root, "./{*}OrderReference/{*}ID", faults),
        sales_order=_short(root, "./{*}SalesOrderID", faults)
        or _short(root, "./{*}OrderReference/{*}SalesOrderID", faults),
        issue_date=_day(root, ("./{*}IssueDate",), faults),
        currency_code=_short(root, "./{*}DocumentCurrencyCode", faults),
        note="\n".join(filter(None, (_text(root, "./{*}CancellationNote"), _text(root, "./{*}Note")))),
        buyer=_party(root.find("./{*}BuyerCustomerParty/{*}Party"), faults),
        lines=tuple(_lines(root, nodes, faults)) if len(nodes) <= LINE_LIMIT else (),
    )
    faults += _missing(change, len(nodes))
    if faults:
        raise ChangeRefused(*faults)
    return change


def match(changes: Iterable[ChangedLine], lines: Iterable[OrderedLine]) -> dict[str, int]:
    """Return ``{number of the changed line: key of the ordered line}``. Raises ``ChangeRefused``.

    The codes of the item decide, and the number among lines of the same item. Where one side has no codes, the number
    alone does. Numbers never outvote codes: many count their lines in tens.
    """
    lines, found, faults = list(lines), {}, []
    for change in changes:
        if change.action in (LineAction.ADD, LineAction.NONE):
            continue
        line = _choose(change, lines)
        if line and line.key in found.values():
            faults.append(Fault(ChangeFault.LINE_TWICE, change.number))
        elif line:
            found[change.number] = line.key
        elif change.action != LineAction.UNSAID:
            faults.append(Fault(ChangeFault.LINE_UNKNOWN, change.number, short(change.captured.description)))
    if faults:
        raise ChangeRefused(*faults)
    return found


def _choose(change, lines):
    captured = change.captured
    same_item = [line for line in lines if _is_same_item(captured, line)]
    if len(same_item) == 1:
        return same_item[0]
    candidates = same_item or [line for line in lines if not _has_shared_code(captured, line)]
    return next((line for line in candidates if str(line.position) == change.number), None)


def _is_same_item(captured, line):
    codes = (captured.customer_product_code, line.customer_product_code), (captured.product_code, line.product_code)
    compared = [(theirs == ours) for theirs, ours in codes if theirs and ours]
    return bool(compared) and all(compared)


def _has_shared_code(captured, line):
    """Whether both name the item by the same kind of code: then the codes have spoken."""
    return bool(
        (captured.customer_product_code and line.customer_product_code) or (captured.product_code and line.product_code)
    )


def _missing(change: OrderChange, count: int) -> Iterator[Fault]:
    if not change.number:
        yield Fault(ChangeFault.NO_NUMBER)
    if not (change.order_number or change.sales_order):
        yield Fault(ChangeFault.NO_REFERENCE)
    if count > LINE_LIMIT:
        yield Fault(ChangeFault.TOO_MANY_LINES, value=str(LINE_LIMIT))
    elif change.kind == ChangeKind.CHANGE and not count:
        yield Fault(ChangeFault.NO_LINES)
    numbers = [line.number for line in change.lines]
    for number in (
        sorted({number for number in numbers if numbers.count(number) > 1}) if len(set(numbers)) < count else ()
    ):
        yield Fault(ChangeFault.LINE_TWICE, number)


def _lines(root, nodes, faults):
    whole = _day(root, _DELIVERY, faults)
    for position, node in enumerate(nodes, start=1):
        number = _short(node, "./{*}ID", faults) or str(position)
        status = _text(node, "./{*}LineStatusCode")
        if status not in set(LineAction):
            faults.append(Fault(ChangeFault.ACTION_UNKNOWN, number, short(status)))
            continue
        item = "./{*}Item/{*}"
        yield ChangedLine(
            number=number,
            action=LineAction(status),
            captured=CapturedLine(
                position=position,
                product_code=_short(node, f"{item}SellersItemIdentification/{{*}}ID", faults),
                customer_product_code=_short(node, f"{item}BuyersItemIdentification/{{*}}ID", faults),
                barcode=_short(node, f"{item}StandardItemIdentification/{{*}}ID", faults),
                description=_text(node, f"{item}Name") or _text(node, f"{item}Description"),
                quantity=_number(node, "./{*}Quantity", faults, number),
                unit=_unit(node),
                price_unit=_price(node, faults, number),
                requested_date=_day(node, _DELIVERY, faults, number) or whole,
                note=_text(node, "./{*}Note"),
            ),
        )


_DELIVERY = (
    "./{*}Delivery/{*}RequestedDeliveryPeriod/{*}EndDate",
    "./{*}Delivery/{*}RequestedDeliveryPeriod/{*}StartDate",
)


def _party(node, faults):
    if node is None:
        return NOBODY
    endpoint, identifier = node.find("./{*}EndpointID"), node.find("./{*}PartyIdentification/{*}ID")
    scheme = endpoint.get("schemeID", "") if endpoint is not None else ""
    is_gln = identifier is not None and identifier.get("schemeID", "") in ("0088", "GLN")
    return CapturedParty(
        name=_short(node, "./{*}PartyLegalEntity/{*}RegistrationName", faults)
        or _short(node, "./{*}PartyName/{*}Name", faults),
        vat=_short(node, "./{*}PartyTaxScheme/{*}CompanyID", faults),
        gln=_short(node, "./{*}PartyIdentification/{*}ID", faults) if is_gln else "",
        endpoint=_short(node, "./{*}EndpointID", faults),
        endpoint_scheme=short(scheme),
        email=_short(node, "./{*}Contact/{*}ElectronicMail", faults),
    )


def _text(node, path):
    return readable(node.findtext(path) or "").strip()


def _short(node, path, faults):
    text = _text(node, path)
    if len(text) > SHORT_TEXT_LIMIT:
        faults.append(Fault(ChangeFault.TEXT_TOO_LONG, value=short(text)))
        return ""
    return text


def _number(node, path, faults, line):
    text = _text(node, path)
    if not text:
        return None
    if not NUMBER.fullmatch(text):
        faults.append(Fault(ChangeFault.NUMBER_MALFORMED, line, short(text)))
        return None
    return Decimal(text)


def _price(node, faults, line):
    """The price of one: UBL states it for a base quantity."""
    price = _number(node, "./{*}Price/{*}PriceAmount", faults, line)
    base = _number(node, "./{*}Price/{*}BaseQuantity", faults, line)
    if price is None or base is None:
        return price
    if base <= 0:
        faults.append(Fault(ChangeFault.NUMBER_MALFORMED, line, short(base)))
        return None
    return price / base


def _unit(node):
    quantity = node.find("./{*}Quantity")
    return short(quantity.get("unitCode", "")) if quantity is not None else ""


def _day(node, paths, faults, line=""):
    text = next(filter(None, (_text(node, path) for path in paths)), "")
    # A day may carry the offset of its time zone (xsd:date).
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?", text, re.ASCII)
    try:
        return date.fromisoformat(found[1]) if found else _refuse_day(text, faults, line)
    except ValueError:
        return _refuse_day(text, faults, line)


def _refuse_day(text, faults, line):
    if text:
        faults.append(Fault(ChangeFault.DATE_MALFORMED, line, short(text)))
