import doctest
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..logic import findings as logic
from ..logic.findings import Finding, Severity, findings_hash


def found(measure=None, severity=Severity.BLOCK):
    return Finding("value", severity, "The value is over the limit.", measure=measure)


@tagged("post_install", "-at_install")
class TestFindings(BaseCase):
    def test_only_block_blocks(self):
        self.assertEqual([found(severity=severity).blocks for severity in Severity], [False, False, True])

    def test_release_covers_its_cause_up_to_its_measure(self):
        cases = [
            (None, "value", None, True),
            (None, "value", Decimal(100), True),
            (Decimal(100), "value", Decimal(100), True),
            (Decimal("99.99"), "value", Decimal(100), True),
            (Decimal("100.01"), "value", Decimal(100), False),
            (Decimal(100), "value", None, False),
            (Decimal(100), "margin", Decimal(100), False),
            (None, "margin", None, False),
        ]
        for measure, code, released, answered in cases:
            with self.subTest(measure=measure, code=code, released=released):
                self.assertEqual(found(measure).is_answered_by(code, {}, released), answered)

    def test_release_of_a_cause_without_measure_covers_the_same_figures_only(self):
        blocked = Finding("customer", Severity.BLOCK, "Blocked.", {"reason": "Fraud"})
        self.assertTrue(blocked.is_answered_by("customer", {"reason": "Fraud"}, None))
        self.assertFalse(blocked.is_answered_by("customer", {"reason": "Late payer"}, None))

    def test_measures_compare_as_numbers(self):
        self.assertFalse(found(Decimal(1000)).is_answered_by("value", {}, Decimal("999")))
        self.assertTrue(found(Decimal("-5.10")).is_answered_by("value", {}, Decimal("-5.1")))

    def test_hash_names_the_causes_and_nothing_else(self):
        self.assertEqual(findings_hash(["a", "b"]), findings_hash(["b", "a"]))
        self.assertNotEqual(findings_hash(["a"]), findings_hash(["a", "b"]))
        self.assertNotEqual(findings_hash(["ab"]), findings_hash(["a", "b"]))

    def test_doctests(self):
        result = doctest.testmod(logic)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)
