import doctest
from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..logic import application, case_folder, checklist, document_file, portal_entry
from ..logic.application import MOVES, Answer, Fault, approval_faults, may_move, submission_faults
from ..logic.case_folder import Document, Folder, Screened, folder_hash, folder_text
from ..logic.checklist import Applicant, Paper, PaperFault, Row, applies, expiry_of, paper_fault
from ..logic.document_file import MAX_BYTES, clean_name, file_fault
from ..logic.portal_entry import EntryFault, EntryUnread, read_amount, read_share, read_text

DAY = date(2026, 3, 1)


@tagged("at_install")
class TestApplicationLogic(BaseCase):
    def test_examples_in_the_docstrings_hold(self):
        for module in (application, case_folder, checklist, document_file, portal_entry):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 0, module.__name__)
            self.assertEqual(result.failed, 0, module.__name__)

    # The checklist

    def test_row_is_asked_of_whom_it_names(self):
        applicant = Applicant("corporate", "DE", Decimal(1000))
        cases = [
            (Row(1), True),
            (Row(1, segment="corporate"), True),
            (Row(1, segment="consumer"), False),
            (Row(1, countries=frozenset({"DE", "FR"})), True),
            (Row(1, countries=frozenset({"FR"})), False),
            (Row(1, amount_from=Decimal(1000)), True),
            (Row(1, amount_from=Decimal("1000.01")), False),
        ]
        for row, asked in cases:
            self.assertEqual(applies(row, applicant), asked, row)

    def test_who_has_no_segment_or_country_is_asked_what_everybody_is_asked(self):
        nobody = Applicant(None, None, Decimal(0))
        self.assertTrue(applies(Row(1), nobody))
        self.assertFalse(applies(Row(1, segment="small"), nobody))
        self.assertFalse(applies(Row(1, countries=frozenset({"DE"})), nobody))

    def test_document_counts_until_its_last_day(self):
        self.assertIsNone(paper_fault([Paper("accepted", DAY)], DAY))
        self.assertEqual(paper_fault([Paper("accepted", DAY)], date(2026, 3, 2)), PaperFault.EXPIRED)
        self.assertEqual(paper_fault([Paper("received", None, must_expire=True)], DAY), PaperFault.UNDATED)
        self.assertIsNone(paper_fault([Paper("rejected"), Paper("received")], DAY))
        self.assertEqual(paper_fault([Paper("rejected"), Paper("accepted", date(2025, 1, 1))], DAY), PaperFault.EXPIRED)
        self.assertEqual(paper_fault([], DAY), PaperFault.MISSING)

    def test_months_end_where_the_month_ends(self):
        cases = [
            (date(2024, 2, 29), 12, date(2025, 2, 28)),
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2026, 12, 31), 2, date(2027, 2, 28)),
            (date(2026, 5, 15), 0, date(2026, 5, 15)),
            (date(2026, 5, 15), 24, date(2028, 5, 15)),
        ]
        for issued, months, expiry in cases:
            self.assertEqual(expiry_of(issued, months), expiry)

    # The course

    def test_decided_applications_do_not_move(self):
        for state in ("approved", "refused", "withdrawn"):
            self.assertFalse(any(may_move(state, other) for other in (*MOVES, "approved", "refused", "withdrawn")))

    def test_nothing_is_decided_without_a_recommendation(self):
        self.assertEqual([state for state in MOVES if may_move(state, "approved")], ["recommended"])
        self.assertEqual([state for state in MOVES if may_move(state, "refused")], ["recommended"])

    def test_only_what_the_customer_owes_keeps_it_from_submitting(self):
        rows = (
            Answer("Theirs", True, True, False),
            Answer("Optional", False, True, False),
            Answer("Ours", True, False, False),
            Answer("Given", True, True, True),
        )
        self.assertEqual([finding.value for finding in submission_faults(Decimal(5), rows)], ["Theirs"])

    def test_approval_needs_every_required_row_accepted_and_a_clear_screening(self):
        rows = (
            Answer("Missing", True, False, False),
            Answer("Unchecked", True, True, True),
            Answer("Rejected", True, True, True, "rejected"),
            Answer("Fine", True, True, True, "accepted"),
            Answer("Optional", False, True, True, "rejected"),
        )
        faults = [Fault.ROW, Fault.ROW_UNCHECKED, Fault.ROW_REJECTED]
        self.assertEqual([finding.fault for finding in approval_faults(rows, "clear")], faults)
        for screening, fault in (
            ("hit", Fault.HIT_OPEN),
            ("restricted", Fault.RESTRICTED),
            ("none", Fault.NOT_SCREENED),
        ):
            self.assertEqual([finding.fault for finding in approval_faults((), screening)], [fault])
        self.assertEqual(approval_faults((), "off"), [])

    # The folder

    def test_folder_is_the_same_text_whatever_the_order_it_was_filled_in(self):
        one = Folder("CA1", "Aqua", {"amount": "1.00", "term": "30"}, screening=(Screened("EU", "1", "a" * 64),))
        other = Folder("CA1", "Aqua", {"term": "30", "amount": "1.00"}, screening=(Screened("EU", "1", "a" * 64),))
        self.assertEqual(folder_text(one), folder_text(other))
        changed = Folder("CA1", "Aqua", {"amount": "1.01", "term": "30"}, screening=one.screening)
        self.assertNotEqual(folder_hash(folder_text(one)), folder_hash(folder_text(changed)))

    def test_folder_keeps_its_hash(self):
        """A golden value: what was frozen with the first release must be found unchanged by every later one."""
        folder = Folder("CA00001", "Aqua Wörks", {"amount": "5000.00"}, (Document("Register", "0" * 64, "2027-01-01"),))
        golden = "dc0ff8f90c4c68cc8368694418e5383c3619279baaf994a3c65a59f9ab804609"
        self.assertEqual(folder_hash(folder_text(folder)), golden)

    def test_folder_refuses_floats(self):
        for value in (0.1, float("nan"), [1, {"x": 2.0}]):
            with self.assertRaises(TypeError):
                folder_text(Folder("CA1", "Aqua", {"value": value}))

    # Files

    def test_files_are_what_they_say(self):
        good = {
            "a.PDF": b"%PDF-1.4",
            "a.jpeg": b"\xff\xd8\xff\xe0",
            "a.xlsx": b"PK\x03\x04",
            "a.png": b"\x89PNG\r\n\x1a\n",
        }
        for name, start in good.items():
            self.assertIsNone(file_fault(name, len(start), start), name)
        bad = [
            ("a.html", b"<html>", "type"),
            ("a.svg", b"<svg>", "type"),
            ("pdf", b"%PDF-", "type"),
            ("a.pdf", b"MZ\x90", "content"),
            ("a.pdf.exe", b"%PDF-", "type"),
            ("a.png", b"<svg>", "content"),
        ]
        for name, start, fault in bad:
            self.assertEqual(file_fault(name, len(start), start), fault, name)
        self.assertEqual(file_fault("a.pdf", MAX_BYTES + 1, b"%PDF-"), "size")

    def test_names_are_cleaned(self):
        for name, clean in (("C:\\x\\a.pdf", "a.pdf"), ("a\u202eb.pdf", "ab.pdf"), ("", "file"), (".pdf", ".pdf")):
            self.assertEqual(clean_name(name), clean)

    # What customers type

    def test_amounts_are_read_in_the_customers_language_and_as_browsers_send_them(self):
        english, german, french = (".", ","), (",", "."), (",", "\u202f")
        cases = [
            ("4,000.50", english, 4000.5),
            ("4.000,50", german, 4000.5),
            ("4000.50", german, 4000.5),
            ("4.000", german, 4000.0),
            ("4\u202f000,5", french, 4000.5),
            ("€ 12", english, 12.0),
            ("0", english, 0.0),
            (None, english, 0.0),
            ("1,00,000", english, 100000.0),
            ("1.234.567,8", german, 1234567.8),
        ]
        for entered, locale, amount in cases:
            self.assertEqual(read_amount(entered, locale), amount, entered)

    def test_what_is_no_amount_is_refused(self):
        cases = [
            ("abc", EntryFault.NUMBER),
            ("1e300", EntryFault.NUMBER),
            ("NaN", EntryFault.NUMBER),
            ("inf", EntryFault.NUMBER),
            ("1.2.3", EntryFault.NUMBER),
            ("12,50", EntryFault.NUMBER),
            ("1,2345", EntryFault.NUMBER),
            ("1,2,345,67", EntryFault.NUMBER),
            ("٤٧", EntryFault.NUMBER),
            ("-5", EntryFault.NEGATIVE),
            ("9" * 13, EntryFault.TOO_LARGE),
            ("9" * 400, EntryFault.NUMBER),
        ]
        for entered, fault in cases:
            with self.subTest(entered[:10]), self.assertRaises(EntryUnread) as caught:
                read_amount(entered, (".", ","))
            self.assertEqual(caught.exception.fault, fault, entered[:10])
        with self.assertRaises(EntryUnread):
            read_share("100.01", (".", ","))
        with self.assertRaises(EntryUnread):
            read_text("x" * 21, 20)
