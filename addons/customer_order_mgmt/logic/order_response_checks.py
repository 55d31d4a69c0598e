"""The checkers behind the rules for an OrderResponse: each yields the places where its rule is broken.

A checker gets the root element. Factories return a checker for what they are told.
"""

import re
from datetime import date
from decimal import Decimal

from lxml import etree

from .order_response import CAC, CBC, IDENTIFIERS, ROOT, SEQUENCES, Profile
from .units import UNECE_UNITS

NS = {"o": ROOT, "cac": CAC, "cbc": CBC}


def profile_of(root):
    customization = _value(root, "cbc:CustomizationID")
    for profile, (identifier, _process) in IDENTIFIERS.items():
        # "order_response:3" is no beginning of "order_response_advanced:3".
        if customization.startswith(identifier):
            return profile
    return Profile.UBL


def _value(node, path):
    return (node.findtext(path, namespaces=NS) or "").strip()


def _lines(root):
    return root.findall("cac:OrderLine/cac:LineItem", NS)


def missing(*paths):
    """A checker for elements that must be there and say something."""
    return lambda root: (path for path in paths if not _value(root, path))


def wrong_order(root):
    for node in root.iter(etree.Element):
        name = etree.QName(node).localname
        sequence, last = SEQUENCES.get(name), -1
        for child in node.iterchildren(etree.Element):
            tag = _prefixed(child)
            place = sequence.index(tag) if sequence and tag in sequence else -1
            if place < max(last, 0):
                yield f"{name}/{tag}"
            last = max(last, place)


def _prefixed(node):
    name = etree.QName(node)
    return f"{ {CAC: 'cac', CBC: 'cbc'}.get(name.namespace, '?') }:{name.localname}"


def empty(root):
    for node in root.iter(etree.Element):
        if not len(node) and not (node.text or "").strip():
            yield etree.QName(node).localname


def no_order_response(root):
    if root.tag != f"{{{ROOT}}}OrderResponse":
        yield etree.QName(root).localname


def code_with_lines(code, *, has_lines):
    def broken(root):
        if _value(root, "cbc:OrderResponseCode") == code and bool(_lines(root)) == has_lines:
            yield code

    return broken


def party_unnamed(role):
    def broken(root):
        for party in root.findall(f"cac:{role}/cac:Party", NS):
            named = "cac:PartyLegalEntity/cbc:RegistrationName", "cac:PartyIdentification/cbc:ID"
            if not any(_value(party, path) for path in named):
                yield role

    return broken


def line_numbers_twice(root):
    seen = set()
    for line in _lines(root):
        number = _value(line, "cbc:ID")
        if not number or number in seen:
            yield number or "LineItem"
        seen.add(number)


def period_reversed(root):
    for period in root.iter(f"{{{CAC}}}PromisedDeliveryPeriod"):
        start, end = _value(period, "cbc:StartDate"), _value(period, "cbc:EndDate")
        if start and end and end < start:
            yield f"{start} > {end}"


def other_currency(root):
    currency = _value(root, "cbc:DocumentCurrencyCode")
    for amount in root.iter(f"{{{CBC}}}PriceAmount"):
        if amount.get("currencyID") != currency:
            yield amount.get("currencyID") or "PriceAmount"


def wrong_identifiers(root):
    expected = IDENTIFIERS[profile_of(root)]
    if _value(root, "cbc:ProfileID") != expected[1]:
        yield _value(root, "cbc:ProfileID") or "ProfileID"


def unknown_peppol(root):
    customization = _value(root, "cbc:CustomizationID")
    if customization and profile_of(root) == Profile.UBL:
        yield customization


def code_outside(path, codes):
    def broken(root):
        for node in root.iterfind(path, NS):
            if (node.text or "").strip() not in codes:
                yield (node.text or "").strip()

    return broken


def currency_malformed(root):
    currency = _value(root, "cbc:DocumentCurrencyCode")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        yield currency or "DocumentCurrencyCode"


def number_malformed(root):
    for tag in ("Quantity", "BaseQuantity", "PriceAmount"):
        for node in root.iter(f"{{{CBC}}}{tag}"):
            number = _decimal(node.text)
            if number is None or number < 0 or (tag == "BaseQuantity" and not number):
                yield f"{tag} {node.text}"


def unit_unknown(root):
    for tag in ("Quantity", "BaseQuantity"):
        for node in root.iter(f"{{{CBC}}}{tag}"):
            if node.get("unitCode") not in UNECE_UNITS:
                yield node.get("unitCode") or tag


def date_malformed(root):
    for tag in ("IssueDate", "StartDate", "EndDate"):
        for node in root.iter(f"{{{CBC}}}{tag}"):
            if not _day(node.text):
                yield f"{tag} {node.text}"


def promise_missing(root):
    """A line that is delivered says how much and when."""
    for line in _lines(root):
        if _value(line, "cbc:LineStatusCode") in ("1", "3", "5"):
            paths = "cbc:Quantity", "cac:Delivery/cac:PromisedDeliveryPeriod/cbc:EndDate"
            yield from (f"{_value(line, 'cbc:ID')}: {path}" for path in paths if not _value(line, path))


def line_reference_missing(root):
    for line in root.findall("cac:OrderLine", NS):
        if not _value(line, "cac:OrderLineReference/cbc:LineID"):
            yield _value(line, "cac:LineItem/cbc:ID")


def item_unnamed(root):
    for line in _lines(root):
        if not _value(line, "cac:Item/cbc:Name"):
            yield _value(line, "cbc:ID")


def status_missing(root):
    for line in _lines(root):
        if not _value(line, "cbc:LineStatusCode"):
            yield _value(line, "cbc:ID")


def endpoint_incomplete(root):
    for role in ("SellerSupplierParty", "BuyerCustomerParty"):
        node = root.find(f"cac:{role}/cac:Party/cbc:EndpointID", NS)
        if node is None or not node.get("schemeID"):
            yield role


def _decimal(text):
    """The number; None for what is no ``xsd:decimal``, which has no exponent."""
    text = (text or "").strip()
    return Decimal(text) if re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", text, re.ASCII) else None


def _day(text):
    """The day; None for what is no ``xsd:date``. Python reads weeks and days without dashes, too."""
    text = (text or "").strip()
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else None
    except ValueError:
        return None
