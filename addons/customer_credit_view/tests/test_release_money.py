from odoo.fields import Command
from odoo.tests import tagged

from .rule_common import CreditRuleCommon


@tagged("post_install", "-at_install")
class TestReleaseMoney(CreditRuleCommon):
    """Conditions of a release that only money keeps: an order of 15,000 over a limit of 100,000 by 4,000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._rule("limit_used", percent=100)
        cls._limit(100000)
        cls.invoice = cls._invoice(89000, cls._today())
        cls.item = cls.invoice.line_ids.filtered("amount_residual")
        cls.expense = cls.company_data["default_account_expense"]

    def release(self, **vals):
        """Release an order on a condition, and return it."""
        order = self._order([(self.pump, 150, 100.0)], user=self.manager)
        with self.assertHeld(order) as held:
            order.action_confirm()
        hold = held.hold.with_user(self.controller)
        panel = self.env["credit.what.if"].browse(hold.action_what_if()["res_id"]).with_user(self.controller)
        panel.write({**vals, "reason": "Long-standing customer."})
        panel.action_release_and_resume()
        return hold.release_condition_ids.sudo()

    def release_for_invoice(self):
        return self.release(item_ids=[Command.set(self.item.ids)])

    def journal_entry(self, amount):
        """Return the receivable item of an entry that credits the customer."""
        common = {"account_id": self.item.account_id.id, "partner_id": self.customer.id}
        lines = [{**common, "credit": amount}, {"account_id": self.expense.id, "debit": amount}]
        entry = self.env["account.move"].create({"line_ids": [Command.create(line) for line in lines]})
        entry.action_post()
        return entry.line_ids.filtered("credit")

    def credit_note(self, amount):
        credit = self._invoice(amount, self._today(), move_type="out_refund")
        return credit.line_ids.filtered(lambda line: line.account_type == "asset_receivable")

    def bank_line(self, amount, written_off=0.0):
        """Return the receivable item of a line of a bank statement, which may write off more than came."""
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company_data["default_journal_bank"].id,
                "amount": amount,
                "date": self._today(),
                "partner_id": self.customer.id,
                "payment_ref": "Transfer",
            }
        )
        suspense = line._seek_for_lines()[1]
        common = {"partner_id": self.customer.id, "name": "Transfer"}
        rows = [{**common, "account_id": self.item.account_id.id, "credit": amount + written_off}]
        if written_off:
            rows.append({"account_id": self.expense.id, "debit": written_off})
        line.move_id.with_context(skip_readonly_check=True, force_delete=True).line_ids = [
            Command.delete(suspense.id),
            *(Command.create(row) for row in rows),
        ]
        return line.move_id.line_ids.filtered(lambda item: item.account_id == self.item.account_id)

    def assertKept(self, condition, kept, settled=True):
        self.env.flush_all()
        if settled:
            self.assertFalse(self.item.amount_residual)
        self.assertEqual(condition._is_met(), kept)

    def test_invoice_that_is_written_off_is_not_paid(self):
        condition = self.release_for_invoice()
        (self.item + self.journal_entry(89000)).reconcile()
        self.assertKept(condition, False)

    def test_invoice_that_is_credited_is_not_paid_and_a_controller_decides(self):
        condition = self.release_for_invoice()
        (self.item + self.credit_note(89000)).reconcile()
        self.assertKept(condition, False)
        condition.with_user(self.controller).action_note_met("The invoice was wrong.")
        self.assertEqual(condition.state, "met")

    def test_payment_that_writes_off_the_rest_is_not_enough(self):
        condition = self.release_for_invoice()
        context = {"active_model": "account.move", "active_ids": self.invoice.ids}
        vals = {"amount": 1, "payment_difference_handling": "reconcile", "writeoff_account_id": self.expense.id}
        self.env["account.payment.register"].with_context(**context).create(vals)._create_payments()
        self.assertKept(condition, False)

    def test_bank_line_that_writes_off_the_rest_is_not_enough(self):
        condition = self.release_for_invoice()
        (self.item + self.bank_line(1, written_off=88999)).reconcile()
        self.assertKept(condition, False)

    def test_bank_line_pays(self):
        condition = self.release_for_invoice()
        (self.item + self.bank_line(89000)).reconcile()
        self.assertKept(condition, True)

    def test_two_payments_pay(self):
        condition = self.release_for_invoice()
        self._pay(self.invoice, self._today(), 80000)
        self.assertKept(condition, False, settled=False)
        self._pay(self.invoice, self._today(), 9000)
        self.assertKept(condition, True)

    def test_what_was_credited_before_the_release_does_not_have_to_be_paid(self):
        (self.item + self.credit_note(1000)).reconcile()
        self.env.flush_all()
        # As if it had been the day before.
        self.env.cr.execute("UPDATE account_partial_reconcile SET create_date = create_date - interval '1 day'")
        self.item.matched_credit_ids.invalidate_recordset(["create_date"])
        condition = self.release_for_invoice()
        self._pay(self.invoice, self._today())
        self.assertKept(condition, True)

    def test_agreed_cash_discount_is_not_missing(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "2 % in 10 days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})],
            }
        )
        self.invoice.button_draft()
        self.invoice.invoice_payment_term_id = term
        self.invoice.action_post()
        self.item = self.invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")
        condition = self.release_for_invoice()
        payment = self._pay(self.invoice, self._today())
        self.assertEqual(payment.amount, 87220)
        self.assertKept(condition, True)

    def test_payment_in_another_currency_pays_whatever_the_rate(self):
        foreign = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0), (self._today(), 4.0)])
        self.invoice = self._invoice(4000, "2020-01-01", currency_id=foreign.id)
        self.item = self.invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")
        condition = self.release_for_invoice()
        self._pay(self.invoice, self._today())
        self.assertKept(condition, True)

    def test_deleted_invoice_is_not_paid(self):
        condition = self.release_for_invoice()
        self.invoice.button_draft()
        self.assertKept(condition, False, settled=False)
        self.invoice.with_context(force_delete=True).unlink()
        self.env.flush_all()
        condition.invalidate_recordset()
        self.assertFalse(condition._is_met())

    def test_deposit_is_money(self):
        condition = self.release(deposit=4000)
        self.journal_entry(4000)
        self.assertKept(condition, False, settled=False)
        self.credit_note(4000)
        self.assertKept(condition, False, settled=False)
        self.bank_line(1, written_off=3999)
        self.assertKept(condition, False, settled=False)
        self.bank_line(3999)
        self.assertKept(condition, True, settled=False)
