import doctest
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..logic import arrangement, deduction, settlement
from ..logic.arrangement import Share, amounts, split
from ..logic.deduction import Advance, TaxedAmount, TaxPart, close, deduct
from ..logic.settlement import Standing, is_settled, tolerated

CENT = Decimal("0.01")


def _amount(excluded, tax=None):
    taxes = {} if tax is None else {1: TaxPart(Decimal(excluded), Decimal(tax))}
    return TaxedAmount(Decimal(excluded), taxes)


@tagged("post_install", "-at_install")
class TestPaymentLogic(BaseCase):
    def test_examples_run(self):
        for module in (arrangement, deduction, settlement):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 0, module.__name__)
            self.assertFalse(result.failed, module.__name__)

    def test_rows_add_up_to_the_total(self):
        cases = [
            ([Share(percent=Decimal("33.33")), Share(percent=Decimal("66.67"))], "0.01"),
            ([Share(percent=Decimal(30)), Share(fixed=Decimal("10")), Share(rest=True)], "119.97"),
            ([Share(percent=Decimal(100))], "0.03"),
            ([Share(percent=Decimal(50)), Share(percent=Decimal(50))], "99.99"),
        ]
        for shares, total in cases:
            with self.subTest(total=total):
                self.assertEqual(sum(amounts(shares, Decimal(total), CENT)), Decimal(total))

    def test_fixed_amounts_beyond_the_total_stay_visible(self):
        self.assertEqual(sum(amounts([Share(fixed=Decimal(20)), Share(rest=True)], Decimal(10), CENT)), Decimal(20))

    def test_split_of_everything_is_the_weights(self):
        weights = [Decimal("33.33"), Decimal("0.01"), Decimal("66.65")]
        self.assertEqual(split(sum(weights), weights, CENT), weights)

    def test_advances_of_other_taxes_are_left_alone(self):
        advances = [Advance(1, (1,), _amount("50", "9.50")), Advance(2, (), _amount("50"))]
        result = deduct(advances, {(): _amount("80")})
        self.assertEqual([(one.advance_id, one.amount.total) for one in result.taken], [(2, Decimal(50))])
        self.assertEqual(result.left[()].total, Decimal(30))

    def test_credit_notes_take_nothing(self):
        self.assertFalse(deduct([Advance(1, (), _amount("50"))], {(): _amount("-10")}).taken)
        self.assertFalse(deduct([Advance(1, (), _amount("-50"))], {(): _amount("10")}).taken)

    def test_last_invoice_closes_a_full_advance_both_ways(self):
        for asked, left, rounding in (("33.33", "33.34", "0.01"), ("33.34", "33.33", "-0.01")):
            advances = [Advance(1, (), _amount(left))]
            result = close(advances, deduct(advances, {(): _amount(asked)}), unit=CENT, parts=3)
            self.assertEqual(result.rounding, Decimal(rounding))
            self.assertEqual(result.taken[0].amount.total, Decimal(left))

    def test_rounding_of_taxes_that_the_last_invoice_does_not_ask_for_is_closed_too(self):
        advances = [Advance(1, (), _amount("10")), Advance(2, (7,), _amount("0.01"))]
        result = close(advances, deduct(advances, {(): _amount("10")}), unit=CENT, parts=3)
        self.assertEqual([(one.advance_id, one.amount.total) for one in result.taken], [(1, 10), (2, Decimal("0.01"))])
        self.assertEqual(result.rounding, Decimal("0.01"))

    def test_what_is_more_than_rounding_stays_due(self):
        advances = [Advance(1, (), _amount("30"))]
        result = close(advances, deduct(advances, {(): _amount("100")}), unit=CENT, parts=3)
        self.assertEqual((result.rounding, result.left[()].total), (0, Decimal(70)))

    def test_tolerance_table(self):
        """Short by 0.49 of 1,000 with 0.50 or 0.1 %, whichever is less, is settled; 0.51 is not."""
        limit = tolerated(Decimal(1000), amount=Decimal("0.50"), percent=Decimal("0.1"))
        for missing, settled in (("0.49", True), ("0.50", True), ("0.51", False), ("-0.50", True), ("-5", False)):
            standing = Standing(Decimal(1000), Decimal(1000) - Decimal(missing), Decimal(0))
            self.assertEqual(is_settled(standing, limit), settled, missing)
        self.assertEqual(tolerated(Decimal(1000), amount=Decimal(0), percent=Decimal(0)), 0)
