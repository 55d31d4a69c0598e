import doctest
from collections import Counter
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..logic import check, duplicates, framework, quotation, tax_identity
from ..logic.duplicates import is_near, normalized
from ..logic.quotation import Aspect, Head, Kind, Position, compare

# What customers type, and what is compared.
NUMBERS = [
    ("PO 4711", "4711"),
    ("po-4711", "4711"),
    ("P.O. No. 004711", "4711"),
    ("Purchase Order #4711", "4711"),
    ("Bestellnummer 4711", "4711"),
    ("４７１１", "4711"),
    ("٤٧١١", "4711"),
    ("Bestell-Nr. 4711", "4711"),
    ("Auftragsnummer 4711", "4711"),
    ("Commande N° 4711", "4711"),
    ("№4711", "4711"),
    ("4711-1", "47111"),
    ("AB/2026/0815", "ab20260815"),
    ("ab 20260815", "ab20260815"),
    ("Nordex 12", "nordex12"),
    ("PO", "po"),
    ("0", "0"),
    (" . ", ""),
    ("", ""),
]


def line(key, **vals):
    defaults = {"number": key, "item": 1, "name": "Pump", "quantity": 2, "unit": "Units", "price": 100}
    vals = {**defaults, **vals}
    for name in ("quantity", "price", "discount", "factor"):
        if name in vals:
            vals[name] = Decimal(vals[name])
    return Position(key=key, **vals)


@tagged("post_install", "-at_install")
class TestCheckLogic(BaseCase):
    def test_examples_of_the_docstrings_run(self):
        for module in (check, duplicates, framework, tax_identity):
            with self.subTest(module.__name__):
                result = doctest.testmod(module)
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)
        self.assertEqual(doctest.testmod(quotation).failed, 0)

    def test_numbers_are_compared_without_what_people_type_differently(self):
        for text, expected in NUMBERS:
            with self.subTest(text):
                self.assertEqual(normalized(text), expected)

    def test_nearly_the_same_needs_the_total_and_most_lines(self):
        lines = Counter({(number, "2.00"): 1 for number in range(10)})
        nine = lines - Counter({(0, "2.00"): 1})
        five = Counter({(number, "2.00"): 1 for number in range(5)})
        hundred, one = Decimal(100), Decimal(1)
        self.assertTrue(is_near(lines, lines, hundred, hundred, one))
        self.assertTrue(is_near(lines, nine, hundred, Decimal(99), one))
        self.assertFalse(is_near(lines, nine, hundred, Decimal("98.9"), one))
        self.assertFalse(is_near(lines, five, hundred, hundred, one))
        self.assertFalse(is_near(lines, Counter(), hundred, hundred, one))

    def test_equal_quantities_in_other_units_are_equal(self):
        offered = line(1, quantity=24, price=10)
        ordered = line(2, quantity=2, price=120, unit="Dozens", factor=12)
        self.assertTrue(compare([offered], [ordered]).is_equal)

    def test_each_difference_is_named_with_both_sides(self):
        [found] = compare([line(1, taxes=("A",))], [line(2, quantity=3, price=95, discount=5)]).lines
        self.assertEqual(found.kind, Kind.CHANGED)
        self.assertEqual(
            found.changes,
            (
                (Aspect.QUANTITY, "2 Units", "3 Units"),
                (Aspect.PRICE, "100", "95"),
                (Aspect.DISCOUNT, "0 %", "5 %"),
                (Aspect.TAXES, "A", ""),
            ),
        )

    def test_what_is_left_over_is_missing_or_added(self):
        comparison = compare([line(1), line(2, item=2)], [line(3), line(4, item=3)])
        self.assertEqual([found.kind for found in comparison.lines], [Kind.EQUAL, Kind.ADDED, Kind.MISSING])

    def test_lines_of_one_product_meet_where_they_differ_least(self):
        comparison = compare([line(1, price=90), line(2)], [line(3), line(4, price=90)])
        self.assertTrue(comparison.is_equal)
        self.assertEqual([found.offered.key for found in comparison.lines], [2, 1])

    def test_custom_items_meet_by_their_words(self):
        offered = [line(1, item=None, name="Flange A"), line(2, item=None, name="Flange B")]
        ordered = [line(3, item=None, name="Flange  B"), line(4, item=None, name="Flange C")]
        comparison = compare(offered, ordered)
        self.assertEqual([found.kind for found in comparison.lines], [Kind.EQUAL, Kind.CHANGED])
        self.assertEqual(comparison.lines[1].changes, ((Aspect.DESCRIPTION, "Flange A", "Flange C"),))

    def test_terms_are_compared_and_free_text_is_not_sealed(self):
        quoted = Head(name="S1", terms={Aspect.CURRENCY: "EUR", Aspect.DELIVERY_ADDRESS: "Pat Buyer"})
        ordered = Head(name="CO1", terms={Aspect.CURRENCY: "USD", Aspect.DELIVERY_ADDRESS: "Lee Buyer"})
        comparison = compare([], [line(1, item=None, name="For Pat")], [(quoted, ordered)])
        self.assertFalse(comparison.is_equal)
        self.assertEqual(
            comparison.as_texts(),
            ["S1/currency: EUR → USD", "S1/delivery_address", "added line 1: 2 Units at 100"],
        )
