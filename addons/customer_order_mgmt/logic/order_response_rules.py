"""What an OrderResponse is checked for before it leaves: a table of rules, each with its id, text and severity.

Rules with the ids of Peppol (T116, which T76 has under the same numbers) say what the published rules of Peppol BIS 3
say in ``PEPPOL-M-T116.sch``. Rules of our own, ``COM-…``, check the order of elements, what is mandatory, and codes.
This table is what is checked. It is neither the whole schema nor the whole rule set of Peppol.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from lxml import etree

from .order_response import CAC, CBC, IDENTIFIERS, ROOT, SEQUENCES, Profile
from .units import UNECE_UNITS

NS = {"o": ROOT, "cac": CAC, "cbc": CBC}
FATAL, WARNING = "fatal", "warning"
# UNCL4343 and UNCL1229 as Peppol restricts them for order responses.
RESPONSE_CODES = frozenset({"AB", "AP", "CA", "RE"})
LINE_CODES = frozenset({"1", "3", "5", "7", "42"})


class Finding(NamedTuple):
    """A broken rule, and where: the tag or the line."""

    rule: str
    text: str
    severity: str
    place: str = ""


class Rule(NamedTuple):
    """``broken(root)`` yields the place of each breach; ``profiles`` for which the rule holds."""

    id: str
    text: str
    severity: str
    broken: Callable[[etree._Element], Iterator[str]]
    profiles: frozenset[Profile] = frozenset(Profile)


def check(document: bytes) -> list[Finding]:
    """Return what is wrong with ``document``, by the table. Raises ``ValueError`` for what is no XML."""
    try:
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    profile = _profile(root)
    return [
        Finding(_named(rule.id, profile), rule.text, rule.severity, place)
        for rule in RULES
        if profile in rule.profiles
        for place in rule.broken(root)
    ]


def fatal(findings: list[Finding]) -> list[Finding]:
    """Return the findings with which the document must not leave."""
    return [finding for finding in findings if finding.severity == FATAL]


def _named(rule, profile):
    """Both transactions number these rules alike."""
    return rule.replace("T116", "T76") if profile == Profile.T76 else rule


def _profile(root):
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


def _missing(*paths):
    """A checker for elements that must be there and say something."""
    return lambda root: (path for path in paths if not _value(root, path))


def _wrong_order(root):
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


def _empty(root):
    for node in root.iter(etree.Element):
        if not len(node) and not (node.text or "").strip():
            yield etree.QName(node).localname


def _no_order_response(root):
    if root.tag != f"{{{ROOT}}}OrderResponse":
        yield etree.QName(root).localname


def _code_with_lines(code, *, has_lines):
    def broken(root):
        if _value(root, "cbc:OrderResponseCode") == code and bool(_lines(root)) == has_lines:
            yield code

    return broken


def _party_unnamed(role):
    def broken(root):
        for party in root.findall(f"cac:{role}/cac:Party", NS):
            named = "cac:PartyLegalEntity/cbc:RegistrationName", "cac:PartyIdentification/cbc:ID"
            if not any(_value(party, path) for path in named):
                yield role

    return broken


def _line_numbers_twice(root):
    seen = set()
    for line in _lines(root):
        number = _value(line, "cbc:ID")
        if not number or number in seen:
            yield number or "LineItem"
        seen.add(number)


def _period_reversed(root):
    for period in root.iter(f"{{{CAC}}}PromisedDeliveryPeriod"):
        start, end = _value(period, "cbc:StartDate"), _value(period, "cbc:EndDate")
        if start and end and end < start:
            yield f"{start} > {end}"


def _other_currency(root):
    currency = _value(root, "cbc:DocumentCurrencyCode")
    for amount in root.iter(f"{{{CBC}}}PriceAmount"):
        if amount.get("currencyID") != currency:
            yield amount.get("currencyID") or "PriceAmount"


def _wrong_identifiers(root):
    expected = IDENTIFIERS[_profile(root)]
    if _value(root, "cbc:ProfileID") != expected[1]:
        yield _value(root, "cbc:ProfileID") or "ProfileID"


def _unknown_peppol(root):
    customization = _value(root, "cbc:CustomizationID")
    if customization and _profile(root) == Profile.UBL:
        yield customization


def _code_outside(path, codes):
    def broken(root):
        for node in root.iterfind(path, NS):
            if (node.text or "").strip() not in codes:
                yield (node.text or "").strip()

    return broken


def _currency_malformed(root):
    currency = _value(root, "cbc:DocumentCurrencyCode")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        yield currency or "DocumentCurrencyCode"


def _number_malformed(root):
    for tag in ("Quantity", "BaseQuantity", "PriceAmount"):
        for node in root.iter(f"{{{CBC}}}{tag}"):
            number = _decimal(node.text)
            if number is None or number < 0 or (tag == "BaseQuantity" and not number):
                yield f"{tag} {node.text}"


def _unit_unknown(root):
    for tag in ("Quantity", "BaseQuantity"):
        for node in root.iter(f"{{{CBC}}}{tag}"):
            if node.get("unitCode") not in UNECE_UNITS:
                yield node.get("unitCode") or tag


def _date_malformed(root):
    for tag in ("IssueDate", "StartDate", "EndDate"):
        for node in root.iter(f"{{{CBC}}}{tag}"):
            if not _day(node.text):
                yield f"{tag} {node.text}"


def _promise_missing(root):
    """A line that is delivered says how much and when."""
    for line in _lines(root):
        if _value(line, "cbc:LineStatusCode") in ("1", "3", "5"):
            paths = "cbc:Quantity", "cac:Delivery/cac:PromisedDeliveryPeriod/cbc:EndDate"
            yield from (f"{_value(line, 'cbc:ID')}: {path}" for path in paths if not _value(line, path))


def _line_reference_missing(root):
    for line in root.findall("cac:OrderLine", NS):
        if not _value(line, "cac:OrderLineReference/cbc:LineID"):
            yield _value(line, "cac:LineItem/cbc:ID")


def _item_unnamed(root):
    for line in _lines(root):
        if not _value(line, "cac:Item/cbc:Name"):
            yield _value(line, "cbc:ID")


def _status_missing(root):
    for line in _lines(root):
        if not _value(line, "cbc:LineStatusCode"):
            yield _value(line, "cbc:ID")


def _endpoint_incomplete(root):
    for role in ("SellerSupplierParty", "BuyerCustomerParty"):
        node = root.find(f"cac:{role}/cac:Party/cbc:EndpointID", NS)
        if node is None or not node.get("schemeID"):
            yield role


def _decimal(text):
    try:
        number = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _day(text):
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        return None


PEPPOL = frozenset({Profile.T76, Profile.T116})
T116 = "PEPPOL-T116"
RULES = (
    Rule("COM-OR-01", "The root is an OrderResponse of UBL 2.", FATAL, _no_order_response),
    Rule("COM-OR-02", "Elements are known, and stand in the order of the UBL 2.1 schema.", FATAL, _wrong_order),
    Rule("COM-OR-03", "No element is empty.", FATAL, _empty),
    Rule(
        "COM-OR-04",
        "Number, date, code, currency and the number of the customer's order are stated.",
        FATAL,
        _missing(
            "cbc:ID",
            "cbc:IssueDate",
            "cbc:OrderResponseCode",
            "cbc:DocumentCurrencyCode",
            "cac:OrderReference/cbc:ID",
        ),
    ),
    Rule("COM-OR-05", "The customization is one of Peppol's two order responses, or none.", FATAL, _unknown_peppol),
    Rule(
        "COM-OR-06",
        "The response code is AB, AP, CA or RE.",
        FATAL,
        _code_outside("cbc:OrderResponseCode", RESPONSE_CODES),
    ),
    Rule(
        "COM-OR-07",
        "The line status is 1, 3, 5, 7 or 42.",
        FATAL,
        _code_outside("cac:OrderLine/cac:LineItem/cbc:LineStatusCode", LINE_CODES),
    ),
    Rule("COM-OR-08", "Every line has a status.", FATAL, _status_missing),
    Rule("COM-OR-09", "Currencies are codes of three letters.", FATAL, _currency_malformed),
    Rule("COM-OR-10", "Quantities and prices are numbers that are not negative.", FATAL, _number_malformed),
    Rule("COM-OR-11", "Quantities carry a known code of UN/ECE Recommendation 20.", FATAL, _unit_unknown),
    Rule("COM-OR-12", "Dates are dates.", FATAL, _date_malformed),
    Rule("COM-OR-13", "A line that is delivered says how much and until when.", WARNING, _promise_missing),
    Rule("COM-OR-14", "A line names the line of the order that it answers.", FATAL, _line_reference_missing),
    Rule("COM-OR-15", "Every item has a name.", FATAL, _item_unnamed),
    Rule("COM-OR-16", "Both parties have an electronic address with its scheme.", FATAL, _endpoint_incomplete, PEPPOL),
    Rule("COM-OR-17", "The process is the one of the customization.", FATAL, _wrong_identifiers, PEPPOL),
    Rule(
        f"{T116}-R001", "The buyer has its official name or an identifier.", FATAL, _party_unnamed("BuyerCustomerParty")
    ),
    Rule(
        f"{T116}-R002",
        "The seller has its official name or an identifier.",
        FATAL,
        _party_unnamed("SellerSupplierParty"),
    ),
    Rule(f"{T116}-R003", "Line numbers are stated and unique.", FATAL, _line_numbers_twice),
    Rule(f"{T116}-R004", "A delivery period does not end before it starts.", FATAL, _period_reversed),
    Rule(f"{T116}-R005", "There is a single currency.", FATAL, _other_currency),
    Rule(f"{T116}-R007", "CA, accepted with changes, has lines.", FATAL, _code_with_lines("CA", has_lines=False)),
    Rule(f"{T116}-R008", "AP, accepted, should have no lines.", WARNING, _code_with_lines("AP", has_lines=True)),
    Rule(f"{T116}-R009", "RE, rejected, should have no lines.", WARNING, _code_with_lines("RE", has_lines=True)),
    Rule(f"{T116}-R010", "AB, received, has no lines.", FATAL, _code_with_lines("AB", has_lines=True)),
)
