import ast
import doctest
from decimal import Decimal
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..logic import rules as logic
from ..logic.content import Line
from ..logic.rules import margin_percent


def line(key, amount, cost):
    cost = None if cost is None else Decimal(cost)
    return Line(key, 7, Decimal(1), 1, Decimal(amount), cost=cost)


def margin(*lines):
    return margin_percent({each.key: each.amount for each in lines}, lines)


@tagged("post_install", "-at_install")
class TestRules(BaseCase):
    def test_margin_is_on_the_sales_price(self):
        self.assertEqual(margin(line("1", 100, 60)), 40)
        self.assertEqual(margin(line("1", 100, 60), line("2", 100, 100)), 20)

    def test_sold_under_cost_is_a_negative_margin(self):
        self.assertEqual(margin(line("1", 50, 100)), -100)

    def test_unknown_cost_says_nothing(self):
        self.assertIsNone(margin())
        self.assertIsNone(margin(line("1", 100, None)))
        self.assertEqual(margin(line("1", 100, 90), line("2", 1000, None)), 10)

    def test_discount_lowers_the_revenue(self):
        self.assertEqual(margin(line("1", 200, 90), line("2", -100, None)), 10)
        self.assertIsNone(margin(line("1", -100, None)))

    def test_sold_for_nothing_loses_all_of_the_cost(self):
        self.assertEqual(margin(line("1", 0, 60)), -100)
        self.assertEqual(margin(line("1", -10, 60)), -100)

    def test_doctests(self):
        result = doctest.testmod(logic)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def test_logic_knows_nothing_of_odoo(self):
        for path in Path(logic.__file__).parent.glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                self.assertFalse([name for name in names if name.split(".")[0] == "odoo"], path.name)
