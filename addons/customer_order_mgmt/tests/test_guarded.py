from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import FigureRefused, OrderStateRefused
from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestGuarded(CustomerOrderCommon):
    """Whatever a client of the API sends: what follows from other values, and figures that are none, are refused."""

    def test_rows_about_orders_are_guarded(self):
        derived = {
            "customer.order.line": "price_total",
            "customer.order.amendment": "company_id",
            "customer.order.amendment.line": "kind",
            "customer.order.requirement": "company_id",
            "customer.order.milestone": "company_id",
            "customer.order.arrangement": "amount",
            "customer.order.incident": "partner_id",
            "customer.order.delivery.acceptance": "commercial_partner_id",
            "customer.order.intake": "commercial_partner_id",
        }
        for name, field in derived.items():
            with self.subTest(name), self.assertRaises(OrderStateRefused):
                self.env[name].with_user(self.clerk).create([{field: 1}])

    def test_deposit_is_neither_written_nor_nonsense(self):
        row = {"kind": "deposit", "percent": 30}
        order = self._create_order(arrangement_ids=[Command.create(row), Command.create({"kind": "open_credit"})])
        deposit = order.arrangement_ids[0]
        with self.assertRaises(OrderStateRefused):
            deposit.amount = 1
        for figure in (float("nan"), float("inf"), 101.0, -1e300):
            with self.subTest(figure), self.assertRaises(FigureRefused):
                deposit.write({"percent": figure})
        self.assertEqual(deposit.percent, 30)
