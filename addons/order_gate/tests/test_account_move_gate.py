from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestAccountMoveGate(OrderGateCommon):
    """Invoices to customers are judged: by default with a warning."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("sales_team.group_sale_manager")

    def setUp(self):
        super().setUp()
        self.company.order_gate_invoice_blocks = True
        self.rule = self.enforce("value", "invoice", amount_limit=100)
        self.invoice = self.create_move()

    def create_move(self, move_type="out_invoice", price=200.0, **vals):
        line = {"product_id": self.pump.id, "quantity": 1, "price_unit": price, "tax_ids": False}
        vals = {
            "move_type": move_type,
            "partner_id": self.customer.id,
            "invoice_date": fields.Date.today(),
            "invoice_line_ids": [Command.create(line)],
            **vals,
        }
        return self.env["account.move"].create(vals)

    def test_warning_by_default(self):
        self.company.order_gate_invoice_blocks = False
        self.invoice.action_post()
        self.assertEqual(self.invoice.state, "posted")
        self.assertIn("over the limit", "".join(self.invoice.message_ids.mapped("body")))
        self.assertFalse(self.invoice.gate_hold_ids)

    def test_held_where_the_company_says_so(self):
        with self.assertHeld(self.invoice) as held:
            self.invoice.action_post()
        self.assertEqual(self.invoice.state, "draft")
        self.assertRecordValues(held.hold, [{"checkpoint": "invoice", "amount": 200.0, "act": "act"}])

    def test_clean_invoice(self):
        invoice = self.create_move(price=100.0)
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")

    def test_inner_path(self):
        for soft in (True, False):
            with self.subTest(soft=soft), self.assertHeld(self.invoice):
                self.invoice._post(soft=soft)

    def test_state_written(self):
        with self.assertHeld(self.invoice):
            self.invoice.write({"state": "posted"})

    def test_refunds_receipts_bills_and_entries_are_not_judged(self):
        for move_type in ("out_refund", "in_invoice", "in_refund", "out_receipt", "in_receipt"):
            with self.subTest(move_type=move_type):
                move = self.create_move(move_type)
                move.action_post()
                self.assertEqual(move.state, "posted")
        accounts = self.company_data["default_account_receivable"], self.company_data["default_account_revenue"]
        lines = [
            {"account_id": account.id, "balance": balance, "partner_id": self.customer.id}
            for account, balance in zip(accounts, (500.0, -500.0), strict=True)
        ]
        entry = self.env["account.move"].create(
            {"move_type": "entry", "line_ids": [Command.create(line) for line in lines]}
        )
        entry.action_post()
        self.assertEqual(entry.state, "posted")

    def test_goods_that_are_called_a_down_payment(self):
        order = self.create_order()
        order.action_confirm()
        invoice = order._create_invoices()
        order.order_line.is_downpayment = True
        with self.assertHeld(invoice):
            invoice.action_post()

    def test_receipt_that_becomes_an_invoice(self):
        invoice = self.create_move("out_receipt")
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")
        with self.assertHeld(invoice):
            invoice.move_type = "out_invoice"

    def test_down_payment_is_not_judged(self):
        order = self.create_order()
        order.action_confirm()
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": order.ids, "advance_payment_method": "fixed", "fixed_amount": 150}
        )
        wizard.create_invoices()
        order.invoice_ids.action_post()
        self.assertEqual(order.invoice_ids.state, "posted")

    def test_goods_beside_a_down_payment_are_judged(self):
        order = self.create_order()
        order.action_confirm()
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": order.ids, "advance_payment_method": "fixed", "fixed_amount": 10}
        )
        wizard.create_invoices()
        invoice = order.invoice_ids
        line = {"product_id": self.pump.id, "quantity": 50, "price_unit": 100.0, "tax_ids": False}
        invoice.invoice_line_ids = [Command.create(line)]
        with self.assertHeld(invoice):
            invoice.action_post()

    def test_batch_posts_the_rest(self):
        small = self.create_move(price=50.0)
        answer = (self.invoice | small).action_post()
        self.assertEqual((self.invoice | small).mapped("state"), ["draft", "posted"])
        self.assertIn("message", answer["params"])
        self.assertEqual(self.invoice.gate_hold_ids.state, "active")

    def test_batch_by_the_wizard_of_the_list(self):
        small = self.create_move(price=50.0)
        moves = self.invoice | small
        context = {"active_model": "account.move", "active_ids": moves.ids}
        wizard = self.env["validate.account.move"].with_context(**context).create({})
        wizard.validate_move()
        self.assertEqual(moves.mapped("state"), ["draft", "posted"])
        self.assertEqual(self.invoice.gate_hold_ids.state, "active")

    def test_invoice_of_tomorrow_is_judged_when_it_is_posted(self):
        tomorrow = fields.Date.today() + timedelta(days=1)
        invoice = self.create_move(invoice_date=tomorrow, date=tomorrow)
        with self.assertHeld(invoice):
            invoice._post(soft=False)

    def test_nightly_posting_leaves_the_held_and_posts_the_rest(self):
        small = self.create_move(price=50.0, auto_post="at_date")
        self.invoice.auto_post = "at_date"
        with self.enter_registry_test_mode():
            self.env.ref("account.ir_cron_auto_post_draft_entry").method_direct_trigger()
        (self.invoice | small).invalidate_recordset()
        self.assertEqual((self.invoice | small).mapped("state"), ["draft", "posted"])

    def test_release_and_resume_posts(self):
        with self.assertHeld(self.invoice) as held:
            self.invoice.action_post()
        held.hold.with_user(self.controller).action_release_and_resume("The customer agreed")
        self.assertEqual(self.invoice.state, "posted")

    def test_more_than_was_released_is_held(self):
        with self.assertHeld(self.invoice) as held:
            self.invoice.action_post()
        held.hold.with_user(self.controller).action_release("The customer agreed")
        self.invoice.invoice_line_ids.quantity = 2
        self.commit_like()
        self.assertEqual(held.hold.state, "void")

    def test_taxes_computed_again_keep_the_release(self):
        with self.assertHeld(self.invoice) as held:
            self.invoice.action_post()
        held.hold.with_user(self.controller).action_release("The customer agreed")
        self.invoice.invoice_line_ids.name = "Pump, as delivered"
        self.invoice.narration = "Thank you"
        self.commit_like()
        self.assertEqual(held.hold.state, "released")

    def test_no_context_key_opens_the_gate(self):
        keys = ("validate_analytic", "skip_account_move_synchronization", "check_move_validity", "skip_readonly_check",
                "force_post", "skip_gate", "disable_abnormal_invoice_detection", "install_mode")  # fmt: skip
        for key in keys:
            for value in (True, False):
                with self.subTest(key=key, value=value), self.assertHeld(self.invoice):
                    self.invoice.with_context(**{key: value}).action_post()
