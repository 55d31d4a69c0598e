from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .rule_common import CreditRuleCommon


@tagged("post_install", "-at_install")
class TestCoverOrder(CreditRuleCommon):
    """What of an invoice stands behind the cover of a single order."""

    def bill(self, *orders, post=True, **vals):
        """Return the invoice that bills everything of ``orders`` together."""
        orders = self.env["sale.order"].sudo().union(*orders)
        orders.action_confirm()
        self._deliver(orders)
        invoice = orders._create_invoices()
        self.assertEqual(len(invoice), 1)
        invoice.write(vals)
        if post:
            invoice.action_post()
        return invoice

    def parts_of(self, order):
        parts = order.sudo()._get_credit_parts(self._today(), 0)
        return [(part.due, float(part.amount)) for part in parts]

    def covered(self):
        profile = self._profile()
        return float(profile._get_covered()[profile].covered)

    def test_invoice_of_two_orders_is_shared(self):
        first, second = self._order([(self.pump, 3, 100.0)]), self._order([(self.pump, 1, 100.0)])
        invoice = self.bill(first, second)
        self.assertEqual(invoice.amount_residual, 400)
        self.assertEqual([amount for _due, amount in self.parts_of(first)], [300])
        self.assertEqual([amount for _due, amount in self.parts_of(second)], [100])
        self._pay(invoice, self._today(), 200)
        self.assertEqual([amount for _due, amount in self.parts_of(first)], [150])
        self._cover(1000, order_ids=[Command.set(second.ids)])
        self.assertEqual(self.covered(), 50)
        self._cover(1000, order_ids=[Command.set(first.ids)])
        self.assertEqual(self.covered(), 200)

    def test_lines_of_no_order_are_of_none(self):
        order = self._order([(self.pump, 1, 100.0)])
        extra = {"product_id": self.pump.id, "price_unit": 300, "quantity": 1, "tax_ids": [Command.clear()]}
        self.bill(order, post=False, invoice_line_ids=[Command.create(extra)])
        self.assertEqual([amount for _due, amount in self.parts_of(order)], [100])
        order.sudo().invoice_ids.action_post()
        self._cover(1000, order_ids=[Command.set(order.ids)])
        self.assertEqual(self.covered(), 100)

    def test_instalments_are_shared_each(self):
        lines = [{"value": "percent", "value_amount": 50, "nb_days": days} for days in (10, 40)]
        term = self.env["account.payment.term"].create(
            {"name": "Halves", "line_ids": [Command.create(line) for line in lines]}
        )
        vals = {"payment_term_id": term.id}
        first, second = self._order([(self.pump, 2, 100.0)], **vals), self._order([(self.pump, 1, 100.0)], **vals)
        self.bill(first, second)
        today = self._today()
        dues = [today + timedelta(days=days) for days in (10, 40)]
        self.assertEqual(sorted(self.parts_of(first)), [(due, 100) for due in dues])
        self.assertEqual(sorted(self.parts_of(second)), [(due, 50) for due in dues])

    def test_shares_that_do_not_divide_never_exceed_the_item(self):
        orders = [self._order([(self.pump, 1, 100.0)]) for _number in range(3)]
        invoice = self.bill(*orders)
        self._pay(invoice, self._today(), 200)
        shares = [part.amount for order in orders for part in order.sudo()._get_credit_parts(self._today(), 0)]
        self.assertEqual(len(shares), 3)
        self.assertLessEqual(sum(shares), 100)

    def test_what_an_invoice_takes_off_for_an_order_is_no_share_of_another(self):
        first, second = self._order([(self.pump, 1, 100.0)]), self._order([(self.pump, 1, 100.0)])
        invoice = self.bill(first, second, post=False)
        line = invoice.invoice_line_ids.filtered(lambda line: line.sale_line_ids.order_id == second)
        line.price_unit = -20
        invoice.action_post()
        self.assertEqual([amount for _due, amount in self.parts_of(first)], [80])
        self.assertFalse(self.parts_of(second))
