import doctest
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..logic import backtest, bureau_file, scorecard
from ..logic.backtest import Case, back_test
from ..logic.bureau_file import RowFault, read_bureau_file
from ..logic.scorecard import (
    Band,
    Card,
    CardFault,
    Criterion,
    GradeBand,
    Missing,
    Verdict,
    assess,
    check_card,
    grade_of,
)


def bands(*pairs):
    return tuple(Band(None if lower is None else Decimal(lower), Decimal(points)) for lower, points in pairs)


def criterion(code, weight=1, missing=Missing.SKIP, given=((None, 0), (1, 50), (2, 100))):
    return Criterion(code, Decimal(weight), bands(*given), missing)


GRADES = tuple(GradeBand(grade, Decimal(lower)) for grade, lower in (("A", 75), ("B", 50), ("C", 0)))


def card(*criteria, grades=GRADES, **more):
    return Card(criteria, grades, **more)


def values(**given):
    return {code: Decimal(value) for code, value in given.items()}


@tagged("post_install", "-at_install")
class TestLogicScore(BaseCase):
    def test_examples_run(self):
        for module in (backtest, bureau_file, scorecard):
            result = doctest.testmod(module)
            with self.subTest(module.__name__):
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)

    def test_a_band_begins_at_its_lower_end(self):
        one = card(criterion("x"))
        for value, score in (("-5", 0), ("0.99", 0), ("1", 50), ("1.99", 50), ("2", 100), ("1e9", 100)):
            with self.subTest(value=value):
                self.assertEqual(assess(one, values(x=value)).score, score)

    def test_a_missing_input_is_not_zero(self):
        result = assess(card(criterion("x", 3), criterion("y", 1)), values(x=2))
        self.assertEqual((result.score, result.missing_share), (100, Decimal("0.25")))
        worst = assess(card(criterion("x", 3), criterion("y", 1, Missing.WORST)), values(x=2))
        self.assertEqual((worst.score, worst.missing_share), (75, Decimal("0.25")))
        required = assess(card(criterion("x", 3), criterion("y", 1, Missing.REQUIRED)), values(x=2))
        self.assertEqual((required.verdict, required.grade), (Verdict.REQUIRED_MISSING, None))

    def test_too_much_missing_gives_no_grade(self):
        limited = card(criterion("x", 1), criterion("y", 1), max_missing_share=Decimal("0.4"))
        self.assertEqual(assess(limited, values(x=2)).verdict, Verdict.TOO_MUCH_MISSING)
        self.assertEqual(assess(limited, values(x=2, y=2)).grade, "A")
        exact = card(criterion("x", 3), criterion("y", 2), max_missing_share=Decimal("0.4"))
        self.assertEqual(assess(exact, values(x=2)).verdict, Verdict.GRADED)
        nothing = assess(card(criterion("x")), {})
        self.assertEqual((nothing.verdict, nothing.score, nothing.missing_share), (Verdict.TOO_MUCH_MISSING, None, 1))

    def test_a_knock_out_overrides(self):
        result = assess(card(criterion("x")), values(x=2), knock_outs=["insolvent"])
        self.assertEqual((result.verdict, result.score, result.grade), (Verdict.KNOCKED_OUT, 100, "C"))

    def test_grades_begin_at_their_score(self):
        for score, grade in (("100", "A"), ("75", "A"), ("74.99", "B"), ("50", "B"), ("0", "C")):
            with self.subTest(score=score):
                self.assertEqual(grade_of(card(criterion("x")), Decimal(score)), grade)

    def test_the_grade_is_that_of_the_score_shown(self):
        almost = criterion("x", given=((None, "74.996"), (1, 0)))
        result = assess(card(almost), values(x=0))
        self.assertEqual((result.score, result.grade), (Decimal("75.00"), "A"))

    def test_reasons_are_what_cost_most(self):
        one = card(criterion("a", 1), criterion("b", 5), criterion("c", 2), criterion("d", 3), criterion("e", 9))
        result = assess(one, values(a=0, b=1, c=0, d=0, e=2))
        self.assertEqual(result.reasons, ("d", "b", "c"))

    def test_what_is_no_scorecard(self):
        cases = [
            (card(), CardFault.NO_CRITERIA),
            (card(criterion("x", 0)), CardFault.WEIGHT),
            (card(criterion("x", -1)), CardFault.WEIGHT),
            (card(criterion("x", "NaN")), CardFault.WEIGHT),
            (card(criterion("x"), criterion("x")), CardFault.TWICE),
            (card(criterion("x", given=())), CardFault.NO_BANDS),
            (card(criterion("x", given=((0, 0), (1, 100)))), CardFault.BANDS_GAP),
            (card(criterion("x", given=((None, 0), (1, 50), (1, 100)))), CardFault.BANDS_OVERLAP),
            (card(criterion("x", given=((None, 0), (None, 50)))), CardFault.BANDS_OVERLAP),
            (card(criterion("x", given=((None, 0), (1, 101)))), CardFault.POINTS),
            (card(criterion("x", given=((None, 7), (1, 7)))), CardFault.SAME_POINTS),
            (card(criterion("x"), grades=()), CardFault.NO_GRADES),
            (card(criterion("x"), grades=(GradeBand("A", Decimal(1)),)), CardFault.GRADES_GAP),
            (
                card(criterion("x"), grades=(GradeBand("A", Decimal(0)), GradeBand("B", Decimal(0)))),
                CardFault.GRADES_OVERLAP,
            ),
            (
                card(criterion("x"), grades=(GradeBand("A", Decimal(0)), GradeBand("A", Decimal(5)))),
                CardFault.GRADES_OVERLAP,
            ),
            (card(criterion("x"), grades=(GradeBand("A", Decimal(101)),)), CardFault.GRADE_RANGE),
        ]
        for one, fault in cases:
            with self.subTest(fault=fault):
                self.assertEqual([finding.fault for finding in check_card(one)], [fault])
        self.assertFalse(check_card(card(criterion("x"))))


@tagged("post_install", "-at_install")
class TestLogicBackTest(BaseCase):
    def test_order_of_scores_and_outcomes(self):
        good, bad = [Case("A", 80, False)] * 40, [Case("C", 20, True)] * 10
        self.assertEqual(back_test(good + bad, "AC").gini, 1.0)
        upside_down = [case._replace(is_bad=not case.is_bad) for case in good + bad]
        self.assertEqual(back_test(upside_down, "AC").gini, -1.0)
        same = [case._replace(score=50) for case in good + bad]
        self.assertEqual(back_test(same, "AC").gini, 0.0)

    def test_hit_table_and_inversions(self):
        cases = [Case("A", 90, n < 4) for n in range(20)] + [Case("B", 60, n < 2) for n in range(20)]
        result = back_test(cases, "ABC")
        self.assertEqual(
            [(hit.count, hit.bad, hit.bad_rate) for hit in result.grades], [(20, 4, 0.2), (20, 2, 0.1), (0, 0, None)]
        )
        self.assertEqual(result.inversions, ("A",))

    def test_not_enough_data(self):
        few = [Case("A", 90, False)] * 29
        cases = [few, few * 2, few * 2 + [Case("C", 10, True)] * 4, []]
        for given in cases:
            with self.subTest(count=len(given)):
                result = back_test(given, "AC")
                self.assertEqual((result.is_enough, result.gini, result.inversions), (False, None, ()))
        self.assertTrue(back_test(few * 2 + [Case("C", 10, True)] * 5, "AC").is_enough)


@tagged("post_install", "-at_install")
class TestLogicBureauFile(BaseCase):
    HEAD = (1, ("Identifier", "Report Date", "score", "limit", "currency", "insolvent", "remark"))

    def test_rows_that_cannot_be_read_are_told(self):
        cases = [
            (("X1", "2026-01-31", "1.234", None, None, None), RowFault.NUMBER),
            (("X1", "2026-01-31", "-1", None, None, None), RowFault.NUMBER),
            (("X1", "2026-01-31", "1", "500", None, None), RowFault.CURRENCY),
            (("X1", "2026-01-31", "1", None, None, "perhaps"), RowFault.YES_NO),
            ((None, "2026-01-31", "1", None, None, None), RowFault.IDENTIFIER),
            (("X1", None, "1", None, None, None), RowFault.DATE),
            (("X1", "2026-01-31", "=1", None, None, None), RowFault.FORMULA),
        ]
        good = (9, (Decimal(12345), "2026-01-31", Decimal(71), Decimal(500), "eur", "yes", "ignored"))
        for cells, fault in cases:
            with self.subTest(fault=fault):
                reading = read_bureau_file([self.HEAD, (2, cells), good])
                self.assertEqual([one.code for one in reading.problems], [fault])
                [answer] = reading.answers
                self.assertEqual((answer.identifier, answer.currency, answer.insolvent), ("12345", "EUR", True))

    def test_columns_that_are_missing_are_named(self):
        reading = read_bureau_file([(1, ("score",)), (2, ("7",))])
        self.assertEqual([one.value for one in reading.problems], ["identifier", "report_date"])
