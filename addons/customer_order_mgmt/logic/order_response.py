"""An acknowledgement as a UBL 2.1 OrderResponse.

``build`` writes elements in the order of ``SEQUENCES``, the part of the UBL 2.1 schema that is used here (OASIS, UBL
2.1, maindoc/UBL-OrderResponse-2.1.xsd and common/UBL-CommonAggregateComponents-2.1.xsd). The same response gives the
same bytes. ``order_response_rules`` says whether it may leave.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from lxml import etree

from .capture import readable

CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
ROOT = "urn:oasis:names:specification:ubl:schema:xsd:OrderResponse-2"
NAMESPACES = {None: ROOT, "cac": CAC, "cbc": CBC}

# Children in the schema's order; what is not named here is not written, and a finding when met.
SEQUENCES = {
    "OrderResponse": (
        "cbc:UBLVersionID",
        "cbc:CustomizationID",
        "cbc:ProfileID",
        "cbc:ID",
        "cbc:SalesOrderID",
        "cbc:IssueDate",
        "cbc:OrderResponseCode",
        "cbc:Note",
        "cbc:DocumentCurrencyCode",
        "cbc:CustomerReference",
        "cac:OrderReference",
        "cac:OrderChangeDocumentReference",
        "cac:SellerSupplierParty",
        "cac:BuyerCustomerParty",
        "cac:Delivery",
        "cac:OrderLine",
    ),
    "OrderReference": ("cbc:ID", "cbc:IssueDate"),
    "OrderChangeDocumentReference": ("cbc:ID",),
    "SellerSupplierParty": ("cac:Party",),
    "BuyerCustomerParty": ("cac:Party",),
    "Party": ("cbc:EndpointID", "cac:PartyIdentification", "cac:PartyLegalEntity"),
    "PartyIdentification": ("cbc:ID",),
    "PartyLegalEntity": ("cbc:RegistrationName",),
    "Delivery": ("cac:PromisedDeliveryPeriod",),
    "PromisedDeliveryPeriod": ("cbc:StartDate", "cbc:EndDate"),
    "OrderLine": ("cac:LineItem", "cac:OrderLineReference"),
    "LineItem": (
        "cbc:ID",
        "cbc:Note",
        "cbc:LineStatusCode",
        "cbc:Quantity",
        "cac:Delivery",
        "cac:Price",
        "cac:Item",
    ),
    "Price": ("cbc:PriceAmount", "cbc:BaseQuantity"),
    "Item": ("cbc:Name", "cac:BuyersItemIdentification", "cac:SellersItemIdentification"),
    "BuyersItemIdentification": ("cbc:ID",),
    "SellersItemIdentification": ("cbc:ID",),
    "OrderLineReference": ("cbc:LineID",),
}


class Profile(StrEnum):
    """For whom the document is: plain UBL, or one of the two Order Responses of Peppol."""

    UBL = "ubl"
    T76 = "t76"
    T116 = "t116"


# Peppol BIS 3: Ordering (transaction T76) and Advanced Ordering (T116).
IDENTIFIERS = {
    Profile.T76: ("urn:fdc:peppol.eu:poacc:trns:order_response:3", "urn:fdc:peppol.eu:poacc:bis:ordering:3"),
    Profile.T116: (
        "urn:fdc:peppol.eu:poacc:trns:order_response_advanced:3",
        "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3",
    ),
}


@dataclass(frozen=True, kw_only=True)
class ResponseParty:
    """A party: registered name, electronic address and identifier with their schemes (EAS, ICD)."""

    name: str = ""
    endpoint: str = ""
    endpoint_scheme: str = ""
    identifier: str = ""
    identifier_scheme: str = ""


@dataclass(frozen=True, kw_only=True)
class ResponseLine:
    """One line: ``status`` of UNCL1229, ``order_line`` the position in the customer's order."""

    number: str
    status: str
    order_line: str
    name: str
    note: str = ""
    quantity: Decimal | None = None
    unit_code: str = ""
    price: Decimal | None = None
    promised_date: date | None = None
    buyers_item: str = ""
    sellers_item: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderResponse:
    """What is written; ``code`` of UNCL4343."""

    profile: Profile
    number: str
    sales_order: str
    issue_date: date
    code: str
    currency: str
    order_number: str
    order_date: date | None = None
    order_change_number: str = ""
    note: str = ""
    seller: ResponseParty
    buyer: ResponseParty
    lines: tuple[ResponseLine, ...] = ()


def build(response: OrderResponse) -> bytes:
    """Return the XML document: UTF-8, indented, the same bytes for the same response."""
    root = etree.Element(f"{{{ROOT}}}OrderResponse", nsmap=NAMESPACES)
    customization, profile = IDENTIFIERS.get(response.profile, ("", ""))
    if not customization:
        _text(root, "UBLVersionID", "2.1")
    _text(root, "CustomizationID", customization)
    _text(root, "ProfileID", profile)
    _text(root, "ID", response.number)
    _text(root, "SalesOrderID", response.sales_order)
    _text(root, "IssueDate", response.issue_date)
    _text(root, "OrderResponseCode", response.code)
    _text(root, "Note", response.note)
    _text(root, "DocumentCurrencyCode", response.currency)
    reference = _group(root, "OrderReference")
    _text(reference, "ID", response.order_number)
    if response.profile == Profile.UBL:
        _text(reference, "IssueDate", response.order_date)
    if response.order_change_number:
        _text(_group(root, "OrderChangeDocumentReference"), "ID", response.order_change_number)
    _party(_group(root, "SellerSupplierParty"), response.seller)
    _party(_group(root, "BuyerCustomerParty"), response.buyer)
    for line in response.lines:
        _line(_group(root, "OrderLine"), line, response.currency)
    etree.indent(root, space="  ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def net_price(quantity: Decimal, price: Decimal, discount: Decimal, subtotal: Decimal) -> Decimal:
    """The price of one, without tax and after the discount.

    ``subtotal`` is without tax and rounded: the price is exact where it gives that subtotal, else it includes taxes and
    is what the subtotal makes of it.

    >>> net_price(Decimal(3), Decimal("9.999"), Decimal(10), Decimal("27.00"))
    Decimal('8.9991')
    >>> net_price(Decimal(2), Decimal("11.90"), Decimal(0), Decimal("20.00"))
    Decimal('10.000000')
    """
    if not quantity:
        return price
    net = price * (100 - discount) / 100
    if (net * quantity).quantize(subtotal, ROUND_HALF_UP) == subtotal:
        return net.normalize() + Decimal(0)
    return (subtotal / quantity).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _party(parent, party):
    node = _group(parent, "Party")
    _text(node, "EndpointID", party.endpoint, schemeID=party.endpoint_scheme)
    if party.identifier:
        _text(_group(node, "PartyIdentification"), "ID", party.identifier, schemeID=party.identifier_scheme)
    if party.name:
        _text(_group(node, "PartyLegalEntity"), "RegistrationName", party.name)


def _line(parent, line, currency):
    node = _group(parent, "LineItem")
    _text(node, "ID", line.number)
    _text(node, "Note", line.note)
    _text(node, "LineStatusCode", line.status)
    _text(node, "Quantity", line.quantity, unitCode=line.unit_code)
    if line.promised_date:
        period = _group(_group(node, "Delivery"), "PromisedDeliveryPeriod")
        _text(period, "StartDate", line.promised_date)
        _text(period, "EndDate", line.promised_date)
    if line.price is not None:
        price = _group(node, "Price")
        _text(price, "PriceAmount", line.price, currencyID=currency)
        _text(price, "BaseQuantity", Decimal(1), unitCode=line.unit_code)
    item = _group(node, "Item")
    _text(item, "Name", line.name)
    for tag, code in (("BuyersItemIdentification", line.buyers_item), ("SellersItemIdentification", line.sellers_item)):
        if code:
            _text(_group(item, tag), "ID", code)
    _text(_group(parent, "OrderLineReference"), "LineID", line.order_line)


def _group(parent, tag):
    return etree.SubElement(parent, f"{{{CAC}}}{tag}")


def _text(parent, tag, value, **attributes):
    if value is None or value == "":
        return
    node = etree.SubElement(parent, f"{{{CBC}}}{tag}", {key: text for key, text in attributes.items() if text})
    node.text = _plain(value)


def _plain(value):
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    # XML has no control characters, texts pasted from elsewhere do.
    return value.isoformat() if isinstance(value, date) else readable(value)
