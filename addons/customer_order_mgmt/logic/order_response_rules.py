"""What an OrderResponse is checked for before it leaves: a table of rules, each with its id, text and severity.

Rules with the ids of Peppol (T116, which T76 has under the same numbers) say what the published rules of Peppol BIS 3
say in ``PEPPOL-M-T116.sch``. Rules of our own, ``COM-…``, check the order of elements, what is mandatory, and codes.
This table is what is checked. It is neither the whole schema nor the whole rule set of Peppol.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree

from . import order_response_checks as checks
from .order_response import Profile

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
    profile = checks.profile_of(root)
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


PEPPOL = frozenset({Profile.T76, Profile.T116})
T116 = "PEPPOL-T116"
RULES = (
    Rule("COM-OR-01", "The root is an OrderResponse of UBL 2.", FATAL, checks.no_order_response),
    Rule("COM-OR-02", "Elements are known, and stand in the order of the UBL 2.1 schema.", FATAL, checks.wrong_order),
    Rule("COM-OR-03", "No element is empty.", FATAL, checks.empty),
    Rule(
        "COM-OR-04",
        "Number, date, code, currency and the number of the customer's order are stated.",
        FATAL,
        checks.missing(
            "cbc:ID",
            "cbc:IssueDate",
            "cbc:OrderResponseCode",
            "cbc:DocumentCurrencyCode",
            "cac:OrderReference/cbc:ID",
        ),
    ),
    Rule(
        "COM-OR-05", "The customization is one of Peppol's two order responses, or none.", FATAL, checks.unknown_peppol
    ),
    Rule(
        "COM-OR-06",
        "The response code is AB, AP, CA or RE.",
        FATAL,
        checks.code_outside("cbc:OrderResponseCode", RESPONSE_CODES),
    ),
    Rule(
        "COM-OR-07",
        "The line status is 1, 3, 5, 7 or 42.",
        FATAL,
        checks.code_outside("cac:OrderLine/cac:LineItem/cbc:LineStatusCode", LINE_CODES),
    ),
    Rule("COM-OR-08", "Every line has a status.", FATAL, checks.status_missing),
    Rule("COM-OR-09", "Currencies are codes of three letters.", FATAL, checks.currency_malformed),
    Rule("COM-OR-10", "Quantities and prices are numbers that are not negative.", FATAL, checks.number_malformed),
    Rule("COM-OR-11", "Quantities carry a known code of UN/ECE Recommendation 20.", FATAL, checks.unit_unknown),
    Rule("COM-OR-12", "Dates are dates.", FATAL, checks.date_malformed),
    Rule("COM-OR-13", "A line that is delivered says how much and until when.", WARNING, checks.promise_missing),
    Rule("COM-OR-14", "A line names the line of the order that it answers.", FATAL, checks.line_reference_missing),
    Rule("COM-OR-15", "Every item has a name.", FATAL, checks.item_unnamed),
    Rule(
        "COM-OR-16",
        "Both parties have an electronic address with its scheme.",
        FATAL,
        checks.endpoint_incomplete,
        PEPPOL,
    ),
    Rule("COM-OR-17", "The process is the one of the customization.", FATAL, checks.wrong_identifiers, PEPPOL),
    Rule(
        f"{T116}-R001",
        "The buyer has its official name or an identifier.",
        FATAL,
        checks.party_unnamed("BuyerCustomerParty"),
    ),
    Rule(
        f"{T116}-R002",
        "The seller has its official name or an identifier.",
        FATAL,
        checks.party_unnamed("SellerSupplierParty"),
    ),
    Rule(f"{T116}-R003", "Line numbers are stated and unique.", FATAL, checks.line_numbers_twice),
    Rule(f"{T116}-R004", "A delivery period does not end before it starts.", FATAL, checks.period_reversed),
    Rule(f"{T116}-R005", "There is a single currency.", FATAL, checks.other_currency),
    Rule(f"{T116}-R007", "CA, accepted with changes, has lines.", FATAL, checks.code_with_lines("CA", has_lines=False)),
    Rule(f"{T116}-R008", "AP, accepted, should have no lines.", WARNING, checks.code_with_lines("AP", has_lines=True)),
    Rule(f"{T116}-R009", "RE, rejected, should have no lines.", WARNING, checks.code_with_lines("RE", has_lines=True)),
    Rule(f"{T116}-R010", "AB, received, has no lines.", FATAL, checks.code_with_lines("AB", has_lines=True)),
)
