import doctest
from datetime import date, timedelta
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..logic import early_warning, payment_index, payment_timeliness, receivable_days
from ..logic.early_warning import MonthLate, Reason, Signs, Thresholds, judge, slope
from ..logic.payment_index import Risk, index, points, risk
from ..logic.payment_timeliness import Payment, timeliness
from ..logic.receivable_days import MonthSales, count_back, delinquent_days, effectiveness, period_days

DUE = date(2026, 3, 31)


def paid(amount, late, term=30):
    """A payment so many days after its due date."""
    return Payment(Decimal(amount), DUE - timedelta(days=term), DUE, DUE + timedelta(days=late))


def months(*sales):
    return [MonthSales(Decimal(amount), days) for amount, days in sales]


@tagged("post_install", "-at_install")
class TestLogicBehaviour(BaseCase):
    """The figures of the rules for payment behaviour, by the names of their cases."""

    def test_examples_run(self):
        for module in (early_warning, payment_index, payment_timeliness, receivable_days):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 0, module.__name__)
            self.assertFalse(result.failed, module.__name__)

    def test_3_s1_count_back(self):
        found = count_back(Decimal(212_000), months((100_000, 30), (80_000, 30), (70_000, 30)))
        self.assertEqual((round(found.days, 2), found.is_more), (73.71, False))

    def test_count_back_counts_calendar_days(self):
        cases = [
            ("nothing open", 0, [(100, 31)], 0.0, False),
            ("in credit", -50, [(100, 31)], 0.0, False),
            ("less than the newest month", 50, [(100, 30)], 15.0, False),
            ("exactly the newest month", 100, [(100, 31), (80, 28)], 31.0, False),
            ("two months of their own lengths", 140, [(100, 31), (80, 28)], 45.0, False),
            ("a month without sales adds its days", 150, [(0, 31), (100, 28), (100, 31)], 74.5, False),
            ("a month of net credit adds its days", 150, [(-30, 31), (100, 28), (100, 31)], 74.5, False),
            ("nothing left before an empty month", 100, [(100, 31), (0, 28), (100, 31)], 31.0, False),
            ("exactly all that is known", 200, [(100, 31), (100, 28)], 59.0, False),
            ("more than is known", 201, [(100, 31), (100, 28)], 59.0, True),
            ("no sales known", 10, [(0, 31), (0, 28)], 59.0, True),
            ("no months known", 10, [], 0.0, True),
        ]
        for name, receivable, sales, days, is_more in cases:
            with self.subTest(name):
                self.assertEqual(count_back(Decimal(receivable), months(*sales)), (days, is_more))

    def test_3_s2_dso_best_possible_and_delinquent(self):
        receivable, current, sales = Decimal(15_000), Decimal(4_000), Decimal(10_000)
        self.assertEqual(period_days(receivable, sales, 30), 45)
        self.assertEqual(period_days(current, sales, 30), 12)
        self.assertEqual(delinquent_days(receivable, current, sales, 30), 33)

    def test_dso_of_published_cases(self):
        """50,000 open of 150,000 sales in 365, 183 and 283 days."""
        for days, dso in ((365, 121.67), (183, 61.0), (283, 94.33)):
            self.assertEqual(round(period_days(Decimal(50_000), Decimal(150_000), days), 2), dso)

    def test_there_is_no_dso_without_sales(self):
        self.assertIsNone(period_days(Decimal(100), Decimal(0), 30))
        self.assertIsNone(delinquent_days(Decimal(100), Decimal(0), Decimal(-5), 30))

    def test_3_s3_effectiveness(self):
        thousand = Decimal(1000)
        self.assertEqual(effectiveness(100 * thousand, 1000 * thousand, 120 * thousand, 100 * thousand), 98.0)
        self.assertIsNone(effectiveness(Decimal(0), Decimal(10), Decimal(10), Decimal(10)))
        self.assertEqual(effectiveness(Decimal(0), Decimal(100), Decimal(20), Decimal(20)), 100.0)

    def test_effectiveness_of_a_quarter_by_its_mean_month(self):
        """creditguru.com: sales of three months divided by three, 55.9 %."""
        sales = Decimal(3_390 + 3_610 + 3_890) / 3
        found = effectiveness(Decimal(6_200), sales, Decimal(6_340), Decimal(3_590))
        self.assertEqual(round(found, 1), 55.9)

    def test_3_s4_weighting(self):
        day = date(2026, 1, 1)
        found = timeliness(
            Payment(Decimal(amount), day, day, day + timedelta(days=days)) for amount, days in ((100, 10), (1000, 20))
        )
        self.assertEqual(round(found.days_to_pay, 2), 19.09)

    def test_3_s5_partial_payments(self):
        found = timeliness([paid(400, -10), paid(600, 20)])
        self.assertEqual((found.days_late, found.days_late_floored), (8.0, 12.0))
        self.assertEqual((found.count, found.on_terms), (2, 0.4))

    def test_payment_on_the_due_date_is_on_terms(self):
        self.assertEqual([timeliness([paid(1, late)]).on_terms for late in (-1, 0, 1)], [1.0, 1.0, 0.0])

    def test_prepayment_is_paid_before_the_invoice(self):
        found = timeliness([paid(100, -45)])
        self.assertEqual((found.days_to_pay, found.days_late, found.days_late_floored), (-15.0, -45.0, 0.0))

    def test_no_payment_has_no_figures(self):
        """3-S6: what is settled by a credit note gives no payment, hence nothing."""
        for payments in ([], [paid(0, 10)]):
            self.assertEqual(timeliness(payments), (0, 0, None, None, None, None))

    def test_index_anchors(self):
        anchors = {-30: 100, -20: 90, 0: 80, 15: 70, 22: 60, 30: 50, 60: 40, 90: 30, 120: 20}
        self.assertEqual({days: points(days) for days in anchors}, anchors)
        self.assertEqual([points(days) for days in (-500, 180, 5000)], [100, 0, 0])
        self.assertEqual([points(-25), points(-10), points(26), points(75)], [95, 85, 55, 35])
        self.assertTrue(all(0 <= points(days) <= 19 for days in range(121, 400)))

    def test_points_never_rise_with_lateness(self):
        found = [points(days) for days in range(-60, 300)]
        self.assertEqual(found, sorted(found, reverse=True))

    def test_index_needs_three_experiences(self):
        self.assertIsNone(index([(Decimal(1), 0), (Decimal(1), 0)]))
        self.assertEqual(index([(Decimal(1), 0), (Decimal(1), 0), (Decimal(2), 30)]), 65.0)

    def test_classes_of_risk(self):
        cases = [(100, "low"), (80, "low"), (79.5, "low"), (79.49, "medium"), (50, "medium"), (49, "high"), (0, "high")]
        for found, expected in cases:
            self.assertEqual(risk(found), Risk(expected), found)

    def test_slope_keeps_the_place_of_empty_months(self):
        self.assertEqual(slope([MonthLate(0, 0), MonthLate(2, 4), MonthLate(3, 6)]), 2.0)
        self.assertIsNone(slope([MonthLate(0, 0), MonthLate(5, 50)]))
        self.assertEqual(slope([MonthLate(month, 7.0) for month in range(6)]), 0.0)

    def test_warnings_from_their_thresholds_on(self):
        cases = [
            ("slope reached", Signs(3.0, 9.0, 0, 0), (3.0, 0, 0), [Reason.SLOWING]),
            ("slope below", Signs(3.0, 9.0, 0, 0), (3.1, 0, 0), []),
            ("in time in the end", Signs(3.0, 0.0, 0, 0), (1.0, 0, 0), []),
            ("no slope", Signs(None, 9.0, 0, 0), (1.0, 0, 0), []),
            ("items", Signs(None, None, 3, 0), (1.0, 3, 1), [Reason.BROKEN_TERMS]),
            ("grade", Signs(None, None, 2, 1), (1.0, 3, 1), [Reason.GRADE_DROP]),
            ("all off", Signs(9.0, 9.0, 99, 9), (0, 0, 0), []),
            ("nothing known", Signs(None, None, 0, 0), (1.0, 1, 1), []),
        ]
        for name, signs, thresholds, reasons in cases:
            with self.subTest(name):
                self.assertEqual([one.reason for one in judge(signs, Thresholds(*thresholds))], reasons)
