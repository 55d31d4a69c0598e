from odoo.tests import tagged

from .rule_common import CreditRuleCommon


@tagged("post_install", "-at_install")
class TestCreditRuleBatch(CreditRuleCommon):
    """Orders that are confirmed together are compared with the limit as if one came after the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._rule("limit_used", percent=100)
        cls._limit(1500)

    def _orders(self, *prices, **vals):
        orders = [self._order([(self.pump, 1, price)], **vals) for price in prices]
        return self.env["sale.order"].union(*orders).with_user(self.controller)

    def test_two_that_exceed_the_limit_together(self):
        orders = self._orders(1000.0, 1000.0)
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["sale", "draft"])
        hold = self.env["order.hold"].sudo().search([("res_id", "=", orders[1].id), ("res_model", "=", orders._name)])
        self.assertEqual(hold.state, "active")

    def test_one_over_the_limit_leaves_room_for_the_others(self):
        orders = self._orders(2000.0, 700.0, 800.0, 1.0)
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["draft", "sale", "sale", "draft"])

    def test_members_of_a_group(self):
        daughters = [self._customer(f"Aqua {name}", parent_id=self.customer.id) for name in ("Leeds", "York")]
        orders = self.env["sale.order"].union(*(self._orders(1000.0, partner_id=one.id) for one in daughters))
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["sale", "draft"])

    def test_released_order_passes_and_counts(self):
        orders = self._orders(2000.0, 1000.0)
        with self.assertHeld(orders[0]) as held:
            orders[0].action_confirm()
        held.hold.with_user(self.manager).action_release("A good customer.")
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["sale", "draft"])

    def test_others_cost_no_second_judgement(self):
        others = [self._customer(f"Customer {number}") for number in range(3)]
        orders = self.env["sale.order"].union(*(self._orders(100.0, partner_id=one.id) for one in others))
        self._profile(orders.partner_id)
        self.assertFalse(orders._gate_get_sharing("confirm"))
        self.assertEqual(self._orders(1.0, 2.0)._gate_get_sharing("confirm").mapped("amount_total"), [1.0, 2.0])

    def test_invoices_of_a_batch_count_already_and_are_judged_once(self):
        """Drafts stand in the exposure, all of them: a batch that is too much is held, without a query for each."""
        self._rule("limit_used", "invoice", percent=100)
        self.company.order_gate_invoice_blocks = True
        invoices = self.env["account.move"].union(*(self._invoice(400, self._today(), post=False) for _n in range(3)))
        bill = self._invoice(50, self._today(), move_type="in_invoice", post=False)
        self.assertFalse((invoices | bill)._gate_get_sharing("invoice"))
        (invoices | bill).action_post()
        self.assertEqual(set((invoices | bill).mapped("state")), {"posted"})
        more = self.env["account.move"].union(*(self._invoice(200, self._today(), post=False) for _n in range(2)))
        more.action_post()
        self.assertEqual(set(more.mapped("state")), {"draft"})
