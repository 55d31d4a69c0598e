"""Reading a UBL OrderChange or OrderCancellation (UBL 2.1 and later; Peppol transactions T114 and T115)."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from .capture import LINE_LIMIT, SHORT_TEXT_LIMIT, CapturedLine, CapturedParty, readable, short
from .order_change import (
    NOBODY,
    ChangedLine,
    ChangeFault,
    ChangeKind,
    ChangeRefused,
    Fault,
    LineAction,
    OrderChange,
)
from .xml_tree import read_xml

NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,20})?", re.ASCII)
# How much of a file is looked at to recognize it; the header of an envelope may come first.
START = 16_384
DELIVERY = (
    "./{*}Delivery/{*}RequestedDeliveryPeriod/{*}EndDate",
    "./{*}Delivery/{*}RequestedDeliveryPeriod/{*}StartDate",
)


def is_order_change(content: bytes) -> bool:
    """Whether the file looks like one; cheap, and never raises.

    >>> is_order_change(b'<?xml version="1.0"?><ns-0:OrderChange xmlns:ns-0="urn"/>'), is_order_change(b"<Order/>")
    (True, False)
    """
    return bool(re.search(rb"<([\w.-]+:)?Order(Change|Cancellation)[\s>/]", content[:START].replace(b"\0", b"")))


def parse(content: bytes) -> OrderChange:
    """Read the document. Raises ``FileUnreadable`` for what is no sound XML, else ``ChangeRefused``."""
    # Peppol delivers documents in an envelope, the StandardBusinessDocument.
    root = next(read_xml(content).iter(*(f"{{*}}{kind}" for kind in ChangeKind)), None)
    if root is None:
        raise ChangeRefused(Fault(ChangeFault.NO_REFERENCE))
    name, faults = root.tag.rpartition("}")[2], []
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
    whole = _day(root, DELIVERY, faults)
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
                requested_date=_day(node, DELIVERY, faults, number) or whole,
                note=_text(node, "./{*}Note"),
            ),
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
