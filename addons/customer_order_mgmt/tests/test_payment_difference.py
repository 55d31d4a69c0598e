from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..exceptions import DifferenceRefused
from .common_payment import PaymentCommon


@tagged("post_install", "-at_install")
class TestPaymentDifference(PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deduction = cls._create_account("Deductions of customers", "609900", "expense")
        cls.company.customer_order_deduction_account_id = cls.deduction

    def _paid_short(self, missing=5.0):
        """Return an order that is shipped and invoiced, and paid but for ``missing``; and its invoice."""
        line = {"product_id": self.pump.id, "quantity": 2, "price_unit": 100.0, "tax_ids": [(6, 0, self.tax.ids)]}
        order = self._accept(self._create_order([line]))
        self._deliver(order)
        invoice = self._invoice(order)
        self._pay(invoice, amount=invoice.currency_id.round(invoice.amount_total - missing))
        order.invalidate_recordset()
        return order, invoice

    def _propose(self, order, invoice, amount=5.0, user=None, **vals):
        rows = self.env["customer.order.difference"].with_user(user or self.clerk)
        vals = {"code": "deduction", "reason": "Two seals were scratched", **vals}
        return rows.create({"order_id": order.id, "invoice_id": invoice.id, "amount": amount, **vals})

    def _approve(self, row, user=None):
        row.with_user(user or self.manager).action_approve()
        self._commit_like(row.order_id)

    def test_accountant_proposes_from_the_invoice(self):
        order, invoice = self._paid_short()
        action = invoice.with_user(self.accountant).action_propose_difference()
        context = action["context"]
        row = self._propose(order, invoice, user=self.accountant, code="fee", amount=context["default_amount"])
        self.assertEqual((context["default_order_id"], row.amount), (order.id, 5.0))
        self._approve(row)
        self.assertEqual(order.state, "settled")

    def test_order_paid_short_is_not_settled(self):
        order, _invoice = self._paid_short()
        self.assertEqual((order.state, order.missing_amount), ("fulfilled", 5.0))

    def test_tolerance_settles_the_smaller_of_both_limits_counts(self):
        self.company.customer_order_tolerance_amount = 0.5
        self.company.customer_order_tolerance_percent = 0.2
        self.assertEqual(self._paid_short(0.48)[0].state, "fulfilled")
        self.assertEqual(self._paid_short(0.47)[0].state, "settled")

    def test_approved_difference_settles_and_is_sealed(self):
        order, invoice = self._paid_short()
        row = self._propose(order, invoice)
        self.assertEqual(order.state, "fulfilled")
        self._approve(row)
        self.assertEqual((row.state, row.open_amount, order.state), ("approved", 5.0, "settled"))
        self.assertEqual(self._get_events(order)[-2:], ["customer_order.difference_approved", "customer_order.settled"])
        self.assertEqual(invoice.amount_residual, 5.0)

    def test_nobody_approves_an_own_proposal(self):
        order, invoice = self._paid_short()
        row = self._propose(order, invoice, user=self.manager)
        with self.assertRaises(DifferenceRefused):
            row.action_approve()
        row.with_user(self.second_manager).reason = "Changed"
        with self.assertRaises(DifferenceRefused):
            row.with_user(self.second_manager).action_approve()
        with self.assertRaises(AccessError):
            row.with_user(self.clerk).action_approve()
        row.action_approve()

    def test_decisions_are_acts(self):
        order, invoice = self._paid_short()
        row = self._propose(order, invoice)
        for vals in ({"state": "approved"}, {"proposed_by_id": self.manager.id}, {"open_amount": 1}, {"order_id": 1}):
            with self.assertRaises(DifferenceRefused):
                row.sudo().write(vals)
        with self.assertRaises(DifferenceRefused):
            self._propose(order, invoice, state="approved", code="fee")
        self._approve(row)
        for act in (lambda: row.write({"amount": 1.0}), row.sudo().unlink, row.with_user(self.manager).action_reject):
            with self.assertRaises(DifferenceRefused):
                act()

    def test_no_more_is_approved_than_is_open(self):
        order, invoice = self._paid_short()
        with self.assertRaises(DifferenceRefused):
            self._approve(self._propose(order, invoice, amount=5.01))
        self._approve(self._propose(order, invoice, amount=3.0, code="fee"))
        with self.assertRaises(DifferenceRefused):
            self._approve(self._propose(order, invoice, amount=2.01, code="currency"))

    def test_approval_is_void_when_the_open_amount_changes(self):
        order, invoice = self._paid_short()
        row = self._propose(order, invoice)
        self._approve(row)
        self._pay(invoice, amount=1.0)
        self.assertEqual((row.state, order.state), ("void", "fulfilled"))
        self.assertIn("customer_order.difference_void", self._get_events(order))

    def test_dispute_keeps_invoice_and_order_open(self):
        order, invoice = self._paid_short()
        row = self._propose(order, invoice, code="dispute")
        self._approve(row)
        self.assertEqual((row.state, order.state), ("approved", "fulfilled"))
        with self.assertRaises(DifferenceRefused):
            row.with_user(self.accountant).action_write_off()

    def test_accountant_writes_off_what_was_approved(self):
        order, invoice = self._paid_short()
        row = self._propose(order, invoice)
        with self.assertRaises(DifferenceRefused):
            row.with_user(self.accountant).action_write_off()
        self._approve(row)
        with self.assertRaises(AccessError):
            row.with_user(self.manager).action_write_off()
        self.assertIn("Debit Deductions of customers", row.preview)
        row.with_user(self.accountant).action_write_off()
        self._commit_like(order)
        receivable = self._get_terms(invoice).account_id
        self.assertRecordValues(
            row.write_off_move_id.line_ids.sorted("balance"),
            [
                {"account_id": receivable.id, "balance": -5.0, "amount_residual": 0.0, "reconciled": True},
                {"account_id": self.deduction.id, "balance": 5.0, "amount_residual": 0.0, "reconciled": False},
            ],
        )
        self.assertEqual((invoice.amount_residual, invoice.payment_state), (0.0, "paid"))
        self.assertEqual((row.state, order.state, order.paid_percent), ("booked", "settled", 100.0))
        self.assertEqual(self._get_events(order).count("customer_order.difference_booked"), 1)
        with self.assertRaises(DifferenceRefused):
            row.with_user(self.accountant).action_write_off()

    def test_write_off_has_no_rate_in_it(self):
        currency = self.setup_other_currency("CAD", rates=[("2020-01-01", 3.0)])
        pricelist = self.env["product.pricelist"].create({"name": "CAD", "currency_id": currency.id})
        line = {"product_id": self.pump.id, "quantity": 1, "price_unit": 100.0, "tax_ids": [(5,)]}
        order = self._accept(self._create_order([line], pricelist_id=pricelist.id))
        self._deliver(order)
        invoice = self._invoice(order)
        self._pay(invoice, amount=90.0)
        row = self._propose(order, invoice, amount=10.0)
        self._approve(row)
        row.with_user(self.accountant).action_write_off()
        self.assertRecordValues(
            row.write_off_move_id.line_ids.sorted("balance"),
            [
                {"amount_currency": -10.0, "balance": -3.33, "amount_residual_currency": 0.0, "amount_residual": 0.0},
                {"amount_currency": 10.0, "balance": 3.33, "amount_residual_currency": 0.0, "amount_residual": 0.0},
            ],
        )
        self.assertEqual(self._get_terms(invoice).amount_residual, 0.0)

    def test_overpaid_amount_is_written_off_from_the_payment(self):
        order, invoice = self._paid_short(0.01)
        self._receive_on_bank(3.01, self._get_terms(invoice))
        self._commit_like(order)
        self.assertEqual((invoice.amount_residual, order.state, order.missing_amount), (0.0, "fulfilled", -3.0))
        row = self._propose(order, invoice, amount=-3.0)
        self._approve(row)
        self.assertEqual(order.state, "settled")
        row.with_user(self.accountant).action_write_off()
        self.assertRecordValues(
            row.write_off_move_id.line_ids.sorted("balance"),
            [
                {"account_id": self.deduction.id, "balance": -3.0, "reconciled": False},
                {"account_id": self._get_terms(invoice).account_id.id, "balance": 3.0, "reconciled": True},
            ],
        )

    def test_managers_find_what_others_proposed_on_their_work_list(self):
        order, invoice = self._paid_short()
        self._propose(order, invoice, user=self.manager)
        works = self.env["customer.order.work"].search([("code", "=", "differences")])
        counts = [works.with_user(user)._count(self.company) for user in (self.manager, self.second_manager)]
        self.assertEqual(counts, [0, 1])

    def test_dispute_ends_with_what_is_decided_about_it(self):
        order, invoice = self._paid_short()
        dispute = self._propose(order, invoice, code="dispute")
        self._approve(dispute)
        deduction = self._propose(order, invoice, amount=5.0)
        self._approve(deduction)
        self.assertEqual((dispute.state, deduction.state, order.state), ("void", "approved", "settled"))

    def test_difference_is_on_an_invoice(self):
        order, invoice = self._paid_short()
        credit = invoice._reverse_moves()
        credit.action_post()
        with self.assertRaises(UserError):
            self._propose(order, credit)

    def test_difference_on_an_invoice_of_two_orders_is_shared_once(self):
        line = {"product_id": self.pump.id, "quantity": 2, "price_unit": 100.0, "tax_ids": [(6, 0, self.tax.ids)]}
        orders = self._accept(self._create_order([line])) + self._accept(self._create_order([line]))
        for order in orders:
            self._deliver(order)
        invoice = self._invoice(orders)
        self.assertEqual(invoice.customer_order_ids, orders)
        self._pay(invoice, amount=invoice.amount_total - 6.0)
        first, second = orders
        row = self._propose(first, invoice, amount=6.0)
        other = self._propose(second, invoice, amount=6.0, code="fee")
        self._approve(row)
        orders.invalidate_recordset()
        self.assertEqual(orders.mapped("state"), ["settled", "settled"])
        with self.assertRaises(DifferenceRefused):
            self._approve(other)

    def test_what_was_written_off_with_a_payment_is_no_payment(self):
        order, invoice = self._paid_short(missing=20.0)
        wizard = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
        wizard.create(
            {
                "amount": 15.0,
                "payment_difference_handling": "reconcile",
                "writeoff_account_id": self.deduction.id,
            }
        )._create_payments()
        self._commit_like(order)
        self.assertEqual((invoice.amount_residual, order.state, order.missing_amount), (0.0, "fulfilled", 5.0))
        row = self._propose(order, invoice, amount=invoice.action_propose_difference()["context"]["default_amount"])
        self.assertIn("written off already", row.preview)
        self._approve(row)
        self.assertEqual((row.open_amount, row.state, order.state), (5.0, "approved", "settled"))
        with self.assertRaises(DifferenceRefused):
            row.with_user(self.accountant).action_write_off()

    def test_fee_on_the_bank_line_needs_its_code_and_approver(self):
        order, invoice = self._paid_short(missing=20.0)
        line = self.env["account.bank.statement.line"].create(
            {"journal_id": self.bank.id, "payment_ref": "Transfer", "amount": 18.0, "date": "2027-01-20"}
        )
        _liquidity, suspense, _other = line._seek_for_lines()
        receivable = self._get_terms(invoice)
        fee = {"account_id": self.deduction.id, "balance": 2.0, "name": "Fee"}
        credit = {"account_id": receivable.account_id.id, "balance": -20.0, "partner_id": receivable.partner_id.id}
        line.move_id.with_context(skip_readonly_check=True, force_delete=True).write(
            {"line_ids": [(2, suspense.id), (0, 0, fee), (0, 0, credit)]}
        )
        (line.move_id.line_ids.filtered(lambda item: item.account_id == receivable.account_id) + receivable).reconcile()
        self._commit_like(order)
        self.assertEqual((invoice.amount_residual, order.state, order.missing_amount), (0.0, "fulfilled", 2.0))
        self._approve(self._propose(order, invoice, amount=2.0, code="fee"))
        self.assertEqual(order.state, "settled")

    def test_netting_with_a_vendor_bill_is_a_payment(self):
        order, invoice = self._paid_short()
        receivable = self._get_terms(invoice)
        payable = self.company_data["default_account_payable"]
        shared = {"partner_id": self.customer.id}
        entry = self.env["account.move"].create(
            {
                "line_ids": [
                    (0, 0, {**shared, "account_id": payable.id, "balance": 5.0}),
                    (0, 0, {**shared, "account_id": receivable.account_id.id, "balance": -5.0}),
                ]
            }
        )
        entry.action_post()
        (entry.line_ids.filtered(lambda line: line.balance < 0) + receivable).reconcile()
        self._commit_like(order)
        self.assertEqual(order.state, "settled")

    def test_undone_write_off_is_void_and_opens_the_order(self):
        for undo in ("button_draft", "remove"):
            with self.subTest(undo=undo):
                order, invoice = self._paid_short()
                row = self._propose(order, invoice)
                self._approve(row)
                row.with_user(self.accountant).action_write_off()
                self._commit_like(order)
                self.assertEqual((row.state, order.state), ("booked", "settled"))
                entry = row.sudo().write_off_move_id
                entry.button_draft() if undo == "button_draft" else entry.line_ids.remove_move_reconcile()
                self._commit_like(order)
                self.assertEqual((row.state, order.state), ("void", "fulfilled"))

    def test_payment_reset_to_draft_opens_the_order(self):
        order, invoice = self._paid_short(missing=0.0)
        self.assertEqual(order.state, "settled")
        payment = self._get_terms(invoice).matched_credit_ids.credit_move_id.move_id.origin_payment_id
        payment.action_draft()
        self._commit_like(order)
        self.assertEqual((order.state, order.paid_percent), ("fulfilled", 0.0))
        payment.action_post()
        self._commit_like(order)
        self.assertEqual((order.state, order.paid_percent), ("settled", 100.0))

    def test_invoice_reset_to_draft_voids_its_approvals(self):
        order, invoice = self._paid_short()
        row = self._propose(order, invoice)
        self._approve(row)
        invoice.button_draft()
        self._commit_like(order)
        self.assertEqual((row.state, order.state), ("void", "accepted"))

    def test_lock_date_is_respected(self):
        order, invoice = self._paid_short()
        row = self._propose(order, invoice)
        self._approve(row)
        locked = fields.Date.today()
        self.company.sudo().fiscalyear_lock_date = locked
        row.with_user(self.accountant).action_write_off()
        self.assertGreater(row.write_off_move_id.date, locked)

    def test_other_company_and_other_order_are_refused(self):
        order, _invoice = self._paid_short()
        _other, foreign = self._paid_short()
        with self.assertRaises(UserError):
            self._propose(order, foreign)
        stranger = self._create_user(
            "stranger", "customer_order_mgmt.group_order_manager", company=self.setup_other_company()["company"]
        )
        row = self._propose(_other, foreign)
        with self.assertRaises(AccessError):
            row.with_user(stranger).action_approve()
        self.assertFalse(row.with_user(stranger).search([("id", "=", row.id)]))
