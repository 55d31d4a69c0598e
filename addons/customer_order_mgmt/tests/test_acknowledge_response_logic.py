import doctest
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from lxml import etree
from odoo.tests import BaseCase

from ..logic import order_response, order_response_rules
from ..logic.order_response import OrderResponse, Profile, ResponseLine, ResponseParty, build
from ..logic.order_response_rules import RULES, check, fatal

GOLDEN = Path(__file__).parent / "data" / "order_response_ca.xml"
SELLER = ResponseParty(name="Northern Pumps Ltd", endpoint="7300010000001", endpoint_scheme="0088")
BUYER = ResponseParty(name="Aqua Works", endpoint="7300010000018", endpoint_scheme="0088")
PUMP = ResponseLine(
    number="1",
    status="3",
    order_line="1",
    name="Pump P1 — ½″ <stainless>",
    quantity=Decimal("4.00"),
    unit_code="C62",
    price=Decimal("95.50"),
    promised_date=date(2027, 3, 8),
    buyers_item="AQ-77",
    sellers_item="P1",
)
VALVE = ResponseLine(number="2", status="7", order_line="2", name="Valve V1", note="No longer made")
CHANGED = OrderResponse(
    profile=Profile.T116,
    number="CO00042/A1",
    sales_order="CO00042",
    issue_date=date(2027, 1, 12),
    code="CA",
    currency="EUR",
    order_number="PO 4711",
    note="Payment Terms: 30 Days instead of 60 Days",
    seller=SELLER,
    buyer=BUYER,
    lines=(PUMP, VALVE),
)


class TestAcknowledgeResponseLogic(BaseCase):
    def _rules(self, response):
        return {finding.rule for finding in check(build(response))}

    def test_doctests(self):
        for module in (order_response, order_response_rules):
            self.assertFalse(doctest.testmod(module).failed)
        self.assertGreater(doctest.testmod(order_response).attempted, 0)

    def test_golden_document(self):
        """Made-up data; the bytes must not change unnoticed."""
        self.assertEqual(build(CHANGED).decode(), GOLDEN.read_text(encoding="utf-8"))
        self.assertEqual(build(CHANGED), build(replace(CHANGED)))
        self.assertFalse(check(build(CHANGED)))

    def test_codes_and_lines(self):
        """Golden: CA without lines and AB with lines are fatal; AP and RE with lines are warnings (R007 to R010)."""
        cases = {
            ("CA", True): (None, None),
            ("CA", False): ("PEPPOL-T116-R007", "fatal"),
            ("AB", False): (None, None),
            ("AB", True): ("PEPPOL-T116-R010", "fatal"),
            ("AP", True): ("PEPPOL-T116-R008", "warning"),
            ("RE", True): ("PEPPOL-T116-R009", "warning"),
        }
        for (code, has_lines), (rule, severity) in cases.items():
            with self.subTest(code=code, has_lines=has_lines):
                findings = check(build(replace(CHANGED, code=code, lines=CHANGED.lines if has_lines else ())))
                self.assertEqual([(f.rule, f.severity) for f in findings], [(rule, severity)] if rule else [])

    def test_the_other_transaction_names_its_own_rules(self):
        self.assertEqual(self._rules(replace(CHANGED, profile=Profile.T76, lines=())), {"PEPPOL-T76-R007"})

    def test_every_breach_is_named(self):
        cases = {
            "COM-OR-04": {"order_number": ""},
            "COM-OR-06": {"code": "XX"},
            "COM-OR-07": {"lines": (replace(PUMP, status="9"),)},
            "COM-OR-09": {"currency": "Euro"},
            "COM-OR-10": {"lines": (replace(PUMP, quantity=Decimal(-1)),)},
            "COM-OR-11": {"lines": (replace(PUMP, unit_code="Pallet"),)},
            "COM-OR-13": {"lines": (replace(PUMP, promised_date=None),)},
            "COM-OR-14": {"lines": (replace(PUMP, order_line=""),)},
            "COM-OR-15": {"lines": (replace(PUMP, name=""),)},
            "COM-OR-16": {"buyer": replace(BUYER, endpoint_scheme="")},
            "PEPPOL-T116-R001": {"buyer": replace(BUYER, name="")},
            "PEPPOL-T116-R002": {"seller": replace(SELLER, name="")},
            "PEPPOL-T116-R003": {"lines": (PUMP, replace(PUMP, status="5"))},
        }
        for rule, change in cases.items():
            with self.subTest(rule):
                self.assertIn(rule, self._rules(replace(CHANGED, **change)))

    def test_documents_of_others_are_checked_too(self):
        text = build(CHANGED).decode()
        cases = {
            "COM-OR-01": ("OrderResponse-2", "Order-2"),
            "COM-OR-02": ("<cbc:IssueDate>2027-01-12</cbc:IssueDate>", "<cbc:Extra>1</cbc:Extra>"),
            "COM-OR-03": (">PO 4711<", "><"),
            "COM-OR-05": ("order_response_advanced:3", "order_answer:3"),
            "COM-OR-08": ("<cbc:LineStatusCode>3</cbc:LineStatusCode>", ""),
            "COM-OR-12": ("2027-03-08", "8 March"),
            "COM-OR-17": ("bis:advanced_ordering:3", "bis:billing:3"),
            "PEPPOL-T116-R004": ("<cbc:StartDate>2027-03-08", "<cbc:StartDate>2027-03-09"),
            "PEPPOL-T116-R005": ('currencyID="EUR"', 'currencyID="USD"'),
        }
        for rule, (old, new) in cases.items():
            with self.subTest(rule):
                self.assertIn(rule, {finding.rule for finding in check(text.replace(old, new).encode())})

    def test_characters_that_xml_has_not_are_left_out(self):
        document = build(replace(CHANGED, note="Crane\x0b at\x1f gate 4"))
        self.assertIn(b"Crane at gate 4", document)

    def test_numbers_and_dates_are_written_as_xml_schema_writes_them(self):
        text = build(CHANGED).decode()
        cases = {
            "COM-OR-10": (">4<", ">5E0<", ">1_0<", ">NaN<", "> <"),
            "COM-OR-12": (">2027-03-08<", ">20270308<", ">2027-W10-1<", ">2027-02-30<"),
        }
        for rule, (right, *wrong) in cases.items():
            self.assertIn(right, text)
            for other in wrong:
                with self.subTest(rule, written=other):
                    self.assertIn(rule, {finding.rule for finding in check(text.replace(right, other).encode())})

    def test_each_rule_has_a_test(self):
        text = Path(__file__).read_text(encoding="utf-8")
        for rule in RULES:
            with self.subTest(rule.id):
                self.assertIn(rule.id, text)

    def test_order_of_elements(self):
        root = etree.fromstring(build(CHANGED))
        root.append(root[0])
        self.assertIn("COM-OR-02", {finding.rule for finding in fatal(check(etree.tostring(root)))})

    def test_plain_ubl_needs_no_electronic_addresses(self):
        bare = replace(CHANGED, profile=Profile.UBL, buyer=ResponseParty(name="Aqua"), seller=ResponseParty(name="N"))
        self.assertFalse(check(build(bare)))
        self.assertIn("COM-OR-16", self._rules(replace(bare, profile=Profile.T76)))

    def test_what_is_no_xml(self):
        for document in (b"", b"<a>", b"\x00\xff"):
            with self.subTest(document), self.assertRaises(ValueError):
                check(document)

    def test_entities_are_not_read(self):
        document = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
        self.assertTrue(fatal(check(document)))
