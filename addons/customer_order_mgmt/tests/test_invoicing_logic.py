import doctest
from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase

from ..logic import invoicing
from ..logic.invoicing import Delivery, Line, Mode, Part, Plan, Terms, Verdict

MARCH_9 = date(2027, 3, 9)  # a Tuesday


def line(delivered, invoiced, *deliveries, mode=Mode.PER_DELIVERY, limit=None, **terms):
    plan = terms.pop("plan", Plan(1, mode))
    limit = delivered if limit is None else limit
    return Line(7, Terms(5, plan, **terms), Decimal(delivered), Decimal(invoiced), Decimal(limit), deliveries)


def delivery(key, day, quantity, invoiced=0, verdict=None):
    return Delivery(key, date(2027, 3, day), Decimal(quantity), Decimal(invoiced), verdict)


class TestInvoicingLogic(BaseCase):
    def test_examples(self):
        self.assertTrue(doctest.testmod(invoicing).attempted)
        self.assertFalse(doctest.testmod(invoicing).failed)

    def test_closing_days(self):
        cases = [
            (Plan(1, Mode.PER_DELIVERY), MARCH_9, MARCH_9, MARCH_9),
            (Plan(1, Mode.DAILY), MARCH_9, date(2027, 3, 8), MARCH_9),
            (Plan(1, Mode.WEEKLY, weekday=1), MARCH_9, date(2027, 3, 2), MARCH_9),
            (Plan(1, Mode.WEEKLY, weekday=0), MARCH_9, date(2027, 3, 8), date(2027, 3, 15)),
            (Plan(1, Mode.MONTHLY, month_day=31), MARCH_9, date(2027, 2, 28), date(2027, 3, 31)),
            (Plan(1, Mode.MONTHLY, month_day=30), date(2028, 3, 1), date(2028, 2, 29), date(2028, 3, 30)),
            (Plan(1, Mode.MONTHLY, month_day=8), MARCH_9, date(2027, 3, 8), date(2027, 4, 8)),
        ]
        for plan, today, last, following in cases:
            with self.subTest(plan=plan, today=today):
                self.assertEqual(invoicing.closing_day(plan, today), last)
                self.assertEqual(invoicing.next_closing_day(plan, today), following)

    def test_what_was_invoiced_without_saying_so_is_the_oldest(self):
        parts = invoicing.open_parts(line(10, 5, delivery(1, 1, 4), delivery(2, 2, 6)))
        self.assertEqual([(part.id, quantity) for part, quantity in parts], [(2, 5)])

    def test_what_is_known_to_be_invoiced_is_not_taken_for_another_delivery(self):
        parts = invoicing.open_parts(line(10, 6, delivery(1, 1, 4), delivery(2, 2, 6, invoiced=6)))
        self.assertEqual([(part.id, quantity) for part, quantity in parts], [(1, 4)])

    def test_what_was_never_shipped_comes_without_a_delivery(self):
        self.assertEqual(invoicing.open_parts(line(3, 1)), [(None, 2)])
        parts = invoicing.open_parts(line(5, 0, delivery(1, 1, 4)))
        self.assertEqual([(part and part.id, quantity) for part, quantity in parts], [(1, 4), (None, 1)])

    def test_no_more_than_odoo_would_invoice(self):
        over = line(12, 0, delivery(1, 1, 5), delivery(2, 2, 7), limit=10)
        self.assertEqual(invoicing.due_parts(over, MARCH_9), [Part(7, 1, Decimal(5)), Part(7, 2, Decimal(5))])

    def test_acceptance_refusal_and_silence(self):
        plan = Plan(1, Mode.ON_ACCEPTANCE, silence_days=5)
        cases = [
            (delivery(1, 5, 1), False),
            (delivery(1, 4, 1), True),
            (delivery(1, 8, 1, verdict=Verdict.ACCEPTED), True),
            (delivery(1, 1, 1, verdict=Verdict.REFUSED), False),
        ]
        for answered, expected in cases:
            with self.subTest(answered=answered):
                self.assertEqual(bool(invoicing.due_parts(line(1, 0, answered, plan=plan), MARCH_9)), expected)
        never = Plan(1, Mode.ON_ACCEPTANCE)
        self.assertFalse(invoicing.due_parts(line(1, 0, delivery(1, 1, 1), plan=never), date(2099, 1, 1)))

    def test_keys_name_one_invoice_each(self):
        daily = Plan(1, Mode.DAILY)
        lines = [
            line(2, 0, delivery(1, 8, 2), plan=daily, place=(11, 3)),
            line(2, 0, delivery(2, 8, 2), plan=daily, place=(11, 3)),
            line(2, 0, delivery(3, 8, 2), plan=daily, place=(12, 3)),
            line(2, 0, delivery(4, 9, 2), plan=daily, place=(11, 3)),
        ]
        groups = invoicing.group(lines, MARCH_9)
        self.assertEqual(
            {key: [part.delivery_id for part in parts] for key, parts in groups.items()},
            {"plan/1/2027-03-08/11/3": [1, 2], "plan/1/2027-03-08/12/3": [3]},
        )
        self.assertEqual(list(invoicing.group([line(1, 0)], MARCH_9)), ["order/5/services"])
