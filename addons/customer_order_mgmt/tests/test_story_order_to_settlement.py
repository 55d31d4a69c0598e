from odoo.fields import Command
from odoo.tests import tagged

from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestStoryOrderToSettlement(CustomerOrderCommon):
    """A customer's order is received, accepted, delivered in two shipments, invoiced and paid."""

    def test_order_to_settlement(self):
        file = self.env["ir.attachment"].with_user(self.clerk).create({"name": "po4711.txt", "raw": b"We order ..."})
        order = self._create_order(
            [
                {"product_id": self.pump.id, "quantity": 2, "requested_date": "2027-03-01"},
                {"name": "Flange to drawing 7", "quantity": 4, "price_unit": 25.0, "requested_date": "2027-03-15"},
            ],
            payment_term_id=self.env.ref("account.account_payment_term_30days").id,
            source_attachment_ids=[Command.link(file.id)],
        )
        self.assertEqual(order.name, "New")
        self.assertEqual(order.due_ids.mapped(lambda due: str(due.date)), ["2027-03-31", "2027-04-14"])

        order.action_receive()
        self.assertEqual((order.state, order.name), ("received", "CO00001"))
        self.assertFalse(order.sudo().sale_order_ids, "A received order plans nothing")

        order = self._accept(order)
        version = order.current_version_id
        self.assertEqual(order.state, "accepted")
        self.assertEqual(order.accepted_by_id, self.manager)
        self.assertRecordValues(
            version.line_ids,
            [
                {"name": "[P1] Pump P1", "quantity": 2.0, "is_custom": False, "price_subtotal": 200.0},
                {"name": "Flange to drawing 7", "quantity": 4.0, "is_custom": True, "price_subtotal": 100.0},
            ],
        )
        sales = order.sudo().sale_order_ids.sorted("commitment_date")
        self.assertRecordValues(
            sales,
            [
                {"state": "sale", "client_order_ref": "PO 4711", "origin": "CO00001", "amount_untaxed": 200.0},
                {"state": "sale", "client_order_ref": "PO 4711", "origin": "CO00001", "amount_untaxed": 100.0},
            ],
        )
        self.assertEqual(sales.mapped(lambda sale: str(sale.commitment_date.date())), ["2027-03-01", "2027-03-15"])
        self.assertEqual(len(sales.picking_ids), 2, "One delivery per promised date")

        self._deliver(order, share=0.5)
        self.assertEqual(order.status_line, "accepted 100 %, shipped 50 %, invoiced 0 %, paid 0 %")
        self._deliver(order)
        self.assertEqual((order.shipped_percent, order.state), (100.0, "accepted"))
        invoices = self._invoice(order)
        self.assertEqual(invoices.customer_order_ids, order.with_env(self.env))
        self.assertEqual((order.invoiced_percent, order.state), (100.0, "fulfilled"))
        self._pay(invoices)
        order.invalidate_recordset()
        self.assertEqual((order.paid_percent, order.state), (100.0, "settled"))
        self.assertEqual(
            self._get_events(order),
            [
                "customer_order.received",
                "customer_order.accepted",
                "customer_order.fulfilled",
                "customer_order.settled",
            ],
        )
        self.assertFalse(self.env["evidence.entry"].sudo()._verify([("subject_key", "=", order.name)]))
