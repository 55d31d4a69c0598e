import doctest
from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..logic import content as logic
from ..logic.content import Facts, Growth, Line, content, growth, is_cheaper

PUMPS = Line("1", 7, Decimal(2), 1, Decimal("200.00"), date(2026, 3, 2))
VALVES = Line("2", 8, Decimal(5), 1, Decimal("100.00"))
ORDER = Facts(
    model="sale.order",
    record_id=1,
    name="S1",
    company_id=1,
    day=date(2026, 1, 5),
    customer_id=10,
    partner_id=11,
    delivery_id=12,
    currency_id=1,
    term_id=3,
    total=Decimal("300.00"),
    untaxed=Decimal("300.00"),
    company_total=Decimal("300.00"),
    company_untaxed=Decimal("300.00"),
    dates={"delivery": date(2026, 3, 1)},
    lines=(PUMPS, VALVES),
)


def asks(**changes):
    """What the changed order asks for beyond the order above."""
    return growth(content(ORDER), content(replace(ORDER, **changes)))


@tagged("post_install", "-at_install")
class TestContent(BaseCase):
    def test_what_grows_or_changes_is_named(self):
        cases = [
            ({"company_id": 2}, [Growth.COMPANY]),
            ({"customer_id": 99}, [Growth.CUSTOMER]),
            ({"partner_id": 99}, [Growth.CUSTOMER]),
            ({"delivery_id": None}, [Growth.DELIVERY]),
            ({"currency_id": 2}, [Growth.CURRENCY]),
            ({"term_id": None}, [Growth.TERMS]),
            ({"total": Decimal("300.01")}, [Growth.AMOUNT]),
            ({"dates": {"delivery": date(2026, 2, 1)}}, [Growth.DATE]),
            ({"dates": {"delivery": date(2026, 4, 1)}}, [Growth.DATE]),
            ({"dates": {"delivery": None}}, [Growth.DATE]),
            ({"lines": (PUMPS, VALVES, replace(VALVES, key="3"))}, [Growth.LINE]),
            ({"lines": (replace(PUMPS, product_id=9), VALVES)}, [Growth.PRODUCT]),
            ({"lines": (replace(PUMPS, unit=2), VALVES)}, [Growth.PRODUCT]),
            ({"lines": (replace(PUMPS, quantity=Decimal("2.01")), VALVES)}, [Growth.QUANTITY]),
            ({"lines": (replace(PUMPS, amount=Decimal("200.01")), VALVES)}, [Growth.PRICE]),
            ({"lines": (replace(PUMPS, day=date(2026, 3, 3)), VALVES)}, [Growth.DATE]),
        ]
        for changes, kinds in cases:
            with self.subTest(changes=changes):
                self.assertEqual(asks(**changes), kinds)

    def test_less_is_no_growth(self):
        cases = [
            {},
            {"total": Decimal("299.99")},
            {"lines": (PUMPS,)},
            {"lines": ()},
            {"lines": (replace(PUMPS, quantity=Decimal(1), amount=Decimal("100.00")), VALVES)},
            {"lines": (VALVES, PUMPS)},
        ]
        for changes in cases:
            with self.subTest(changes=changes):
                self.assertEqual(asks(**changes), [])

    def test_what_no_judgement_is_bound_to_is_no_growth(self):
        changes = {"name": "S2", "day": date(2027, 1, 1), "author_ids": (5,), "company_total": Decimal(999)}
        self.assertEqual(asks(**changes, lines=(replace(PUMPS, cost=Decimal(5)), VALVES)), [])

    def test_one_line_grows_behind_the_cut_of_another(self):
        grown = replace(PUMPS, quantity=Decimal(3), amount=Decimal("300.00"))
        self.assertEqual(asks(lines=(grown,)), [Growth.QUANTITY, Growth.PRICE])

    def test_a_line_that_replaces_another_by_more_is_a_new_line(self):
        self.assertEqual(asks(lines=(PUMPS, replace(VALVES, key="9", quantity=Decimal(6)))), [Growth.LINE])

    def test_a_line_of_nothing_is_none(self):
        nothing = Line("9", 7, Decimal("0.00"), 1, Decimal("0.00"))
        self.assertEqual(asks(lines=(PUMPS, VALVES, nothing)), [])

    def test_a_new_discount_is_a_new_line(self):
        discount = Line("9", None, Decimal(1), None, Decimal("-50.00"))
        self.assertEqual(asks(lines=(PUMPS, VALVES, discount), total=Decimal(250)), [Growth.LINE])

    def test_a_smaller_discount_asks_for_more(self):
        discount = Line("3", None, Decimal(1), None, Decimal("-50.00"))
        before = replace(ORDER, lines=(PUMPS, discount), total=Decimal(150))
        now = replace(before, lines=(PUMPS, replace(discount, amount=Decimal("-49.99"))), total=Decimal("150.01"))
        self.assertEqual(growth(content(before), content(now)), [Growth.AMOUNT, Growth.PRICE])

    def test_the_first_date_that_anybody_gives_moves_nothing(self):
        before = replace(ORDER, dates={"delivery": None})
        self.assertEqual(growth(content(before), content(ORDER)), [])

    def test_line_that_comes_back_under_another_key_is_not_new(self):
        cases = [
            (replace(PUMPS, key="9"), []),
            (replace(PUMPS, key="9", quantity=Decimal(1), amount=Decimal(100)), []),
            (replace(PUMPS, key="9", quantity=Decimal(3)), [Growth.LINE]),
            (replace(PUMPS, key="9", product_id=9), [Growth.LINE]),
        ]
        for line, expected in cases:
            with self.subTest(line=line):
                now = content(replace(ORDER, lines=(line, VALVES)))
                self.assertEqual(growth(content(ORDER), now), expected)
        twice = content(replace(ORDER, lines=(replace(PUMPS, key="9"), replace(PUMPS, key="10"), VALVES)))
        self.assertEqual(growth(content(ORDER), twice), [Growth.LINE])
        pair = content(replace(ORDER, lines=(PUMPS, replace(PUMPS, key="9"))))
        other = content(replace(ORDER, lines=(PUMPS, replace(PUMPS, key="10"))))
        self.assertEqual(growth(pair, other), [])
        cheap = content(replace(ORDER, lines=(replace(PUMPS, key="9", amount=Decimal(150)), VALVES)))
        self.assertTrue(is_cheaper(content(ORDER), cheap))

    def test_lower_price_for_the_same_quantity_is_cheaper(self):
        cases = [
            (PUMPS, False),
            (replace(PUMPS, amount=Decimal("199.99")), True),
            (replace(PUMPS, quantity=Decimal(3)), True),
            (replace(PUMPS, quantity=Decimal(4), amount=Decimal(400)), False),
            (replace(PUMPS, quantity=Decimal(1), amount=Decimal(100)), False),
            (replace(PUMPS, quantity=Decimal(1), amount=Decimal(150)), False),
            (replace(PUMPS, quantity=Decimal(0), amount=Decimal(0)), False),
        ]
        for pumps, expected in cases:
            with self.subTest(pumps=pumps):
                now = replace(ORDER, lines=(pumps, VALVES))
                self.assertEqual(is_cheaper(content(ORDER), content(now)), expected)
        self.assertFalse(is_cheaper(content(ORDER), content(replace(ORDER, lines=(VALVES,)))))

    def test_content_is_plain_json_with_figures_as_text(self):
        plain = content(ORDER)
        self.assertEqual(plain["total"], "300.00")
        self.assertEqual(plain["dates"], {"delivery": "2026-03-01"})
        self.assertEqual(
            plain["lines"]["1"],
            {"product": 7, "quantity": "2", "unit": 1, "amount": "200.00", "date": "2026-03-02"},
        )

    def test_doctests(self):
        self.assertFalse(doctest.testmod(logic).failed)
