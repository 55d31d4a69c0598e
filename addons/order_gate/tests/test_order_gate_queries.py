from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from ..logic.findings import Checkpoint
from ..models.order_hold import UNHELD
from .common import OrderGateCommon

ALLOWED = 2


@tagged("post_install", "-at_install")
class TestOrderGateQueries(OrderGateCommon):
    """A clean document pays at most two queries for the gate itself, and many pay no more than one."""

    def counted(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def judged(self, records, checkpoint):
        """Queries of judging and passing ``records`` whose values the act has read already."""
        records._gate_judge(checkpoint)  # warms what is cached beyond the transaction
        self.env.flush_all()
        before = self.cr.sql_log_count
        self.assertEqual(records._gate_enter(checkpoint), records)
        records._gate_require(checkpoint)
        records._gate_leave(checkpoint)
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_judging_orders(self):
        for count in (1, 2, 50):
            orders = self.env["sale.order"].union(*(self.create_order() for _number in range(count)))
            with self.subTest(count=count):
                self.assertLessEqual(self.judged(orders, Checkpoint.CONFIRM), ALLOWED)

    def test_confirming_orders(self):
        ungated = {
            name: lambda records, *args, **kwargs: records for name in ("_gate_enter", "_gate_require", "_gate_touch")
        }
        for count in (1, 2, 50):
            # The first round pays for what is cached for ever.
            for _round in range(2):
                plain, gated = (
                    self.env["sale.order"].union(*(self.create_order() for _number in range(count)))
                    for _half in range(2)
                )
                with patch.multiple(type(plain), **ungated):
                    base = self.counted(plain.action_confirm)
                cost = self.counted(gated.action_confirm) - base
            with self.subTest(count=count):
                self.assertLessEqual(cost, ALLOWED)

    def test_five_rules_look_at_50_orders_like_at_2(self):
        for kind in ("customer", "value", "margin", "address", "first_order"):
            self.enforce(kind, severity="info", amount_limit=10**9)

        def orders(count):
            partners = self.env["res.partner"].create([{"name": f"Customer {number}"} for number in range(count)])
            return self.env["sale.order"].union(*(self.create_order(partner_id=partner.id) for partner in partners))

        def judging(records):
            self.env.invalidate_all()
            # Another transaction knows nothing of who had no hold in this one.
            self.cr.precommit.data.pop(UNHELD, None)
            return self.counted(lambda: records._gate_judge(Checkpoint.CONFIRM))

        few, many = orders(2), orders(50)
        judging(few)
        self.assertLessEqual(judging(many), judging(few))

    def test_what_was_just_made_is_not_looked_up(self):
        line = Command.create({"product_id": self.pump.id, "price_unit": 100.0})
        orders = self.env["sale.order"].with_user(self.seller).with_company(self.company)
        order = orders.create({"partner_id": self.customer.id, "order_line": [line]})
        holds = self.env["order.hold"].sudo()
        self.env.flush_all()
        before = self.cr.sql_log_count
        self.assertFalse(holds._get_open({"sale.order": order.ids}))
        self.assertEqual(self.cr.sql_log_count, before)
        self.enforce("value", amount_limit=1)
        with self.assertHeld(order) as held:
            order.action_confirm()
        self.assertEqual(holds._get_open({"sale.order": order.ids}), held.hold)

    def test_holds_of_several_models_are_found_at_once(self):
        self.enforce("value", amount_limit=1)
        order, other = self.create_order(), self.create_order()
        with self.assertHeld(order) as held:
            order.action_confirm()
        asked = {"sale.order": (order | other).ids, "stock.picking": order.ids}
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = self.env["order.hold"].sudo()._get_open(asked)
        self.assertEqual(found, held.hold)
        self.assertFalse(self.env["order.hold"].with_user(self.seller)._get_open({"stock.picking": order.ids}))
