from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common_payment import PaymentCommon


@tagged("post_install", "-at_install")
class TestPaymentOverpaid(PaymentCommon):
    """What a customer paid too much keeps its order open until it is used, paid back or approved with a code."""

    def _invoiced(self):
        """Return an order over 200.00 and taxes that is delivered, and its invoice."""
        line = {"product_id": self.pump.id, "quantity": 2, "price_unit": 100.0, "tax_ids": [(6, 0, self.tax.ids)]}
        order = self._accept(self._create_order([line]))
        self._deliver(order)
        return order, self._invoice(order)

    def _pay_in_advance_for_more(self):
        """Return an order over 119.00 that was paid in full in advance when it was twice that, and its deposit."""
        lines = [{"product_id": self.pump.id, "quantity": 2, "price_unit": 100.0, "tax_ids": [(6, 0, self.tax.ids)]}]
        order = self._accept(self._arrange(("deposit", 100), lines=lines))
        deposit = self._invoice_deposit(order)
        self._receive_on_bank(238.0, self._get_terms(deposit))
        self._amend(order, lambda amendment: amendment.line_ids.write({"quantity": 1}))
        self._deliver(order)
        self._invoice(order)
        return order, deposit

    def _approve_credit(self, order, invoice, amount):
        rows = self.env["customer.order.difference"].with_user(self.clerk)
        vals = {"order_id": order.id, "invoice_id": invoice.id, "amount": amount}
        row = rows.create({**vals, "code": "credit", "reason": "Kept for the next order"})
        row.with_user(self.manager).action_approve()
        self._commit_like(order)
        return row

    def test_too_large_a_payment_needs_an_approved_credit(self):
        order, invoice = self._invoiced()
        self._receive_on_bank(250.0, self._get_terms(invoice))
        self._commit_like(order)
        self.assertEqual((invoice.amount_residual, order.state, order.missing_amount), (0.0, "fulfilled", -12.0))
        context = invoice.with_user(self.accountant).action_propose_difference()["context"]
        self.assertEqual(context["default_amount"], -12.0)
        row = self._approve_credit(order, invoice, -12.0)
        self.assertEqual((row.state, order.state), ("approved", "settled"))
        self.assertIn("stays the customer's", row.preview)

    def test_tolerance_counts_on_this_side_too(self):
        self.company.customer_order_tolerance_amount = 0.5
        for amount, state in ((238.5, "settled"), (238.51, "fulfilled")):
            order, invoice = self._invoiced()
            self._receive_on_bank(amount, self._get_terms(invoice))
            self._commit_like(order)
            self.assertEqual(order.state, state, amount)

    def test_rest_of_a_payment_is_used_for_the_next_invoice(self):
        order, invoice = self._invoiced()
        other, next_invoice = self._invoiced()
        line = self._receive_on_bank(476.0, self._get_terms(invoice))
        self._commit_like(order)
        self.assertEqual(order.state, "fulfilled")
        rest = self._get_terms(line.move_id)
        (rest + self._get_terms(next_invoice)).reconcile()
        self._commit_like(order | other)
        self.assertEqual((order.state, other.state), ("settled", "settled"))

    def test_rest_belongs_to_the_invoice_that_was_paid_last(self):
        order, invoice = self._invoiced()
        other, next_invoice = self._invoiced()
        line = self._receive_on_bank(480.0, self._get_terms(invoice))
        (self._get_terms(line.move_id) + self._get_terms(next_invoice)).reconcile()
        self._commit_like(order | other)
        self.assertEqual((order.state, other.state, other.missing_amount), ("settled", "fulfilled", -4.0))

    def test_advance_beyond_what_is_left_of_the_order_needs_one_too(self):
        order, deposit = self._pay_in_advance_for_more()
        self._commit_like(order)
        self.assertEqual((order.state, order.missing_amount), ("fulfilled", -119.0))
        self._approve_credit(order, deposit, -119.0)
        self.assertEqual(order.state, "settled")

    def test_credit_note_of_the_advance_settles_when_it_is_paid_back(self):
        order, deposit = self._pay_in_advance_for_more()
        credit = deposit._reverse_moves()
        credit.invoice_line_ids.filtered("is_downpayment").write({"price_unit": 100.0})
        credit.action_post()
        self._commit_like(order)
        self.assertEqual((order.state, order.missing_amount), ("fulfilled", -119.0))
        self._receive_on_bank(-119.0, self._get_terms(credit))
        self._commit_like(order)
        self.assertEqual((order.state, order.missing_amount), ("settled", 0.0))

    def test_credit_is_below_zero(self):
        order, invoice = self._invoiced()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._approve_credit(order, invoice, 5.0)
