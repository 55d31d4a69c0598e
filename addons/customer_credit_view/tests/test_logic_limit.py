import doctest
from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..logic import approval, limit_formulas, limit_rows
from ..logic.approval import Approvers, Earlier, Request, Row, Why, increase, required
from ..logic.limit_formulas import Basis, LimitInputs, by_need, by_references, capacity, grade_matrix, mixed, need
from ..logic.limit_rows import LimitRow, find_overlap, in_force, lowest, shortened

SHARES = {"net_worth_share": Decimal("0.35"), "turnover_share": Decimal("0.05")}


def inputs(**given):
    return LimitInputs(**{name: Decimal(value) if isinstance(value, int) else value for name, value in given.items()})


@tagged("post_install", "-at_install")
class TestLogicLimitFormulas(BaseCase):
    def test_examples_run(self):
        for module in (approval, limit_formulas, limit_rows):
            result = doctest.testmod(module)
            with self.subTest(module.__name__):
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)

    def test_2_s4_grade_matrix(self):
        proposal = grade_matrix(inputs(net_worth=80_000, turnover=700_000, need=50_000, **SHARES))
        self.assertEqual((proposal.amount, proposal.deciding), (Decimal("28000.00"), Basis.NET_WORTH))
        self.assertEqual(
            [(part.basis, part.amount) for part in proposal.parts],
            [(Basis.NET_WORTH, 28_000), (Basis.TURNOVER, 35_000), (Basis.NEED, 50_000)],
        )

    def test_2_s5_need(self):
        known = inputs(need=need(Decimal(1_200_000), Decimal("0.20"), 45))
        self.assertEqual(by_need(known).amount, Decimal("177534.25"))
        longer = need(Decimal(365_000), Decimal(0), 30, lead_days=10)
        self.assertEqual(longer, 40_000)

    def test_what_is_unknown_is_left_out_and_named(self):
        proposal = grade_matrix(inputs(turnover=700_000, need=50_000, **SHARES))
        self.assertEqual((proposal.amount, proposal.unknown), (35_000, (Basis.NET_WORTH,)))
        unrated = grade_matrix(inputs(net_worth=80_000, turnover=700_000, need=50_000))
        self.assertEqual((unrated.amount, unrated.unknown), (None, (Basis.NET_WORTH, Basis.TURNOVER)))
        self.assertEqual(mixed(inputs(), is_careful=False).amount, None)

    def test_capacity(self):
        known = inputs(net_worth=80_000, working_capital=50_000, turnover=600_000)
        for basis, amount in ((Basis.NET_WORTH, 8_000), (Basis.WORKING_CAPITAL, 5_000), (Basis.MONTHLY_SALES, 5_000)):
            with self.subTest(basis):
                self.assertEqual(capacity(known, basis).amount, amount)

    def test_less_than_nothing_is_no_credit(self):
        self.assertEqual(capacity(inputs(net_worth=-80_000)).amount, 0)
        self.assertEqual(grade_matrix(inputs(net_worth=-1, turnover=700_000, need=50_000, **SHARES)).amount, 0)

    def test_references_are_a_median(self):
        for given, amount in (((10, 20, 90), 20), ((10, 20), 15), ((7,), 7)):
            with self.subTest(given=given):
                self.assertEqual(by_references(inputs(references=tuple(map(Decimal, given)))).amount, amount)
        self.assertIsNone(by_references(inputs()).amount)

    def test_mix(self):
        known = inputs(net_worth=80_000, need=50_000, references=(Decimal(20_000),))
        self.assertEqual(mixed(known, is_careful=False).amount, 26_000)
        careful = mixed(known, is_careful=True)
        self.assertEqual((careful.amount, careful.deciding), (8_000, Basis.NET_WORTH))

    def test_no_customer_above_its_share_of_our_sales(self):
        known = inputs(need=50_000, own_sales=300_000)
        self.assertEqual((by_need(known).amount, by_need(known).deciding), (30_000, Basis.CONCENTRATION))
        self.assertEqual(by_need(inputs(need=30_000, own_sales=300_000)).deciding, Basis.NEED)

    def test_no_limit_above_cover_and_own_risk(self):
        known = inputs(need=50_000, cover=20_000, own_risk=10_000)
        self.assertEqual((by_need(known).amount, by_need(known).deciding), (30_000, Basis.COVER))
        self.assertEqual(by_need(inputs(need=50_000, cover=20_000)).amount, 50_000)

    def test_rounded_at_the_end_to_the_currency(self):
        third = Decimal(100_000) / 3
        self.assertEqual(by_need(inputs(need=third)).amount, Decimal("33333.33"))
        self.assertEqual(by_need(LimitInputs(need=Decimal("2.5"), decimals=0)).amount, 3)


YEAR = LimitRow(Decimal(100), date(2026, 1, 1), date(2026, 12, 31))
SEASON = LimitRow(Decimal(150), date(2026, 6, 1), date(2026, 8, 31), is_temporary=True)


@tagged("post_install", "-at_install")
class TestLogicLimitRows(BaseCase):
    def test_in_force(self):
        cases = [
            (date(2025, 12, 31), None),
            (date(2026, 1, 1), YEAR),
            (date(2026, 6, 1), SEASON),
            (date(2026, 8, 31), SEASON),
            (date(2026, 9, 1), YEAR),
            (date(2026, 12, 31), YEAR),
            (date(2027, 1, 1), None),
        ]
        for day, expected in cases:
            with self.subTest(day=day):
                self.assertEqual(in_force([SEASON, YEAR], day), expected)

    def test_a_temporary_limit_may_be_lower(self):
        careful = LimitRow(Decimal(20), date(2026, 6, 1), date(2026, 6, 30), is_temporary=True)
        self.assertEqual(in_force([YEAR, careful], date(2026, 6, 15)), careful)

    def test_lowest_of_the_group_wins(self):
        high, nothing = LimitRow(Decimal(500), YEAR.date_from), LimitRow(Decimal(0), YEAR.date_from)
        self.assertEqual(lowest([YEAR, None, high]), YEAR)
        self.assertEqual(lowest([high, YEAR]), YEAR)
        # A limit of nothing is a limit; no limit is none.
        self.assertEqual(lowest([YEAR, nothing]), nothing)
        self.assertIsNone(lowest([None, None]))

    def test_overlaps(self):
        def row(first, last=None, **vals):
            return LimitRow(Decimal(1), date(2026, first, 1), last and date(2026, last, 28), **vals)

        cases = [
            ([row(1, 3), row(4)], False),
            ([row(1), row(4)], True),
            ([row(1, 4), row(4)], True),
            ([row(4), row(1, 4)], True),
            ([row(1), row(4, 5, is_temporary=True)], False),
            ([row(3, 5, is_temporary=True), row(4, 6, is_temporary=True)], True),
        ]
        for rows, expected in cases:
            with self.subTest(rows=rows):
                self.assertEqual(bool(find_overlap(rows)), expected)

    def test_a_new_limit_takes_over(self):
        new = LimitRow(Decimal(7), date(2026, 3, 1))
        self.assertEqual(shortened([YEAR, SEASON], new), YEAR)
        self.assertIsNone(shortened([YEAR], LimitRow(Decimal(7), date(2027, 1, 1))))
        self.assertIsNone(shortened([YEAR], SEASON))


def matrix_row(key, approvers, **vals):
    return Row(key, approvers, **vals)


AUTO = matrix_row(
    1,
    Approvers.AUTOMATIC,
    up_to=Decimal(10_000),
    grades=frozenset("AB"),
    max_increase=Decimal("0.25"),
    min_tenure=12,
    max_data_age=365,
)
ONE = matrix_row(2, Approvers.ONE, up_to=Decimal(50_000))
TWO = matrix_row(3, Approvers.TWO, above=Decimal(50_000), needs_manager=True)


@tagged("post_install", "-at_install")
class TestLogicApproval(BaseCase):
    def test_who_has_to_agree(self):
        small = {"grade": "A", "increase": Decimal("0.25"), "tenure": 12, "data_age": 365}
        cases = [
            (small, 10_000, Approvers.AUTOMATIC, Why.ROW),
            (small, Decimal("10000.01"), Approvers.ONE, Why.ROW),
            ({**small, "grade": "C"}, 9_000, Approvers.ONE, Why.ROW),
            ({**small, "grade": None}, 9_000, Approvers.ONE, Why.ROW),
            ({**small, "increase": Decimal("0.26")}, 9_000, Approvers.ONE, Why.ROW),
            ({**small, "increase": None}, 9_000, Approvers.ONE, Why.ROW),
            ({**small, "increase": Decimal("-0.5")}, 9_000, Approvers.AUTOMATIC, Why.ROW),
            ({**small, "tenure": 11}, 9_000, Approvers.ONE, Why.ROW),
            ({**small, "data_age": 366}, 9_000, Approvers.ONE, Why.STALE_DATA),
            ({**small, "data_age": None}, 9_000, Approvers.ONE, Why.STALE_DATA),
            ({**small, "is_on_hold": True}, 9_000, Approvers.ONE, Why.ON_HOLD),
            (small, 50_000, Approvers.ONE, Why.ROW),
            (small, Decimal("50000.01"), Approvers.TWO, Why.ROW),
        ]
        for facts, amount, approvers, reason in cases:
            with self.subTest(facts=facts, amount=amount):
                found = required([AUTO, ONE, TWO], Request(Decimal(amount), **facts))
                self.assertEqual((found.approvers, found.reason), (approvers, reason))

    def test_the_first_row_that_fits_decides(self):
        self.assertEqual(required([ONE, AUTO], Request(Decimal(1), "A", None, 12, 1)).row, 2)

    def test_small_increases_add_up(self):
        row = matrix_row(1, Approvers.AUTOMATIC, max_increase=Decimal("0.25"), increase_days=90)
        cases = [
            # the limits before as (days ago, amount), the new one, whether it is a small increase
            ([(0, 100)], 125, True),
            ([(0, 120), (10, 100)], 125, True),
            ([(0, 120), (10, 100)], 126, False),
            ([(0, 120), (90, 100)], 126, False),
            ([(0, 120), (91, 100)], 126, True),
            ([(0, 120), (10, 100), (20, 80)], 125, False),
            ([(0, 120), (10, 0)], 126, True),
            ([(0, 120), (0, 100)], 60, True),
        ]
        for before, amount, small in cases:
            earlier = tuple(Earlier(days, Decimal(old)) for days, old in before)
            step = increase(earlier[0].amount, Decimal(amount))
            request = Request(Decimal(amount), increase=step, earlier=earlier)
            with self.subTest(before=before, amount=amount):
                self.assertEqual(row.fits(request), small)

    def test_without_a_row_two_decide(self):
        found = required([AUTO], Request(Decimal(20_000), "A"))
        self.assertEqual(found, (Approvers.TWO, None, Why.NO_ROW, True))
        self.assertEqual(required([], Request(Decimal(0))).approvers, Approvers.TWO)
