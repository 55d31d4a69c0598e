from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import InvoicingRefused
from ..models.invoicing.customer_order_invoicing_item_act import CustomerOrderInvoicingItem as Act
from .invoicing_common import InvoicingCommon


@tagged("post_install", "-at_install")
class TestInvoicingRuns(InvoicingCommon):
    """Held, failed, sent, asked for twice: what becomes of an item."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._create_user("invoicing_accountant", "account.group_account_invoice")

    def _hold_invoices(self):
        self.company.order_gate_invoice_blocks = True
        rule = {"name": "value", "kind": "value", "checkpoint": "invoice", "mode": "enforce", "amount_limit": 100}
        self.env["order.gate.rule"].sudo().create({**rule, "company_id": self.company.id})

    def _delivered(self, quantity=4, day="2027-03-01"):
        order = self._accepted(quantity)
        self._deliver_on(order, day)
        return order

    def _send(self, items):
        for item in items:
            item._send()

    def test_item_is_invoiced_once(self):
        self._plan("per_delivery")
        order = self._delivered()
        item = self._run("2027-03-01")
        item._attempt()
        self.assertFalse(self._run("2027-03-01"))
        self.assertEqual(len(order.sudo().sale_order_ids.invoice_ids), 1)

    def test_what_somebody_invoiced_meanwhile_is_skipped(self):
        self._plan("per_delivery")
        order = self._delivered()
        items = self.runs._plan_day(self.company, date(2027, 3, 1))
        self._invoice(order)
        items._attempt()
        self.assertEqual((items.state, items.invoice_ids.ids), ("skipped", []))

    def test_quantities_are_read_again(self):
        self._plan("daily")
        order = self._accepted()
        self._deliver_on(order, "2027-03-01", share=0.5)
        items = self.runs._plan_day(self.company, date(2027, 3, 3))
        self.assertEqual(items.amount_untaxed, 200)
        self._deliver_on(order, "2027-03-02")
        items._attempt()
        self.assertEqual((items.amount_untaxed, items.invoice_ids.amount_untaxed), (400, 400))

    def test_held_invoice_is_a_complete_draft_and_posted_when_it_is_released(self):
        self._plan("per_delivery", is_sent=True)
        self._hold_invoices()
        order = self._delivered()
        item = self._run("2027-03-01")
        invoice = item.invoice_ids
        self.assertEqual((item.state, invoice.state, invoice.amount_untaxed), ("held", "draft", 400))
        hold = invoice.gate_hold_ids
        self.assertEqual((hold.state, hold.checkpoint), ("active", "invoice"))
        self.assertIn(hold.reason, item.error)
        item._attempt()
        self.assertFalse(self._run("2027-03-02"), "what is on the draft is not invoiced again")
        self.assertEqual(order.sudo().sale_order_ids.invoice_ids, invoice)
        controller = self._create_user(
            "invoicing_controller", "order_gate.group_order_gate_controller,account.group_account_invoice"
        )
        hold.with_user(controller).action_release("Known customer")
        item._attempt()
        self.assertEqual((item.state, invoice.state), ("posted", "posted"))
        self._send(item)
        self.assertEqual((item.state, invoice.is_move_sent), ("done", True))

    def test_deleting_a_held_draft_makes_the_item_start_anew(self):
        self._plan("per_delivery")
        self._hold_invoices()
        self._delivered()
        item = self._run("2027-03-01")
        item.invoice_ids.sudo().unlink()
        self.env["order.gate.rule"].sudo().search([("company_id", "=", self.company.id)]).action_archive()
        item._attempt()
        self.assertEqual((item.state, item.invoice_ids.state), ("done", "posted"))

    def test_draft_that_somebody_took_back_stays_his(self):
        self._plan("per_delivery", is_sent=True)
        self._delivered()
        item = self._run("2027-03-01")
        item.invoice_ids.button_draft()
        self._send(item)
        self.assertEqual(item.state, "held")
        item._attempt()
        self.assertEqual((item.state, item.invoice_ids.state), ("held", "draft"))

    def test_one_failure_stops_nobody_else_and_leaves_nothing_behind(self):
        self._plan("per_delivery")
        orders = [self._delivered(), self._delivered(5)]
        original = Act._make_delivered

        def fail_for_four(item, due):
            invoices = original(item, due)
            if item.amount_untaxed == 400:
                raise UserError("No such account")  # pylint: disable=translation-required
            return invoices

        with patch.object(Act, "_make_delivered", fail_for_four):
            items = self._run("2027-03-01")
        self.assertEqual(sorted(items.mapped("state")), ["done", "error"])
        failed = items.filtered(lambda item: item.state == "error")
        self.assertEqual((failed.error, failed.attempt_count), ("No such account", 1))
        work = self.env.ref("customer_order_mgmt.work_invoices_stuck").with_user(self.accountant)
        action = work.with_context(allowed_company_ids=self.company.ids).action_open()
        self.assertEqual(self.items.search(action["domain"]), failed)
        self.assertFalse(orders[0].sudo().sale_order_ids.invoice_ids)
        self.assertEqual(orders[1].invoiced_percent, 100)
        failed._attempt()
        self.assertEqual((failed.state, failed.error), ("done", False))

    def test_fault_of_the_program_is_logged_and_kept(self):
        self._plan("per_delivery")
        self._delivered()
        with (
            patch.object(Act, "_check_period", side_effect=KeyError("oops")),
            self.assertLogs(Act.__module__, "ERROR"),
        ):
            item = self._run("2027-03-01")
        self.assertEqual((item.state, item.error), ("error", "'oops'"))

    def test_closed_period_is_an_error_until_the_date_is_changed(self):
        self._plan("monthly")
        self._delivered(day="2027-02-10")
        self.company.sudo().sale_lock_date = "2027-02-28"
        item = self._run("2027-03-01")
        self.assertEqual(item.state, "error")
        self.assertIn("2027-02-28 is closed", item.error)
        self.assertFalse(item.invoice_ids)
        item.with_user(self.accountant).date = "2027-03-01"
        item.with_user(self.accountant).action_invoice()
        self.assertEqual((item.state, item.invoice_ids.invoice_date), ("done", date(2027, 3, 1)))
        with self.assertRaises(InvoicingRefused):
            item.with_user(self.accountant).date = "2027-03-02"

    def test_customer_without_address_is_an_error_of_sending_alone(self):
        self._plan("per_delivery", is_sent=True)
        self.customer.email = False
        self._delivered()
        item = self._run("2027-03-01")
        self.assertEqual((item.state, item.invoice_ids.state), ("posted", "posted"))
        with self.assertRaises(InvoicingRefused):
            item._send()
        self.customer.email = "invoices@aqua.example.com"
        item._send()
        self.assertEqual(item.state, "done")
        self.assertTrue(item.sent_at)
        item._send()
        mails = self.env["mail.message"].search([("model", "=", "account.move"), ("res_id", "=", item.invoice_ids.id)])
        self.assertEqual(len(mails.filtered(lambda mail: mail.message_type == "comment")), 1)

    def test_scheduled_job_plans_posts_and_sends(self):
        self._plan("per_delivery", is_sent=True)
        broken = self.customer.copy({"name": "Nowhere", "email": False})
        self._plan("per_delivery", broken, is_sent=True)
        self._deliver_on(self._accepted(), "2026-01-01")
        self._deliver_on(self._accepted(5, partner_id=broken.id, contact_id=False), "2026-01-01")
        with self.enter_registry_test_mode(), mute_logger("odoo.addons.base.models.ir_cron"):
            self.env.ref("customer_order_mgmt.ir_cron_customer_order_invoicing").sudo().method_direct_trigger()
        self.env.invalidate_all()
        items = self.items.search([("company_id", "=", self.company.id)], order="amount_untaxed")
        self.assertEqual(items.mapped("state"), ["done", "posted"])
        self.assertIn("no e-mail address", items[1].error)
        self.assertEqual(set(items.invoice_ids.mapped("state")), {"posted"})
        self.assertEqual(items.invoice_ids.mapped("is_move_sent").count(True), 1)

    def test_queued_preview_is_invoiced_by_the_job(self):
        self._plan("weekly", weekday="4")
        self._delivered(day="2026-03-04")
        run = self.runs.with_user(self.accountant).create({"date": "2026-03-09"})
        with self.assertRaises(InvoicingRefused):
            run.action_queue()
        run.action_preview()
        run.action_queue()
        self.assertEqual(run.state, "queued")
        with self.assertRaises(InvoicingRefused):
            run.action_preview()
        items = self.runs._plan_day(self.company, date(2026, 3, 5))
        self.assertEqual((items.run_id.id, items.state, run.state), (run.id, "ready", "done"))
        items._attempt()
        self.assertEqual(items.invoice_ids.invoice_date, date(2026, 3, 6))

    def test_day_to_come_is_previewed_but_not_invoiced(self):
        self._plan("per_delivery")
        self._delivered(day="2026-03-04")
        run = self.runs.with_user(self.accountant).create({"date": "2999-01-01"})
        run.action_preview()
        self.assertEqual(run.item_count, 1)
        with self.assertRaises(InvoicingRefused):
            run.action_queue()

    def test_who_may(self):
        self._plan("per_delivery")
        order = self._delivered()
        item = self.runs._plan_day(self.company, date(2027, 3, 1))
        with self.assertRaises(AccessError):
            item.with_user(self.clerk).action_invoice()
        with self.assertRaises(AccessError):
            item.with_user(self.accountant).state = "done"
        with self.assertRaises(AccessError):
            item.with_user(self.accountant).create({"company_id": self.company.id, "key": "x"})
        with self.assertRaises(UserError):
            self.runs.with_user(self.accountant).create({"state": "done"})
        item.with_user(self.accountant).action_invoice()
        self.assertEqual(item.state, "done")
        self.assertEqual(order.invoiced_percent, 100)
        with self.assertRaises(UserError):
            item.unlink()

    def test_other_company_sees_nothing(self):
        self._plan("per_delivery")
        self._delivered()
        items = self._run("2027-03-01")
        other = self.setup_other_company()["company"]
        stranger = self._create_user("invoicing_stranger", "account.group_account_invoice", other)
        for records in (items, items.run_id, items.plan_id, items.line_ids):
            with self.subTest(records._name):
                self.assertFalse(records.with_user(stranger).search([("id", "in", records.ids)]))
