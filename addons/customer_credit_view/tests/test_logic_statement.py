import doctest
from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..logic import altman as altman_logic
from ..logic import ratios, statement_figures, statement_file
from ..logic.altman import FirmType, Model, NoScore, Zone, altman, weigh
from ..logic.ratios import Convention, Gap, Policy, Ratio, Trend, measure, tangible_net_worth, trend
from ..logic.statement_figures import Fault, Figure, Statement, check
from ..logic.statement_file import CellFault, read_statements

# Case 2-S3 of the rules.
FULL = {
    Figure.CASH: 60,
    Figure.RECEIVABLES: 180,
    Figure.INVENTORY: 120,
    Figure.CURRENT_ASSETS: 400,
    Figure.TOTAL_ASSETS: 1000,
    Figure.CURRENT_LIABILITIES: 250,
    Figure.TOTAL_LIABILITIES: 550,
    Figure.EQUITY: 450,
    Figure.RETAINED_EARNINGS: 220,
    Figure.REVENUE: 1500,
    Figure.COGS: 1050,
    Figure.EBIT: 120,
    Figure.INTEREST: 30,
}


def statement(months=12, **changes):
    figures = {**FULL, **{Figure(name): value for name, value in changes.items()}}
    return Statement({name: Decimal(value) for name, value in figures.items() if value is not None}, months)


def decimals(*texts):
    return tuple(map(Decimal, texts))


@tagged("post_install", "-at_install")
class TestLogicStatement(BaseCase):
    def test_examples_run(self):
        for module in (altman_logic, ratios, statement_figures, statement_file):
            result = doctest.testmod(module)
            with self.subTest(module.__name__):
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)

    def test_2_s1_listed_manufacturer(self):
        firm = {"total_assets": 1000, "retained_earnings": 400, "ebit": 50, "revenue": 1500, "market_value": 600}
        firm |= {"total_liabilities": 700, "current_assets": 300, "current_liabilities": 200}
        found = altman(statement(**firm), FirmType.LISTED_MANUFACTURER)
        self.assertEqual((found.model, found.score, found.zone), (Model.Z, Decimal("2.8593"), Zone.GREY))

    def test_2_s2_components(self):
        found = weigh(Model.Z, decimals("0.20", "0.30", "0.23", "0.50", "0.80"))
        self.assertEqual((found.score, found.zone), (Decimal("2.5190"), Zone.GREY))

    def test_other_published_cases(self):
        """formiax.com (with 0.999 it prints 11.097), and a course's exercise (onlinehomeworkexperts.com)."""
        firm = {"total_assets": 3_500, "retained_earnings": 800, "ebit": 6_500, "revenue": 8_300, "market_value": 7_000}
        firm |= {"total_liabilities": 5_000, "current_assets": 4_200, "current_liabilities": 0}
        found = altman(statement(**firm), FirmType.LISTED_MANUFACTURER)
        self.assertEqual((found.score, found.zone), (Decimal("11.1000"), Zone.SAFE))
        found = weigh(Model.Z, decimals("0.10", "0.20", "0.13", "0.65", "0.95"))
        self.assertEqual((found.score, found.zone), (Decimal("2.1690"), Zone.GREY))

    def test_losses_and_lost_equity_are_scored(self):
        firm = {"ebit": -80, "retained_earnings": -300, "equity": -100, "total_liabilities": 1100}
        for firm_type, score in ((FirmType.PRIVATE_MANUFACTURER, "1.0637"), (FirmType.NON_MANUFACTURER, "-0.6271")):
            with self.subTest(firm_type):
                self.assertEqual(altman(statement(**firm), firm_type).score, Decimal(score))
                self.assertEqual(altman(statement(**firm), firm_type).zone, Zone.DISTRESS)

    def test_short_and_long_years(self):
        for months, factor in ((3, "0.25"), (9, "0.75"), (15, "1.25"), (18, "1.5")):
            flows = {name: FULL[name] * Decimal(factor) for name in FULL if name in statement_figures.FLOWS}
            given = Statement({**{name: Decimal(value) for name, value in FULL.items()}, **flows}, months)
            with self.subTest(months=months):
                self.assertEqual(measure(given)[Ratio.DSO].value, Decimal("43.80"))
                self.assertEqual(altman(given, FirmType.PRIVATE_MANUFACTURER).score, Decimal("2.5074"))

    def test_year_without_sales(self):
        found = measure(statement(revenue=0, cogs=0))
        for name in (Ratio.DSO, Ratio.DIO, Ratio.GROSS_MARGIN, Ratio.EBIT_MARGIN, Ratio.CASH_CYCLE):
            with self.subTest(name):
                self.assertEqual(found[name].gap, Gap.ZERO)
        self.assertEqual(found[Ratio.ASSET_TURNOVER].value, 0)
        self.assertEqual(altman(statement(revenue=0), FirmType.PRIVATE_MANUFACTURER).components[4], 0)

    def test_2_s3_full_statement(self):
        found = {name: one.value for name, one in measure(statement()).items()}
        expected = {
            Ratio.CURRENT: "1.60",
            Ratio.QUICK: "1.12",
            Ratio.CASH: "0.24",
            Ratio.DEBT_EQUITY: "1.2222",
            Ratio.INTEREST_COVER: "4.0",
            Ratio.DSO: "43.80",
            Ratio.DIO: "41.71",
            Ratio.DEBT_RATIO: "0.55",
            Ratio.GROSS_MARGIN: "0.30",
            Ratio.WORKING_CAPITAL: "150",
            Ratio.NET_WORTH: "450",
        }
        for name, value in expected.items():
            with self.subTest(name):
                self.assertEqual(round(found[name], len(value.partition(".")[2])), Decimal(value))
        private = altman(statement(), FirmType.PRIVATE_MANUFACTURER)
        self.assertEqual((private.score, private.zone), (Decimal("2.5074"), Zone.GREY))
        other = altman(statement(), FirmType.NON_MANUFACTURER)
        self.assertEqual((other.score, other.zone), (Decimal("3.3667"), Zone.SAFE))
        emerging = altman(statement(), FirmType.EMERGING_MARKET)
        self.assertEqual((emerging.score, emerging.zone), (Decimal("6.6167"), Zone.SAFE))

    def test_boundaries_are_grey(self):
        cases = [
            (Model.Z, "1.81", Zone.GREY),
            (Model.Z, "2.99", Zone.GREY),
            (Model.Z, "1.8099999", Zone.DISTRESS),
            (Model.Z, "2.9900001", Zone.SAFE),
        ]
        for model, score, zone in cases:
            with self.subTest(score=score):
                self.assertEqual(weigh(model, (0, 0, 0, 0, Decimal(score))).zone, zone)
        for model, low, high in (
            (Model.Z_PRIME, "1.23", "2.90"),
            (Model.Z_DOUBLE_PRIME, "1.10", "2.60"),
            (Model.EM, "4.35", "5.85"),
        ):
            recipe = altman_logic.RECIPES[model]
            for score in (low, high):
                with self.subTest(model=model, score=score):
                    first = (altman_logic.Fraction(score) - altman_logic.Fraction(recipe.constant)) / (
                        altman_logic.Fraction(recipe.weights[0])
                    )
                    values = (first, *[0] * (len(recipe.weights) - 1))
                    self.assertEqual(weigh(model, values).zone, Zone.GREY)

    def test_no_score_says_why(self):
        cases = [
            (statement(), FirmType.NOT_SUITABLE, NoScore.NOT_SUITABLE),
            (statement(), FirmType.LISTED_MANUFACTURER, NoScore.MISSING),
            (statement(revenue=None), FirmType.PRIVATE_MANUFACTURER, NoScore.MISSING),
            (statement(total_assets=0), FirmType.NON_MANUFACTURER, NoScore.NO_ASSETS),
            (statement(total_liabilities=0), FirmType.NON_MANUFACTURER, NoScore.NO_LIABILITIES),
        ]
        for given, firm_type, reason in cases:
            with self.subTest(reason=reason):
                self.assertEqual(altman(given, firm_type), reason)
        # Z″ needs no sales.
        self.assertEqual(altman(statement(revenue=None), FirmType.NON_MANUFACTURER).zone, Zone.SAFE)

    def test_half_years_are_annualised_and_balances_are_not(self):
        half = statement(6, revenue=750, cogs=525, ebit=60, interest=15)
        self.assertEqual(measure(half), measure(statement()))
        self.assertEqual(
            altman(half, FirmType.PRIVATE_MANUFACTURER), altman(statement(), FirmType.PRIVATE_MANUFACTURER)
        )

    def test_average_convention_needs_the_opening_balance(self):
        policy = Policy(Convention.AVERAGE)
        opening = statement(receivables=120)
        self.assertEqual(measure(statement(), opening, policy)[Ratio.DSO].value, Decimal("36.5"))
        self.assertEqual(measure(statement(), None, policy)[Ratio.DSO].gap, Gap.NO_OPENING)
        # Ratios of one day do not change with it.
        self.assertEqual(measure(statement(), None, policy)[Ratio.CURRENT].value, Decimal("1.6"))

    def test_what_has_no_value_says_why(self):
        cases = [
            (Ratio.QUICK, {"inventory": None}, Gap.MISSING),
            (Ratio.INTEREST_COVER, {"interest": 0}, Gap.ZERO),
            (Ratio.DEBT_EQUITY, {"equity": -50, "total_liabilities": 1050}, Gap.NEGATIVE),
            (Ratio.CASH_CYCLE, {"payables": None}, Gap.MISSING),
        ]
        for name, changes, gap in cases:
            with self.subTest(name):
                self.assertEqual(measure(statement(**changes))[name], (None, gap))

    def test_net_worth_follows_the_policy(self):
        firm = statement(intangibles=30, goodwill=50, deferred_tax=20)
        self.assertEqual(tangible_net_worth(firm), 350)
        self.assertEqual(tangible_net_worth(firm, Policy(deducts_goodwill=False)), 400)
        self.assertEqual(tangible_net_worth(firm, Policy(deducts_goodwill=False, deducts_deferred_tax=False)), 420)
        self.assertIsNone(tangible_net_worth(statement(equity=None)))

    def test_trend(self):
        cases = [
            (Ratio.CURRENT, "1.00", "1.04", Trend.STEADY),
            (Ratio.CURRENT, "1.00", "1.06", Trend.BETTER),
            (Ratio.DSO, "40", "30", Trend.BETTER),
            (Ratio.ROA, "-0.02", "0.01", Trend.BETTER),
            (Ratio.ROA, "0.02", "-0.01", Trend.WORSE),
        ]
        for ratio, before, now, expected in cases:
            with self.subTest(ratio=ratio, now=now):
                self.assertEqual(trend(ratio, Decimal(before), Decimal(now)), expected)
        self.assertIsNone(trend(Ratio.CURRENT, None, Decimal(1)))

    def test_what_cannot_be_true_is_found(self):
        cases = [
            ({"equity": 449}, [(Fault.OUT_OF_BALANCE, Figure.TOTAL_ASSETS)]),
            ({"cash": 200}, [(Fault.PART_OVER_WHOLE, Figure.CURRENT_ASSETS)]),
            ({"goodwill": 601}, [(Fault.PART_OVER_WHOLE, Figure.TOTAL_ASSETS)]),
            ({"long_term_debt": 301}, [(Fault.PART_OVER_WHOLE, Figure.TOTAL_LIABILITIES)]),
            ({"interest": -1}, [(Fault.NEGATIVE, Figure.INTEREST)]),
            ({"cash": "NaN"}, [(Fault.NO_NUMBER, Figure.CASH)]),
            ({"cash": "Infinity"}, [(Fault.NO_NUMBER, Figure.CASH)]),
            ({"cash": "1e300"}, [(Fault.NO_NUMBER, Figure.CASH)]),
            ({"equity": -50, "total_liabilities": 1050}, []),
            ({"equity": None}, []),
            ({}, []),
        ]
        for changes, expected in cases:
            with self.subTest(changes=changes):
                found = check(statement(**changes).figures)
                self.assertEqual([(one.fault, one.figure) for one in found], expected)
        self.assertFalse(check(statement(equity=449).figures, Decimal(1)))


TABLE = [
    (1, ("Figure", "2024", "2025")),
    (2, ("Period End", date(2024, 12, 31), "31.12.2025")),
    (3, ("months", None, Decimal(12))),
    (4, ("currency", "eur", "EUR")),
    (5, ("unit", "1,000", None)),
    (6, ("audited", "yes", "no")),
    (8, ("Cash", Decimal(50), "60")),
    (9, ("inventory", None, Decimal(0))),
]


def changed(number, *cells):
    return [(number, cells) if row[0] == number else row for row in TABLE]


@tagged("post_install", "-at_install")
class TestLogicStatementFile(BaseCase):
    def test_columns_are_statements(self):
        reading = read_statements(TABLE, {})
        self.assertFalse(reading.problems)
        first, second = reading.statements
        self.assertEqual((first.period_end, first.months, first.currency), (date(2024, 12, 31), 12, "EUR"))
        self.assertEqual((first.unit, first.audited, second.audited), (1000, True, False))
        # Nothing is not zero.
        self.assertEqual(first.figures, {Figure.CASH: 50})
        self.assertEqual(second.figures, {Figure.CASH: 60, Figure.INVENTORY: 0})

    def test_each_cell_that_cannot_be_read_is_told(self):
        cases = [
            (changed(8, "Cash", "1,234", "60"), [(CellFault.AMBIGUOUS, 8, 2)], 1),
            (changed(8, "Cash", "lots", "=A1"), [(CellFault.NUMBER, 8, 2), (CellFault.FORMULA, 8, 3)], 0),
            (
                changed(2, "Period End", "2024-13-01", None),
                [(CellFault.DATE, 2, 2), (CellFault.PERIOD_MISSING, 2, 3)],
                0,
            ),
            (changed(3, "months", Decimal(0), Decimal(25)), [(CellFault.MONTHS, 3, 2), (CellFault.MONTHS, 3, 3)], 0),
            (changed(5, "unit", "100", None), [(CellFault.UNIT, 5, 2)], 1),
            (changed(6, "audited", "maybe", "no"), [(CellFault.YES_NO, 6, 2)], 1),
            (changed(9, "Kash", 1, 2), [(CellFault.UNKNOWN_ROW, 9, 1)], 2),
            (changed(9, "cash", 1, 2), [(CellFault.ROW_TWICE, 9, 1)], 2),
            (changed(2, "Period End", "2025-12-31", "2025-12-31"), [(CellFault.PERIOD_TWICE, 1, 3)], 1),
            ([(1, ("Figure",))], [(CellFault.NO_STATEMENT, 1, 2)], 0),
        ]
        for rows, problems, good in cases:
            with self.subTest(problems=problems):
                reading = read_statements(rows, {})
                self.assertEqual([one[:3] for one in reading.problems], problems)
                self.assertEqual(len(reading.statements), good)

    def test_numbers_of_any_country(self):
        cases = {"1.234,50": "1234.50", "1 234,5": "1234.5", "1'234'567": "1234567", "-0.123": "-0.123", "12": "12"}
        for text, expected in cases.items():
            with self.subTest(text):
                self.assertEqual(statement_file.parse_number(text), Decimal(expected))
        for text in ("1,23,4", "1e5", "nan", "inf", "--1", "1.2.3,4,5", "1.234", ""):
            with self.subTest(text), self.assertRaises(ValueError):
                statement_file.parse_number(text)
