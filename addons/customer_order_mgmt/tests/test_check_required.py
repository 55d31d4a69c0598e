from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.addons.order_gate.tools.refusals import PendingRefusals
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestRequiredCustomerOrder(CustomerOrderCommon):
    """Whether a customer order is required at all: never, some customers, above an amount, always."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["order.gate.rule"].sudo().search([]).action_archive()

    def _require(self, **vals):
        rule = {"name": "Required", "kind": "customer_order", "checkpoint": "confirm", "mode": "enforce"}
        return self.env["order.gate.rule"].sudo().create({**rule, "company_id": self.company.id, **vals})

    def _sell(self, price=100.0):
        line = Command.create({"product_id": self.pump.id, "price_unit": price, "tax_ids": False})
        sale = {"company_id": self.company.id, "partner_id": self.customer.id, "order_line": [line]}
        return self.env["sale.order"].sudo().create(sale)

    def _refuse(self, sale):
        with self.assertRaisesRegex(OrderHeld, "customer order is required"):
            sale.action_confirm()
        PendingRefusals.get(self.env).take()
        self.assertEqual(sale.state, "draft")

    def test_off_by_default(self):
        rule = self.env.ref("customer_order_mgmt.rule_customer_order_confirm").sudo()
        self.assertFalse(rule.active)
        self.assertEqual(rule.mode, "observe")
        sale = self._sell()
        sale.action_confirm()
        self.assertEqual(sale.state, "sale")

    def test_always(self):
        self._require()
        self._refuse(self._sell(1.0))

    def test_above_an_amount(self):
        self._require(amount_limit=100)
        self._sell(100.0).action_confirm()
        self._refuse(self._sell(100.01))

    def test_these_customers(self):
        tag = self.env["res.partner.category"].create({"name": "Formal"})
        self._require(partner_tag_ids=[Command.set(tag.ids)])
        self._sell().action_confirm()
        self.customer.category_id = tag
        self._refuse(self._sell())

    def test_sales_orders_of_a_customer_order_pass(self):
        self._require()
        self.assertEqual(self._accept(self._create_order()).state, "accepted")

    def test_is_looked_for_at_confirmation_only(self):
        with self.assertRaises(ValidationError):
            self._require(checkpoint="ship")
