import doctest
from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase

from ..logic import acknowledgement
from ..logic.acknowledgement import LineStatus, Promise, broken_rule, choose_code, compare, head_changes, wishes_of

PUMP = Promise(position=1, key=11, product_code="P1", name="Pump", quantity=Decimal(5), price_unit=Decimal("9.5"))
VALVE = Promise(position=2, key=12, product_code="V1", name="Valve", quantity=Decimal(1), price_unit=Decimal(4))


class TestAcknowledgeLogic(BaseCase):
    def test_doctests(self):
        self.assertGreater(doctest.testmod(acknowledgement).attempted, 0)
        self.assertFalse(doctest.testmod(acknowledgement).failed)

    def test_codes_of_states(self):
        cases = {
            "draft": (None, None),
            "received": ("AB", "AB"),
            "countered": ("CA", "CA"),
            "rejected": ("RE", "RE"),
            "accepted": ("AP", "CA"),
            "fulfilled": ("AP", "CA"),
            "settled": ("AP", "CA"),
        }
        for state, (same, changed) in cases.items():
            with self.subTest(state):
                self.assertEqual(choose_code(state, is_changed=False), same)
                self.assertEqual(choose_code(state, is_changed=True), changed)

    def test_codes_and_lines(self):
        """Golden: CA without lines is refused, AB with lines is refused (T116-R007, R010)."""
        cases = {
            ("CA", 0): "PEPPOL-T116-R007",
            ("AB", 2): "PEPPOL-T116-R010",
            ("RE", 1): "PEPPOL-T116-R009",
            ("CA", 1): None,
            ("AB", 0): None,
            ("AP", 0): None,
            ("AP", 3): None,
        }
        for (code, count), rule in cases.items():
            with self.subTest(code=code, count=count):
                self.assertEqual(broken_rule(code, count), rule)

    def test_every_change_of_a_line_is_told(self):
        changes = {
            "quantity": Decimal(4),
            "price_unit": Decimal(10),
            "discount": Decimal(5),
            "name": "Better pump",
            "uom_name": "Dozen",
            "promised_date": date(2027, 3, 8),
        }
        before = replace(PUMP, promised_date=date(2027, 3, 1))
        for name, value in changes.items():
            with self.subTest(name):
                [told] = compare([before], [replace(before, **{name: value})])
                self.assertEqual((told.status, told.before), (LineStatus.CHANGED, before))

    def test_numbers_written_otherwise_are_the_same(self):
        [told] = compare([PUMP], [replace(PUMP, quantity=Decimal("5.00"), price_unit=Decimal("9.500"))])
        self.assertEqual(told.status, LineStatus.AS_KNOWN)

    def test_a_day_nobody_asked_for_is_no_change(self):
        [told] = compare([PUMP], [replace(PUMP, promised_date=date(2027, 3, 8))])
        self.assertEqual(told.status, LineStatus.AS_KNOWN)

    def test_lines_added_and_left_out(self):
        told = compare([PUMP, VALVE], [replace(PUMP, position=1), Promise(position=2, key=13, name="Hose")])
        self.assertEqual([line.status for line in told], ["5", "7"])
        told = compare([PUMP, VALVE], [PUMP, Promise(position=2, key=13, name="Hose", quantity=Decimal(1))])
        self.assertEqual(
            [(line.status, line.now.name) for line in told], [("5", "Pump"), ("1", "Hose"), ("7", "Valve")]
        )
        self.assertEqual(told[2].now.quantity, 0)
        self.assertEqual(told[2].before, VALVE)

    def test_cancelled_line_is_told_once(self):
        nothing = replace(VALVE, quantity=Decimal(0))
        self.assertEqual([line.status for line in compare([PUMP, VALVE], [PUMP, nothing])], ["5", "7"])
        self.assertEqual([line.status for line in compare([PUMP], [PUMP, nothing])], ["5"])

    def test_lines_without_keys_are_found_by_item(self):
        """What was received knows no identities; the clerk may have sorted the lines since."""
        received = [replace(PUMP, key=0), replace(VALVE, key=0)]
        told = compare(received, [replace(VALVE, position=1), replace(PUMP, position=2, quantity=Decimal(4))])
        self.assertEqual([line.status for line in told], ["5", "3"])
        self.assertEqual(told[1].before.quantity, 5)

    def test_another_item_at_the_same_place_is_no_change_of_it(self):
        told = compare([replace(PUMP, key=0)], [replace(VALVE, position=1)])
        self.assertEqual([line.status for line in told], ["1", "7"])

    def test_customer_expects_the_day_it_asked_for(self):
        line = {"sequence": 1, "quantity": "1", "price_unit": "1", "discount": "0", "price_subtotal": "1"}
        [wish] = wishes_of({"lines": [line | {"requested_date": "2027-03-01", "promised_date": "2027-04-01"}]})
        self.assertEqual(wish.promised_date, date(2027, 3, 1))

    def test_changes_beside_the_lines(self):
        before = {"payment_term_name": "30 days", "customer_reference": "A"}
        self.assertEqual(head_changes(before, {"customer_reference": "A"}), [("payment_term_name", "30 days", "")])
