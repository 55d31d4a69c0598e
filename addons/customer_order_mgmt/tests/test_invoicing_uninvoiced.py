from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .invoicing_common import InvoicingCommon


@tagged("post_install", "-at_install")
class TestUninvoiced(InvoicingCommon):
    """Delivered, not invoiced, and why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._create_user("uninvoiced_accountant", "account.group_account_invoice")

    def _rows(self, order):
        self.env.flush_all()
        self.env["customer.order.uninvoiced"].invalidate_model()
        return self.env["customer.order.uninvoiced"].search([("customer_order_id", "=", order.id)])

    def _reason(self, order):
        return self._rows(order).mapped("reason")

    def _delivered(self, quantity=4, day="2026-03-02"):
        order = self._accepted(quantity)
        self._deliver_on(order, day)
        return order

    def test_why(self):
        order = self._accepted()
        self.assertFalse(self._rows(order))
        self._deliver_on(order, "2026-03-02")
        self.assertEqual(self._reason(order), ["no_plan"])
        for mode, reason in (
            ("manual", "manual"),
            ("per_delivery", "due"),
            ("monthly", "plan_day"),
            ("milestone", "milestone"),
            ("on_acceptance", "acceptance"),
        ):
            with self.subTest(mode):
                self._plan(mode)
                self.assertEqual(self._reason(order), [reason])
                self.assertTrue(self._rows(order).explanation)
        answer = {"order_id": order.id, "picking_id": order.sudo().sale_order_ids.picking_ids.id}
        self.env["customer.order.delivery.acceptance"].with_user(self.clerk).create({**answer, "verdict": "refused"})
        self.assertEqual(self._reason(order), ["refused"])
        self.env["customer.order.delivery.acceptance"].with_user(self.clerk).create(answer)
        self.assertEqual(self._reason(order), ["due"])

    def test_milestones_reached_and_order_own_plan(self):
        self._plan("milestone")
        order = self._delivered()
        order.milestone_ids = [Command.create({"name": "Ready", "percent": 0})]
        self.assertEqual(self._reason(order), ["milestone"])
        order.milestone_ids.action_reach()
        self.assertEqual(self._reason(order), ["due"])
        order.invoicing_plan_id = self._plan("manual", self.customer.copy())
        self.assertEqual(self._reason(order), ["manual"])

    def test_value_and_days(self):
        self._plan("per_delivery")
        order = self._accepted()
        self._deliver_on(order, "2026-03-02", share=0.25)
        self._run("2026-03-02")
        self._deliver_on(order, "2026-03-04", share=2 / 3)
        rows = self._rows(order)
        self.assertEqual((rows.quantity, rows.amount, str(rows.delivered_date)), (2, 200, "2026-03-04"))
        self.assertGreater(rows.days, 200)
        self.assertEqual(order.uninvoiced_amount, 200)
        self._run("2026-03-04")
        self.assertFalse(self._rows(order))

    def test_days_are_those_of_the_company(self):
        self._plan("on_acceptance", silence_days=8)
        order = self._delivered(day="2026-03-02")
        for zone, days, reason in (("Asia/Tokyo", 8, "due"), ("America/Los_Angeles", 7, "acceptance")):
            self.company.partner_id.tz = zone
            with self.subTest(zone), freeze_time("2026-03-09 23:30:00"):
                self.assertEqual((self._rows(order).days, self._reason(order)), (days, [reason]))

    def test_draft_and_held(self):
        order = self._delivered()
        order.sudo().sale_order_ids._create_invoices()
        self.assertEqual(self._reason(order), ["draft"])
        self._plan("per_delivery")
        self.company.order_gate_invoice_blocks = True
        rule = {"name": "value", "kind": "value", "checkpoint": "invoice", "mode": "enforce", "amount_limit": 100}
        self.env["order.gate.rule"].sudo().create({**rule, "company_id": self.company.id})
        held = self._delivered()
        item = self._run("2026-03-02")
        rows = self._rows(held)
        self.assertEqual((rows.reason, rows.item_id), ("held", item))
        self.assertIn(" ".join(item.error.split()), rows.explanation)

    def test_error_of_the_last_run(self):
        self._plan("per_delivery")
        order = self._delivered()
        self.company.sudo().hard_lock_date = "2026-03-31"
        self._run("2026-03-02")
        rows = self._rows(order)
        self.assertEqual(rows.reason, "error")
        self.assertIn("is closed", rows.explanation)

    def test_accountant_without_a_role_invoices_from_the_list(self):
        orders = [self._accepted(), self._accepted(2, self.valve)]
        for order in orders:
            self._deliver_on(order, "2026-03-02")
        rows = self._rows(orders[0]) + self._rows(orders[1])
        rows = rows.with_user(self.accountant)
        columns = ["customer_order_id", "commercial_partner_id", "sale_line_id", "amount", "explanation", "plan_id"]
        self.assertEqual(len(rows.web_read({name: {} for name in columns})), 2)
        with self.assertRaises(AccessError):
            rows.with_user(self.clerk).action_invoice_now()
        action = rows.action_invoice_now()
        items = self.env["customer.order.invoicing.item"].with_user(self.accountant).search(action["domain"])
        self.assertEqual(items.mapped("state"), ["done", "done"])
        self.assertFalse(self._rows(orders[0]) + self._rows(orders[1]))

    def test_other_currency_counts_in_the_companys(self):
        currency = self.setup_other_currency("GBP", rates=[("2020-01-01", 2.0)])
        self._plan("per_delivery")
        order = self._accepted(pricelist_id=False, currency_id=currency.id)
        self._deliver_on(order, "2026-03-02")
        rows = self._rows(order)
        self.assertEqual((rows.amount, rows.company_amount), (order.amount_untaxed, order.amount_untaxed / 2))
        self.assertEqual(self._run("2026-03-02").invoice_ids.currency_id, currency)

    def test_list_reads_50_rows_like_2(self):
        self._plan("monthly")
        orders = [self._delivered() for _number in range(20)]
        few = self._count(orders[:2])
        self.assertLessEqual(self._count(orders), few)

    def _count(self, orders):
        columns = {name: {} for name in ("customer_order_id", "explanation", "amount", "days", "plan_id")}
        domain = [("customer_order_id", "in", [order.id for order in orders])]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["customer.order.uninvoiced"].with_user(self.accountant).web_search_read(domain, columns)
        return self.env.cr.sql_log_count - before
