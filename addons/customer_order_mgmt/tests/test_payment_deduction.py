from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestPaymentDeduction(CustomerOrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump.invoice_policy = cls.valve.invoice_policy = "delivery"
        cls.liability = cls.env["account.account"].create(
            {"name": "Advances received", "code": "219900", "account_type": "liability_current"}
        )
        cls.company.downpayment_account_id = cls.liability

    def _advance(self, order, percent=100.0):
        return self._advance_on_sales(order.sudo().sale_order_ids, percent)

    def _advance_on_sales(self, sales, percent):
        wizard = self.env["sale.advance.payment.inv"].sudo()
        wizard = wizard.with_context(active_model="sale.order", active_ids=sales.ids)
        advances = self.env["account.move"]
        for one in sales:
            wizard = wizard.with_context(active_ids=one.ids)
            before = one.invoice_ids
            wizard.create({"advance_payment_method": "percentage", "amount": percent}).create_invoices()
            advances |= one.invoice_ids - before
        advances.action_post()
        self._pay(advances)
        return advances

    def _deliver_and_invoice(self, order, share):
        self._deliver(order, share=share)
        return self._invoice(order)

    def assertNothingLeft(self, advances, invoices):
        """Every invoice is paid, and nothing is left of the advance on any account, with a cent that rounding makes."""
        moves = advances + invoices
        for move in moves:
            self.assertAlmostEqual(sum(move.line_ids.mapped("balance")), 0.0)
            self.assertEqual((move.amount_residual, move.payment_state), (0.0, "paid"), move.name)
            receivables = move.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
            self.assertFalse(any(receivables.mapped("amount_residual")))
        lines = moves.line_ids.filtered(lambda line: line.account_id == self.liability)
        self.assertAlmostEqual(sum(lines.mapped("balance")), 0.0)

    def _run_in_three(self, lines, percent=100.0):
        """Order ``lines``, invoice and pay ``percent`` in advance, deliver and invoice in three parts."""
        order = self._accept(self._create_order(lines))
        advance = self._advance(order, percent)
        invoices = self.env["account.move"]
        for share in (1 / 3, 1 / 2, 1):
            invoices += self._deliver_and_invoice(order, share)
        self.assertEqual(set(invoices.mapped("move_type")), {"out_invoice"})
        return order, advance, invoices

    def _tax(self, amount, **vals):
        return self.env["account.tax"].create({"name": f"Tax {amount} {vals}", "amount": amount, **vals})

    def _line(self, quantity, price, taxes):
        return {
            "product_id": self.pump.id,
            "quantity": quantity,
            "price_unit": price,
            "tax_ids": [Command.set([tax.id for tax in taxes])],
        }

    def test_full_advance_and_three_partial_deliveries_leave_nothing(self):
        order, advance, invoices = self._run_in_three([{"product_id": self.pump.id, "quantity": 3}])
        self.assertEqual(len(invoices), 3)
        self.assertEqual(invoices.mapped("amount_total"), [0.0, 0.0, 0.0])
        self.assertNothingLeft(advance, invoices)
        self.assertEqual(order.state, "settled")

    def test_full_advance_with_several_taxes_however_they_are_rounded(self):
        usual, low = self._tax(19.0), self._tax(7.0)
        included = self._tax(21.0, price_include_override="tax_included")
        compound = self._tax(5.0, include_base_amount=True, sequence=1)
        fixed = self._tax(1.13, amount_type="fixed", sequence=0)
        fixed_base = self._tax(0.37, amount_type="fixed", include_base_amount=True, sequence=0)
        # Lines of the same taxes are rounded together or each by itself; prices leave a rest when divided by three.
        order_lines = [
            self._line(3, 33.333, [usual]),
            self._line(3, 0.335, [usual]),
            self._line(6, 7.77, [low]),
            self._line(3, 16.666, []),
            self._line(3, 19.99, [included]),
            self._line(3, 33.333, [compound, usual]),
            self._line(3, 11.11, [fixed, usual]),
            self._line(3, 10.05, [fixed_base, usual]),
            self._line(3, 33.333, [usual, low]),
        ]
        for method in ("round_per_line", "round_globally"):
            with self.subTest(method=method):
                self.company.tax_calculation_rounding_method = method
                order, advance, invoices = self._run_in_three(order_lines)
                self.assertEqual(invoices.mapped("amount_total"), [0.0, 0.0, 0.0])
                self.assertNothingLeft(advance, invoices)
                self.assertEqual(order.state, "settled")

    def test_part_advance_is_used_up_first_and_the_rest_is_due(self):
        usual, low = self._tax(19.0), self._tax(7.0)
        lines = [self._line(3, 33.333, [usual]), self._line(6, 7.77, [low])]
        order, advance, invoices = self._run_in_three(lines, 70.0)
        self.assertEqual([bool(total) for total in invoices.mapped("amount_total")], [False, False, True])
        self._pay(invoices.filtered("amount_residual"))
        self.assertNothingLeft(advance, invoices)
        everything = sum((advance + invoices).mapped("amount_total"))
        self.assertAlmostEqual(everything, order.amount_total, delta=0.03)
        self.assertEqual(order.state, "settled")

    def test_advance_at_another_rate_is_revenue_at_the_rate_of_the_advance(self):
        """IFRIC 22: 4 units at 1 : 2 were paid in advance; the rest is worth what the day of the invoice says."""
        currency = self.setup_other_currency("CAD", rates=[("2020-01-01", 2.0)])
        pricelist = self.env["product.pricelist"].create({"name": "CAD", "currency_id": currency.id})
        usual = self._tax(19.0)
        for percent, taxes in ((100.0, [usual]), (100.0, []), (40.0, [usual])):
            with self.subTest(percent=percent, taxes=taxes):
                currency.rate_ids.filtered(lambda rate: str(rate.name) != "2020-01-01").unlink()
                line = self._line(3, 33.333, taxes)
                order = self._accept(self._create_order([line], pricelist_id=pricelist.id))
                self.assertEqual(order.currency_id, currency)
                advance = self._advance(order, percent)
                today = {"currency_id": currency.id, "name": fields.Date.today(), "rate": 4.0}
                self.env["res.currency.rate"].create({**today, "company_id": self.company.id})
                invoices = self.env["account.move"]
                for share in (1 / 3, 1 / 2, 1):
                    invoices += self._deliver_and_invoice(order, share)
                    if invoices[-1:].amount_residual:
                        self._pay(invoices[-1:])
                moves = advance + invoices
                self.assertEqual(set(moves.mapped("payment_state")), {"paid"})
                receivables = moves.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
                self.assertFalse(any(receivables.mapped("amount_residual")))
                rest = moves.line_ids.filtered(lambda line: line.account_id == self.liability)
                self.assertAlmostEqual(sum(rest.mapped("amount_currency")), 0.0)
                self.assertAlmostEqual(sum(rest.mapped("balance")), 0.0, delta=0.05)
                income = invoices.line_ids.filtered(lambda line: line.product_id and line.price_unit)
                expected = 100 * percent / 100 / 2.0 + 100 * (100 - percent) / 100 / 4.0
                self.assertAlmostEqual(-sum(income.mapped("balance")), expected, delta=0.03)
                self.assertEqual(order.state, "settled")

    def test_plain_quotation_keeps_the_rate_of_the_day(self):
        """An order without a customer's order is invoiced as Odoo does, its down payment included."""
        currency = self.setup_other_currency("CAD", rates=[("2020-01-01", 2.0)])
        pricelist = self.env["product.pricelist"].create({"name": "CAD", "currency_id": currency.id})
        self.pump.invoice_policy = "order"
        row = {"product_id": self.pump.id, "product_uom_qty": 1, "price_unit": 100.0, "tax_ids": [Command.clear()]}
        plain = (
            self.env["sale.order"]
            .sudo()
            .create({"partner_id": self.customer.id, "pricelist_id": pricelist.id, "order_line": [Command.create(row)]})
        )
        plain.action_confirm()
        advance = self._advance_on_sales(plain, 40.0)
        today = {"currency_id": currency.id, "name": fields.Date.today(), "rate": 4.0}
        self.env["res.currency.rate"].create({**today, "company_id": self.company.id})
        invoice = plain._create_invoices(final=True)
        self.assertEqual((advance.invoice_currency_rate, invoice.invoice_currency_rate), (2.0, 4.0))
        self.assertEqual(invoice.amount_total, 60.0)

    def test_credited_advance_is_not_deducted(self):
        order = self._accept(self._create_order([self._line(3, 100.0, [])]))
        advance = self._advance(order, 50.0)
        advance.line_ids.remove_move_reconcile()
        advance._reverse_moves([{"date": advance.date}], cancel=True)
        invoice = self._deliver_and_invoice(order, 1)
        self.assertEqual(invoice.amount_total, 300.0)
        self.assertFalse(invoice.invoice_line_ids.filtered("is_downpayment"))

    def test_deleted_draft_gives_the_advance_back(self):
        order = self._accept(self._create_order([self._line(2, 100.0, [])]))
        advance = self._advance(order)
        self._deliver(order)
        draft = order.sudo().sale_order_ids._create_invoices(final=True)
        self.assertEqual(draft.amount_total, 0.0)
        draft.unlink()
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_total, 0.0)
        self.assertNothingLeft(advance, invoice)

    def test_two_advances_are_used_up_in_their_order(self):
        order = self._accept(self._create_order([self._line(3, 100.0, [])]))
        first, second = self._advance(order, 20.0), self._advance(order, 30.0)
        rows = order.sudo().sale_order_ids.order_line.filtered(lambda line: line.is_downpayment and line.price_unit)
        invoice = self._deliver_and_invoice(order, 1 / 3)
        deducted = [
            (line.sale_line_ids, line.price_total) for line in invoice.invoice_line_ids.filtered("is_downpayment")
        ]
        self.assertEqual(deducted, [(rows[0], -60.0), (rows[1], -40.0)])
        rest = self._deliver_and_invoice(order, 1)
        self.assertEqual(rest.amount_total, 150.0)
        self._pay(rest)
        self.assertNothingLeft(first + second, invoice + rest)

    def test_sales_orders_without_a_customer_order_are_invoiced_as_ever(self):
        """Core deducts the whole advance on the first invoice, which becomes a credit note."""
        vals = {"product_id": self.pump.id, "product_uom_qty": 3, "price_unit": 100.0, "tax_ids": [Command.clear()]}
        sale = (
            self.env["sale.order"].sudo().create({"partner_id": self.customer.id, "order_line": [Command.create(vals)]})
        )
        sale.action_confirm()
        wizard = (
            self.env["sale.advance.payment.inv"].sudo().with_context(active_model="sale.order", active_ids=sale.ids)
        )
        wizard.create({"advance_payment_method": "percentage", "amount": 100.0}).create_invoices()
        sale.invoice_ids.action_post()
        sale.order_line.filtered("product_id").qty_delivered = 1
        first = sale._create_invoices(final=True)
        self.assertEqual((first.move_type, first.amount_total), ("out_refund", 200.0))
