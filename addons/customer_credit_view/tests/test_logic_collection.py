import doctest
from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..logic import account_statement, ageing, concentration, expected_loss, pledge
from ..logic.ageing import bucket
from ..logic.concentration import concentrate, herfindahl
from ..logic.expected_loss import Matrix, UnknownBucket, expected_losses, loss_rates, roll_rates
from ..logic.pledge import Outcome, Promise, kept_share, outcome

CENT = Decimal("0.01")
RATES = {0: "0.003", 1: "0.016", 31: "0.036", 61: "0.066", 91: "0.106"}
GROSS = {0: "15000000", 1: "7500000", 31: "4000000", 61: "2500000", 91: "1000000"}


def decimals(figures):
    return {key: Decimal(figure) for key, figure in figures.items()}


@tagged("post_install", "-at_install")
class TestLogicCollection(BaseCase):
    def test_examples_run(self):
        for module in (account_statement, ageing, concentration, expected_loss, pledge):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 0, module.__name__)
            self.assertFalse(result.failed, module.__name__)

    def test_11_s3_provision_matrix(self):
        losses = expected_losses(decimals(GROSS), Matrix(decimals(RATES)), CENT)
        self.assertEqual(list(losses.values()), [45_000, 120_000, 144_000, 165_000, 106_000])
        self.assertEqual(sum(losses.values()), 580_000)

    def test_forward_looking_factor_stops_at_everything(self):
        losses = expected_losses(
            {0: Decimal(100), 1: Decimal(100)}, Matrix({0: Decimal("0.1"), 1: Decimal("0.9")}, Decimal("1.2"))
        )
        self.assertEqual(losses, {0: Decimal(12), 1: Decimal(100)})

    def test_credits_lessen_no_loss(self):
        self.assertEqual(expected_losses({0: Decimal(-100)}, Matrix(decimals(RATES))), {0: 0})

    def test_no_bucket_is_assumed_to_be_safe(self):
        with self.assertRaises(UnknownBucket):
            expected_losses({200: Decimal(1)}, Matrix(decimals(RATES)))

    def test_loss_rates_are_the_product_of_roll_rates(self):
        reached, unpaid = [Decimal(1000), Decimal(400), Decimal(100)], Decimal(20)
        rolled = roll_rates(reached)
        self.assertEqual(loss_rates(reached, unpaid)[0], rolled[0] * rolled[1] * loss_rates(reached, unpaid)[-1])

    def test_nothing_reached_gives_no_rate(self):
        self.assertEqual(loss_rates([Decimal(0)], Decimal(0)), [None])
        self.assertEqual(roll_rates([Decimal(0), Decimal(0)]), [None])

    def test_buckets_have_no_gaps(self):
        cases = {-400: 0, 0: 0, 1: 1, 30: 1, 31: 31, 60: 31, 61: 61, 90: 61, 91: 91, 9000: 91}
        self.assertEqual({days: bucket(days) for days in cases}, cases)

    def test_pledges_end_after_their_last_day(self):
        promise = Promise(Decimal(1000), date(2026, 5, 4), date(2026, 5, 20))
        full, part = [(date(2026, 5, 20), Decimal(1000))], [(date(2026, 5, 20), Decimal(1))]
        before, late = [(date(2026, 5, 3), Decimal(1000))], [(date(2026, 5, 21), Decimal(1000))]
        twice = [(date(2026, 5, 4), Decimal(500)), (date(2026, 5, 20), Decimal(500))]
        cases = [
            ("in full", full, 20, Outcome.KEPT),
            ("in two parts", twice, 20, Outcome.KEPT),
            ("in full before the day", full, 10, Outcome.KEPT),
            ("part, on the day", part, 20, Outcome.OPEN),
            ("part, after the day", part, 21, Outcome.PARTLY),
            ("nothing, on the day", [], 20, Outcome.OPEN),
            ("nothing, after the day", [], 21, Outcome.BROKEN),
            ("paid before it was promised", before, 21, Outcome.BROKEN),
            ("paid a day late", late, 21, Outcome.BROKEN),
        ]
        for name, payments, day, expected in cases:
            with self.subTest(name):
                self.assertEqual(outcome(promise, payments, today=date(2026, 5, day)), expected)

    def test_grace_and_tolerance_of_pledges(self):
        promise = Promise(Decimal(1000), date(2026, 5, 4), date(2026, 5, 20))
        late = [(date(2026, 5, 22), Decimal(999))]
        rule = {"today": date(2026, 5, 23), "grace": 2}
        self.assertEqual(outcome(promise, late, **rule), Outcome.PARTLY)
        self.assertEqual(outcome(promise, late, tolerance=Decimal(1), **rule), Outcome.KEPT)

    def test_credited_items_lessen_the_promise(self):
        promise = Promise(Decimal(1000), date(2026, 5, 4), date(2026, 5, 20), payable=Decimal(600))
        paid = [(date(2026, 5, 20), Decimal(600))]
        self.assertEqual(outcome(promise, paid, today=date(2026, 5, 21)), Outcome.KEPT)
        nothing = promise._replace(payable=Decimal(0))
        self.assertEqual(outcome(nothing, [], today=date(2026, 5, 10)), Outcome.VOID)

    def test_kept_share_is_of_ended_pledges(self):
        self.assertIsNone(kept_share([(Outcome.OPEN, Decimal(100))]))
        ended = [(Outcome.KEPT, 300), (Outcome.PARTLY, 50), (Outcome.BROKEN, 50), (Outcome.OPEN, 900)]
        self.assertEqual(kept_share((found, Decimal(amount)) for found, amount in ended), 0.75)

    def test_concentration(self):
        self.assertEqual(concentrate({}), [])
        equal = concentrate({name: Decimal(10) for name in "abcd"})
        self.assertEqual(herfindahl(equal), 0.25)
        self.assertEqual(equal[-1].cumulated, 1.0)
