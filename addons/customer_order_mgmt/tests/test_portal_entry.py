import random
from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..exceptions import DraftRefused
from ..logic.entry import EntryFault, Limits, Locale, read_entries
from ..logic.upload import clean_name, file_fault
from .common_portal import PortalOrderCommon

ENGLISH = Locale(".", ",", "%m/%d/%Y")
GERMAN = Locale(",", ".", "%d.%m.%Y")
LIMITS = Limits(digits=2, today=date(2027, 1, 4))


@tagged("post_install", "-at_install")
class TestEntryLogic(BaseCase):
    def test_rows_as_spreadsheets_and_people_write_them(self):
        cases = {
            "P1\t5": ("P1", Decimal(5), None),
            "P1;1,5;2027-03-01": ("P1", Decimal("1.5"), date(2027, 3, 1)),
            "P1   12  01.03.2027": ("P1", Decimal(12), date(2027, 3, 1)),
            '"P 1"\t"1.000"': ("P 1", Decimal(1000), None),
            "P1;1 000": ("P1", Decimal(1000), None),
        }
        for text, expected in cases.items():
            with self.subTest(text):
                [entry] = read_entries(text, GERMAN, LIMITS)
                self.assertEqual((entry.code, entry.quantity, entry.day), expected)
                self.assertFalse(entry.faults)

    def test_faults(self):
        cases = {
            "P1": EntryFault.QUANTITY_MISSING,
            ";5": EntryFault.CODE_MISSING,
            "P1;some5": EntryFault.QUANTITY_UNREAD,
            "P1;=1+1": EntryFault.QUANTITY_UNREAD,
            "P1;١٢": EntryFault.QUANTITY_UNREAD,
            "P1;-5": EntryFault.QUANTITY_NOT_POSITIVE,
            "P1;99999999999": EntryFault.QUANTITY_TOO_LARGE,
            "P1;0.001": EntryFault.QUANTITY_TOO_FINE,
            "P1;5;31/31/2027": EntryFault.DAY_UNREAD,
            "P1;5;2027-01-03": EntryFault.DAY_PAST,
            "P1;5;2199-01-03": EntryFault.DAY_TOO_FAR,
        }
        for text, fault in cases.items():
            with self.subTest(text):
                [entry] = read_entries(text, ENGLISH, LIMITS)
                self.assertEqual(entry.faults, (fault,))

    def test_nonsense_is_answered_row_by_row(self):
        source = random.Random(4)
        good = "Code;Quantity;Date\nP1;5;2027-03-01\nV1;1,000.5\nP2\t7\n"
        for _round in range(2000):
            text = list(good)
            for _slip in range(source.randint(1, 8)):
                text[source.randrange(len(text))] = chr(source.choice((0, 9, 10, 34, 45, 59, 0x202E, 0x1F600, 0x661)))
            for entry in read_entries("".join(text), ENGLISH, LIMITS):
                if not entry.faults:
                    self.assertTrue(entry.code and 0 < entry.quantity <= 1_000_000)
            clean_name("".join(text))
            file_fault("".join(text), len(text), "".join(text).encode()[:64])


@tagged("post_install", "-at_install")
class TestPortalEntry(PortalOrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.valve.barcode = "4006381333931"
        cls.env["customer.order.product.code"].sudo().create(
            {"company_id": cls.company.id, "partner_id": cls.customer.id, "code": "AQ 77", "product_id": cls.pump.id}
        )

    def test_items_are_meant_by_our_code_barcode_or_own_code(self):
        draft = self._create_draft(rows=[(self.valve.id, 1, False)])
        added = draft._portal_add_entries("Code\tQuantity\np1\t2\n4006381333931\t4\nAQ 77\t1\t2035-03-01")
        self.assertEqual(added, 3)
        lines = [(line.product_id, line.quantity) for line in draft.sudo().line_ids.sorted()]
        self.assertCountEqual(lines, [(self.valve, 5.0), (self.pump, 2.0), (self.pump, 1.0)])
        self.assertEqual(set(draft.sudo().line_ids.mapped("customer_product_code")), {False, "AQ 77"})

    def test_each_row_has_its_sentence_and_nothing_is_added_by_halves(self):
        draft = self._create_draft(rows=[(self.valve.id, 1, False)])
        text = "P1;2\nXX;1\nH1;1\n%;1\nV1;many2"
        rows = draft._portal_read_entries(text)
        self.assertEqual([row.product for row in rows[:2]], [self.pump, self.pump.browse()])
        sentences = [" ".join(row.sentences) for row in rows]
        self.assertFalse(sentences[0])
        for sentence in sentences[1:4]:
            self.assertIn("not in our list", sentence)
        self.assertIn("not a number", sentences[4])
        with self.assertRaisesRegex(DraftRefused, "Nothing was added"):
            draft._portal_add_entries(text)
        self.assertEqual(len(draft.sudo().line_ids), 1)
        self.assertEqual(draft._portal_add_entries(text, valid_only=True), 1)
        self.assertEqual(draft.sudo().line_ids.product_id, self.valve | self.pump)

    def test_code_of_two_items_is_not_guessed(self):
        self.valve.default_code = "P1"
        [row] = self._create_draft()._portal_read_entries("P1;2")
        self.assertIn("several items", row.sentences[0])

    def test_too_much_at_once_is_refused(self):
        draft = self._create_draft()
        for text, sentence in (("P1;1\n" * 600, "at most 500 rows"), ("x" * 200_000, "in parts"), (" \n ", "per row")):
            with self.subTest(sentence), self.assertRaisesRegex(DraftRefused, sentence):
                draft._portal_read_entries(text)

    def test_another_customers_code_means_nothing(self):
        draft = self._create_draft(self.rob)
        [row] = draft._portal_read_entries("AQ 77;1")
        self.assertTrue(row.sentences)
