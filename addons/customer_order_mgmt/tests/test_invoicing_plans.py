from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import MilestoneIsInvoiced
from .invoicing_common import InvoicingCommon


@tagged("post_install", "-at_install")
class TestInvoicingPlans(InvoicingCommon):
    """Each mode, with the business days passed in."""

    def test_without_a_plan_nothing_is_invoiced(self):
        order = self._accepted()
        self._deliver_on(order, "2027-03-01")
        self.assertFalse(self._run("2027-03-31"))
        self._plan("manual")
        self.assertFalse(self._run("2027-03-31"))
        self.assertFalse(order.sudo().sale_order_ids.invoice_ids)

    def test_each_delivery_is_one_invoice(self):
        self._plan("per_delivery")
        order = self._accepted()
        first = self._deliver_on(order, "2027-03-01", share=0.25)
        items = self._run("2027-03-01")
        self.assertEqual((items.state, items.line_ids.picking_id), ("done", first))
        self.assertEqual(items.invoice_ids.state, "posted")
        self.assertEqual(items.invoice_ids.invoice_date, date(2027, 3, 1))
        self.assertEqual(items.invoice_ids.invoice_line_ids.quantity, 1)
        self._deliver_on(order, "2027-03-02", share=0.5)
        self._deliver_on(order, "2027-03-03")
        items = self._run("2027-03-03")
        self.assertEqual(sorted(items.invoice_ids.invoice_line_ids.mapped("quantity")), [1.5, 1.5])
        self.assertEqual(order.invoiced_percent, 100)
        self.assertFalse(self._run("2027-03-04"))

    def test_goods_invoiced_on_order_wait_for_their_delivery(self):
        self.pump.invoice_policy = "order"
        self._plan("per_delivery")
        order = self._accepted()
        self.assertFalse(self._run("2027-03-01"))
        self._deliver_on(order, "2027-03-01", share=0.5)
        self.assertEqual(self._run("2027-03-01").invoice_ids.invoice_line_ids.quantity, 2)

    def test_preview_says_what_the_invoice_will_be(self):
        self._plan("per_delivery")
        order = self._accepted(3)
        self._deliver_on(order, "2027-03-01")
        invoices = self.env["account.move"].search_count([])
        accountant = self._create_user("preview_accountant", "account.group_account_invoice")
        run = self.runs.with_user(accountant).create({"date": "2027-03-01"})
        run.action_preview()
        self.assertEqual(self.env["account.move"].search_count([]), invoices)
        preview = run.item_ids
        self.assertEqual((preview.state, preview.amount_untaxed), ("preview", 300))
        done = self._run("2027-03-01")
        self.assertEqual(done.invoice_ids.amount_total, preview.amount_total)
        self.assertEqual(done.invoice_ids.amount_untaxed, preview.amount_untaxed)
        run.action_preview()
        self.assertFalse(run.item_ids)

    def test_month_is_closed_at_its_end(self):
        self._plan("monthly", month_day=31)
        orders = [self._accepted(1, self.pump), self._accepted(2, self.valve)]
        self._deliver_on(orders[0], "2027-02-10")
        self._deliver_on(orders[1], "2027-02-28")
        late = self._accepted(5)
        self._deliver_on(late, "2027-03-01")
        self.assertFalse(self._run("2027-02-28"))
        items = self._run("2027-03-01")
        self.assertEqual(len(items.invoice_ids), 1)
        self.assertEqual(items.invoice_ids.invoice_date, date(2027, 2, 28))
        self.assertEqual(items.invoice_ids.amount_untaxed, 180)
        self.assertEqual(items.sale_order_ids.customer_order_id, orders[0] + orders[1])
        self.assertEqual(self._run("2027-04-02").invoice_ids.amount_untaxed, 500)

    def test_week_and_day(self):
        self._plan("weekly", weekday="4")
        order = self._accepted()
        self._deliver_on(order, "2027-03-03", share=0.25)
        self._deliver_on(order, "2027-03-05", share=1 / 3)
        self.assertFalse(self._run("2027-03-05"))
        items = self._run("2027-03-06")
        self.assertEqual((items.invoice_ids.invoice_date, items.invoice_ids.amount_untaxed), (date(2027, 3, 5), 200))
        self._plan("daily")
        self._deliver_on(order, "2027-03-08")
        self.assertFalse(self._run("2027-03-08"))
        self.assertEqual(self._run("2027-03-09").invoice_ids.invoice_date, date(2027, 3, 8))

    def test_collective_invoices_never_mix_what_one_invoice_cannot_say(self):
        self._plan("daily", consolidation="delivery")
        site = self.env["res.partner"].create({"name": "Site", "parent_id": self.customer.id, "type": "other"})
        term = self.env.ref("account.account_payment_term_30days")
        for vals in ({}, {}, {"payment_term_id": term.id}, {"partner_shipping_id": site.id}):
            self._deliver_on(self._accepted(1, **vals), "2027-03-01")
        items = self._run("2027-03-02")
        self.assertEqual(sorted(items.mapped("amount_untaxed")), [100, 100, 200])
        self.assertEqual(len(items.invoice_ids), 3)
        self.assertIn(term, items.invoice_ids.invoice_payment_term_id)

    def test_one_invoice_per_invoice_address_over_delivery_addresses(self):
        self._plan("daily")
        site = self.env["res.partner"].create({"name": "Site", "parent_id": self.customer.id, "type": "delivery"})
        for vals in ({}, {"partner_shipping_id": site.id}):
            self._deliver_on(self._accepted(1, **vals), "2027-03-01")
        self.assertEqual(len(self._run("2027-03-02").invoice_ids), 1)

    def test_order_overrides_customer_and_company(self):
        self.company.customer_order_invoicing_plan_id = self._plan("daily")
        monthly = self._plan("monthly")
        order = self._accepted()
        self.assertEqual(order.effective_invoicing_plan_id, monthly)
        own = self._plan("per_delivery", self.buyer.commercial_partner_id.copy())
        order.invoicing_plan_id = own
        self.assertEqual(order.effective_invoicing_plan_id, own)
        order.invoicing_plan_id = False
        self.customer.with_company(self.company).customer_order_invoicing_plan_id = False
        self.assertEqual(order.effective_invoicing_plan_id, self.company.customer_order_invoicing_plan_id)

    def test_customer_accepts_a_delivery_out_of_turn(self):
        self._plan("on_acceptance")
        order = self._accepted()
        first = self._deliver_on(order, "2027-03-01", share=0.25)
        second = self._deliver_on(order, "2027-03-02")
        self.assertFalse(self._run("2027-06-01"))
        self._answer(order, second)
        items = self._run("2027-03-03")
        self.assertEqual((items.line_ids.picking_id, items.line_ids.quantity), (second, 3))
        self.assertFalse(self._run("2027-03-03"), "the first delivery is not taken for invoiced, nor for accepted")
        self._answer(order, first, verdict="refused")
        self.assertFalse(self._run("2027-03-04"))
        self._answer(order, first)
        self.assertEqual(self._run("2027-03-05").line_ids.picking_id, first)
        self.assertEqual(self._get_events(order).count("customer_order.delivery_answered"), 3)

    def test_silence_counts_where_the_plan_says_so(self):
        self._plan("on_acceptance", silence_days=7)
        order = self._accepted()
        self._deliver_on(order, "2027-03-01")
        self.assertFalse(self._run("2027-03-07"))
        self.assertTrue(self._run("2027-03-08").invoice_ids)

    def test_services_wait_for_acceptance_too(self):
        self._plan("on_acceptance")
        service = self._create_good("Start-up S1", 500.0, type="service", invoice_policy="delivery")
        order = self._accepted(1, service)
        order.sudo().sale_order_ids.order_line.qty_delivered = 1
        self._commit_like(order)
        self.assertFalse(self._run("2027-03-01"))
        self._answer(order)
        self.assertEqual(self._run("2027-03-01").invoice_ids.amount_untaxed, 500)

    def test_answer_is_about_a_delivery_of_the_order_and_stays(self):
        order, other = self._accepted(), self._accepted()
        foreign = self._deliver_on(other, "2027-03-01")
        with self.assertRaises(ValidationError):
            self._answer(order, foreign)
        answer = self._answer(other, foreign)
        with self.assertRaises(UserError):
            answer.sudo().verdict = "refused"
        with self.assertRaises(UserError):
            answer.sudo().unlink()

    def test_milestones_are_down_payments_that_the_deliveries_deduct(self):
        self._plan("milestone")
        order = self._accepted(10)
        self._deliver_on(order, "2026-01-05", share=0.4)
        self.assertFalse(self._run(self._today(order)), "no milestone says when")
        start, ready = self._milestones(order, ("Start", 30), ("Ready", 20))
        start.action_reach()
        items = self._run(self._today(order))
        self.assertEqual(items.milestone_id, start)
        self.assertEqual(items.invoice_ids.amount_total, order.amount_total * 0.3)
        self.assertEqual(items.amount_total, items.invoice_ids.amount_total)
        self.assertFalse(self._run(self._today(order)), "what was delivered waits for the other milestone")
        ready.action_reach()
        for item in self._run(self._today(order)).sorted("id"):
            self.assertIn(item.state, ("done", "skipped"))
        self._deliver_on(order, self._today(order))
        self._run(self._today(order))
        invoices = order.sudo().sale_order_ids.invoice_ids
        self.assertEqual(set(invoices.mapped("state")), {"posted"})
        self.assertEqual(sum(invoices.mapped("amount_total_signed")), order.amount_total)
        self.assertEqual(order.invoiced_percent, 100)
        self.assertEqual(self._get_events(order).count("customer_order.milestone_reached"), 2)

    def test_milestone_stays_as_it_is_once_it_is_reached_or_invoiced(self):
        self._plan("milestone")
        order = self._accepted(10)
        [start] = self._milestones(order, ("Start", 30))
        with self.assertRaises(MilestoneIsInvoiced):
            start.reached_date = "2027-01-01"
        start.action_reach()
        with self.assertRaises(MilestoneIsInvoiced):
            start.percent = 50
        with self.assertRaises(MilestoneIsInvoiced):
            start.unlink()
        start.action_take_back()
        start.percent = 40
        start.action_reach()
        invoice = self._run(self._today(order)).invoice_ids
        with self.assertRaises(MilestoneIsInvoiced):
            start.action_take_back()
        invoice.button_draft()
        invoice.button_cancel()
        start.action_take_back()
        with self.assertRaises(ValidationError):
            self._milestones(order, ("Too much", 70))

    def test_what_was_credited_is_not_invoiced_again(self):
        self._plan("per_delivery")
        order = self._accepted()
        self._deliver_on(order, "2027-03-01")
        self._run("2027-03-01").invoice_ids._reverse_moves(cancel=True)
        self._commit_like(order)
        self.assertFalse(self._run("2027-03-02"))
        rows = self.env["customer.order.uninvoiced"].search([("customer_order_id", "=", order.id)])
        self.assertEqual((rows.reason, rows.amount), ("credited", 400))

    def test_what_came_back_is_not_invoiced(self):
        self._plan("per_delivery")
        order = self._accepted()
        picking = self._deliver_on(order, "2027-03-01")
        wizard = self.env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking")
        wizard = wizard.create({})
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.button_validate()
        self._commit_like(order)
        items = self._run("2027-03-01")
        self.assertEqual((items.line_ids.picking_id, items.line_ids.quantity), (picking, 3))

    def test_samples_alone_make_no_invoice(self):
        self._plan("per_delivery")
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 1, "price_unit": 0}]))
        self._deliver_on(order, "2027-03-01")
        self.assertFalse(self._run("2027-03-01"))

    def test_second_company_is_left_alone(self):
        self._plan("per_delivery")
        order = self._accepted()
        self._deliver_on(order, "2027-03-01")
        other = self.setup_other_company()["company"]
        self.assertFalse(self.items._get_due(other, date(2027, 3, 1)))

    def test_preview_costs_50_orders_like_2(self):
        self._plan("daily")
        for _number in range(2):
            self._deliver_on(self._accepted(), "2027-03-01")
        few = self._count_due()
        for _number in range(20):
            self._deliver_on(self._accepted(), "2027-03-01")
        self.assertLessEqual(self._count_due(), few)

    def _count_due(self):
        self._due("2027-03-02")
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._due("2027-03-02")
        return self.env.cr.sql_log_count - before

    def _answer(self, order, picking=None, **vals):
        answers = self.env["customer.order.delivery.acceptance"].with_user(self.clerk)
        return answers.create({"order_id": order.id, "picking_id": picking and picking.id, "person": "Pat", **vals})

    def _milestones(self, order, *steps):
        order.with_user(self.clerk).milestone_ids = [
            Command.create({"name": name, "percent": percent}) for name, percent in steps
        ]
        return list(order.milestone_ids.sorted("id"))[-len(steps) :]

    def _today(self, order):
        return order._get_today()
