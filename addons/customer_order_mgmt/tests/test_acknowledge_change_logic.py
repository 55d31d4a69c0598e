import doctest
import random
from datetime import date
from decimal import Decimal
from pathlib import Path

from odoo.tests import BaseCase

from ..logic import order_change_reading
from ..logic.capture import CapturedLine, ProblemCode
from ..logic.file_refusal import FileFault, FileUnreadable
from ..logic.order_change import ChangedLine, ChangeFault, ChangeRefused, LineAction, OrderedLine, match
from ..logic.order_change_reading import is_order_change, parse

DATA = Path(__file__).parent / "data"
CHANGE = (DATA / "order_change.xml").read_bytes()
CANCELLATION = (DATA / "order_cancellation.xml").read_bytes()


class TestAcknowledgeChangeLogic(BaseCase):
    def _faults(self, content):
        with self.assertRaises(ChangeRefused) as refusal:
            parse(content)
        return {fault.fault for fault in refusal.exception.faults}

    def test_doctests(self):
        result = doctest.testmod(order_change_reading)
        self.assertTrue(result.attempted and not result.failed)

    def test_change_is_read(self):
        change = parse(CHANGE)
        self.assertEqual(
            (change.number, change.order_number, change.issue_date), ("CH-1", "PO 4711", date(2027, 1, 20))
        )
        self.assertEqual((change.buyer.name, change.buyer.endpoint), ("Aqua Works", "7300010000018"))
        self.assertEqual([line.action for line in change.lines], ["3", "2", "1"])
        pump = change.lines[0].captured
        self.assertEqual((pump.quantity, pump.price_unit), (Decimal(5), Decimal(95)))
        self.assertEqual(pump.requested_date, date(2027, 3, 22))
        self.assertFalse(change.problems())

    def test_namespaces_prefixes_and_envelopes_are_no_matter(self):
        change = parse(CHANGE)
        text = CHANGE.decode().partition("?>")[2]
        prefixed = text.replace("<OrderChange xmlns=", "<ns-0:OrderChange xmlns:ns-0=").replace(
            "</OrderC", "</ns-0:OrderC"
        )
        header = "<s:StandardBusinessDocumentHeader>" + "<s:Type>OrderChange</s:Type>" * 200
        header += "</s:StandardBusinessDocumentHeader>"
        cases = {
            "prefix": prefixed,
            "other prefixes": text.replace("cbc:", "b:")
            .replace(":cbc", ":b")
            .replace("cac:", "a.a:")
            .replace(":cac", ":a.a"),
            "envelope": f"<s:StandardBusinessDocument xmlns:s='urn:s'>{header}{text}</s:StandardBusinessDocument>",
        }
        for case, document in cases.items():
            with self.subTest(case):
                self.assertTrue(is_order_change(document.encode()))
                self.assertEqual(parse(document.encode()), change)

    def test_cancellation_is_read(self):
        change = parse(CANCELLATION)
        self.assertEqual((change.kind, change.note), ("OrderCancellation", "The project was stopped."))

    def test_a_line_that_is_there_need_not_say_everything(self):
        self.assertFalse(parse(CHANGE.replace(b'<cbc:Quantity unitCode="C62">5</cbc:Quantity>', b"")).problems())
        new = parse(CHANGE.replace(b'<cbc:Quantity unitCode="C62">4</cbc:Quantity>', b""))
        self.assertEqual([problem.code for problem in new.problems()], [ProblemCode.QUANTITY_MISSING])

    def test_faults_are_named(self):
        cases = {
            ChangeFault.NO_NUMBER: (b"<cbc:ID>CH-1</cbc:ID>", b""),
            ChangeFault.NO_REFERENCE: (b"<cbc:ID>PO 4711</cbc:ID>", b""),
            ChangeFault.ACTION_UNKNOWN: (b"<cbc:LineStatusCode>2<", b"<cbc:LineStatusCode>5<"),
            ChangeFault.NUMBER_MALFORMED: (b">5</cbc:Quantity>", b">five</cbc:Quantity>"),
            ChangeFault.DATE_MALFORMED: (b"2027-03-22", b"2027-02-30"),
            ChangeFault.LINE_TWICE: (b"<cbc:ID>2</cbc:ID>", b"<cbc:ID>1</cbc:ID>"),
            ChangeFault.TEXT_TOO_LONG: (b"PO 4711", b"P" * 300),
        }
        for fault, (old, new) in cases.items():
            with self.subTest(fault):
                self.assertIn(fault, self._faults(CHANGE.replace(old, new)))

    def test_numbers_that_no_order_has(self):
        cases = {
            ProblemCode.QUANTITY_NOT_POSITIVE: b"-5",
            ProblemCode.QUANTITY_TOO_LARGE: b"9" * 20,
        }
        for code, number in cases.items():
            with self.subTest(code):
                change = parse(CHANGE.replace(b">5</cbc:Quantity>", b">%s</cbc:Quantity>" % number))
                self.assertIn(code, [problem.code for problem in change.problems()])

    def test_other_documents_are_no_changes(self):
        self.assertIn(ChangeFault.NO_REFERENCE, self._faults(b"<Invoice/>"))

    def test_hostile_documents(self):
        bomb = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><OrderChange>&b;</OrderChange>'
        leak = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><OrderChange>&x;</OrderChange>'
        for content, fault in ((bomb, FileFault.ENTITIES), (leak, FileFault.ENTITIES), (b"<a", FileFault.DAMAGED)):
            with self.subTest(content), self.assertRaises(FileUnreadable) as refusal:
                parse(content)
            self.assertEqual(refusal.exception.fault, fault)
        for content in (
            b"",
            b"\x00" * 99,
            b"\xff\xfe<",
            b"<a>" * 5000,
            b"PK\x03\x04",
            CHANGE.decode().encode("utf-16"),
        ):
            with self.subTest(content[:9]):
                self._read_or_refuse(content)

    def _read_or_refuse(self, content):
        try:
            parse(content).problems()
        except (FileUnreadable, ChangeRefused):
            return

    def test_two_thousand_mutations_end_in_a_sentence(self):
        rng = random.Random(20270120)
        parts = (
            b"<",
            b">",
            b"&",
            b"\x00",
            b"\xc3",
            b"9" * 40,
            b"-",
            b"]]>",
            b"<cbc:ID>",
            b"</cac:LineItem>",
            b"NaN",
            b"1e9",
        )
        for _turn in range(2000):
            content = bytearray(rng.choice((CHANGE, CANCELLATION)))
            for _change in range(rng.randint(1, 4)):
                place = rng.randrange(len(content))
                content[place : place + rng.randint(0, 30)] = rng.choice(parts)
            self._read_or_refuse(bytes(content))

    def _line(self, number, action=LineAction.CHANGE, **captured):
        return ChangedLine(number=number, action=action, captured=CapturedLine(position=1, **captured))

    def test_lines_are_found_by_item_before_number(self):
        lines = [OrderedLine(11, 1, "P1", "AQ-1"), OrderedLine(12, 2, "V1", ""), OrderedLine(13, 3, "P1", "AQ-1")]
        cases = {
            "item": (self._line("20", product_code="V1"), 12),
            "item and number": (self._line("3", product_code="P1"), 13),
            "their code": (self._line("1", customer_product_code="AQ-1"), 11),
            "number alone": (self._line("2", description="Valve"), 12),
        }
        for case, (change, key) in cases.items():
            with self.subTest(case):
                self.assertEqual(match([change], lines), {change.number: key})

    def test_lines_that_are_not_there_are_refused(self):
        lines = [OrderedLine(11, 1, "P1", ""), OrderedLine(12, 2, "V1", "")]
        cases = {
            "another item at that number": self._line("1", product_code="X9"),
            "no such number": self._line("7", description="Pump"),
            "to be deleted": self._line("7", LineAction.REMOVE),
        }
        for case, change in cases.items():
            with self.subTest(case), self.assertRaises(ChangeRefused) as refusal:
                match([change], lines)
            self.assertEqual(refusal.exception.faults[0].fault, ChangeFault.LINE_UNKNOWN)
        with self.assertRaises(ChangeRefused):
            match([self._line("1"), self._line("9", product_code="P1")], lines)
        self.assertFalse(match([self._line("7", LineAction.UNSAID)], lines), "Without a status it is a new line")
