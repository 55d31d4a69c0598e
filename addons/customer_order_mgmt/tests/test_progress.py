from odoo.tests import tagged

from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestProgress(CustomerOrderCommon):
    def _percents(self, order):
        order.invalidate_recordset()
        return order.shipped_percent, order.invoiced_percent, order.paid_percent

    def test_partial_shipment_and_payment(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 4}]))
        self._deliver(order, share=0.25)
        self.assertEqual(self._percents(order), (25.0, 0.0, 0.0))
        invoice = self._invoice(order)
        self.assertEqual(self._percents(order), (25.0, 100.0, 0.0))
        self._pay(invoice, amount=invoice.amount_total / 2)
        self.assertEqual(self._percents(order), (25.0, 100.0, 50.0))
        self.assertEqual(order.state, "accepted")

    def test_delivered_quantities_are_invoiced_as_the_product_says(self):
        self.pump.invoice_policy = "delivery"
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 4}]))
        self._deliver(order, share=0.5)
        self._invoice(order)
        self.assertEqual(self._percents(order), (50.0, 50.0, 0.0))

    def test_credit_note_takes_back_and_reopens(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 1}]))
        self._deliver(order)
        invoice = self._invoice(order)
        self.assertEqual(order.state, "fulfilled")
        invoice._reverse_moves(cancel=True)
        self._commit_like(order)
        self.assertEqual(self._percents(order), (100.0, 0.0, 0.0))
        self.assertEqual(order.state, "accepted")
        self.assertEqual(self._get_events(order)[-1], "customer_order.reopened")

    def test_unreconciled_payment_reopens(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 1}]))
        self._deliver(order)
        invoice = self._invoice(order)
        self._pay(invoice)
        order.invalidate_recordset()
        self.assertEqual(order.state, "settled")
        invoice.line_ids.remove_move_reconcile()
        self._commit_like(order)
        self.assertEqual((order.paid_percent, order.state), (0.0, "fulfilled"))

    def test_return_takes_back_what_was_shipped(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 4}]))
        picking = self._deliver(order)
        wizard = self.env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking")
        wizard = wizard.create({})
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.button_validate()
        self._commit_like(order)
        self.assertEqual(self._percents(order), (75.0, 0.0, 0.0))

    def test_service_counts_as_shipped_when_it_is_delivered(self):
        service = self._create_good("Start-up S1", 500.0, type="service")
        order = self._accept(self._create_order([{"product_id": service.id, "quantity": 1}]))
        self.assertFalse(order.sudo().sale_order_ids.picking_ids)
        self.assertTrue(order.has_services)
        action = order.action_record_services()
        services = self.env[action["res_model"]].sudo().search(action["domain"])
        self.assertEqual(services, order.sudo().sale_order_ids.order_line)
        services.qty_delivered = 1
        self._commit_like(order)
        self.assertEqual(self._percents(order), (100.0, 0.0, 0.0))

    def test_down_payment_counts_once(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2}]))
        sale = order.sudo().sale_order_ids
        wizard = (
            self.env["sale.advance.payment.inv"].sudo().with_context(active_model="sale.order", active_ids=sale.ids)
        )
        wizard.create({"advance_payment_method": "percentage", "amount": 25}).create_invoices()
        advance = sale.invoice_ids
        advance.action_post()
        self._pay(advance)
        self.assertEqual(self._percents(order), (0.0, 25.0, 25.0))
        self._deliver(order)
        rest = self._invoice(order)
        self.assertEqual(self._percents(order), (100.0, 100.0, 25.0))
        self._pay(rest)
        self.assertEqual(self._percents(order), (100.0, 100.0, 100.0))
        self.assertEqual(order.state, "settled")

    def test_one_invoice_for_two_orders(self):
        orders = [self._accept(self._create_order([{"product_id": self.pump.id}])) for _number in range(2)]
        sales = orders[0].sudo().sale_order_ids + orders[1].sudo().sale_order_ids
        invoice = sales._create_invoices()
        self.assertEqual(len(invoice), 1)
        invoice.action_post()
        self._pay(invoice, amount=invoice.amount_total * 0.4)
        for order in orders:
            self.assertEqual(self._percents(order), (0.0, 100.0, 40.0))

    def test_order_of_many_lines_is_settled_although_taxes_are_rounded_globally(self):
        self.company.tax_calculation_rounding_method = "round_globally"
        lines = [{"product_id": self.pump.id, "quantity": n, "price_unit": 1.337 * n} for n in range(1, 31)]
        order = self._accept(self._create_order(lines))
        self._deliver(order)
        self._pay(self._invoice(order))
        self.assertEqual(self._percents(order), (100.0, 100.0, 100.0))
        self.assertEqual(order.state, "settled")

    def test_order_invoiced_in_parts_is_settled_although_each_is_rounded(self):
        self.pump.invoice_policy = "delivery"
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 3, "price_unit": 33.333}]))
        for number in range(3):
            self._deliver(order, share=1 / (3 - number))
            self._pay(self._invoice(order))
        self.assertNotEqual(sum(order.sudo().sale_order_ids.invoice_ids.mapped("amount_total")), order.amount_total)
        self.assertEqual(self._percents(order), (100.0, 100.0, 100.0))
        self.assertEqual(order.state, "settled")

    def test_higher_price_on_an_invoice_hides_nothing(self):
        lines = [{"product_id": self.pump.id, "quantity": 1}, {"product_id": self.valve.id, "quantity": 1}]
        order = self._accept(self._create_order(lines))
        self._deliver(order)
        invoice = order.sudo().sale_order_ids._create_invoices()
        invoice.invoice_line_ids.filtered(lambda line: line.product_id == self.valve).unlink()
        invoice.invoice_line_ids.price_unit = 140
        invoice.action_post()
        self._commit_like(order)
        self.assertEqual(self._percents(order), (100.0, 71.42, 0.0))
        self.assertEqual(order.state, "accepted")

    def test_late_is_found_and_shown(self):
        late = self._accept(self._create_order([{"product_id": self.pump.id, "promised_date": "2020-01-01"}]))
        on_time = self._accept(self._create_order([{"product_id": self.pump.id, "promised_date": "2099-01-01"}]))
        both = late + on_time
        self.assertEqual(both.mapped("is_late"), [True, False])
        search = both.search
        self.assertEqual(search([("is_late", "=", True), ("id", "in", both.ids)]).ids, late.ids)
        self.assertEqual(search([("is_late", "=", False), ("id", "in", both.ids)]).ids, on_time.ids)
