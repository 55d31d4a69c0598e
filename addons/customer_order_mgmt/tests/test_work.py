from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import UnknownWork
from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestWork(CustomerOrderCommon):
    """The work list of each role, and the digest."""

    def _get_counts(self, user):
        works = self.env["customer.order.work"].with_user(user).with_context(allowed_company_ids=self.company.ids)
        works.invalidate_model(["count"])
        return {work.code: work.count for work in works.search([])}

    def _countered(self):
        order = self._create_order()
        order.action_receive()
        order.line_ids[0].quantity = 1
        order.with_user(self.manager).action_accept()
        return order.with_user(self.manager)

    def test_each_role_has_its_own_list(self):
        clerk, manager = self._get_counts(self.clerk), self._get_counts(self.manager)
        self.assertIn("unacknowledged", clerk)
        self.assertNotIn("amendments_waiting", clerk)
        self.assertLessEqual(set(clerk), set(manager))
        accountant = self._create_user("work_accountant", "account.group_account_invoice")
        self.assertEqual(set(self._get_counts(accountant)), {"uninvoiced", "invoices_stuck"})

    def test_received_orders_wait_for_a_decision(self):
        order = self._create_order()
        order.action_receive()
        self.assertEqual(self._get_counts(self.manager)["to_decide"], 1)
        self._accept(order)
        self.assertEqual(self._get_counts(self.manager)["to_decide"], 0)

    def _count_after(self, order, hours):
        """How much is unacknowledged when ``hours`` have passed since the last act on ``order``."""
        self.assertAlmostEqual(order.answer_owed_at, fields.Datetime.now(), delta=timedelta(minutes=10))
        order._note(answer_owed_at=fields.Datetime.now() - timedelta(hours=hours))
        return self._get_counts(self.clerk)["unacknowledged"]

    def _assert_late_at_the_border(self, order):
        self.buyer.email = "pat@aqua.example"
        self.assertEqual(self._count_after(order, 0), 0)
        order._note(answer_owed_at=fields.Datetime.now())
        self.assertEqual(self._count_after(order, 23.9), 0)
        order._note(answer_owed_at=fields.Datetime.now())
        self.assertEqual(self._count_after(order, 24.1), 1)

    def test_accepted_order_is_unacknowledged_after_some_hours(self):
        order = self._accept(self._create_order())
        self._assert_late_at_the_border(order)
        order._send_acknowledgement()
        self.assertEqual(self._get_counts(self.clerk)["unacknowledged"], 0)

    def test_received_order_without_any_word_is_unacknowledged_too(self):
        order = self._create_order()
        order.action_receive()
        self._assert_late_at_the_border(order)
        order._send_acknowledgement()
        self.assertEqual((order.acknowledgement_code, self._get_counts(self.clerk)["unacknowledged"]), ("AB", 0))

    def test_counter_offer_that_was_not_sent_is_unacknowledged(self):
        self._assert_late_at_the_border(self._countered())

    def test_rejection_that_was_not_sent_is_unacknowledged(self):
        order = self._create_order()
        order.action_receive()
        order.with_user(self.manager).action_reject("Not ours")
        self._assert_late_at_the_border(order)

    def test_confirmed_counter_offer_is_late_from_its_confirmation_on(self):
        order = self._countered()
        self.assertEqual(self._count_after(order, 100), 1)
        order._confirm_counter({"channel": "portal", "name": "Pat Buyer"})
        self.assertEqual(order.state, "accepted")
        self._assert_late_at_the_border(order)

    def test_counter_offers_expire(self):
        order = self._countered()
        self.assertEqual(self._get_counts(self.clerk)["counters_expiring"], 0)
        order._advance("countered", counter_valid_until=order._get_today() + timedelta(days=2))
        self.assertEqual(self._get_counts(self.clerk)["counters_expiring"], 1)
        order._advance("countered", counter_confirmed_at=self.env.cr.now())
        counts = self._get_counts(self.manager)
        self.assertEqual((counts["counters_expiring"], counts["counters_confirmed"]), (0, 1))

    def test_amendments_wait(self):
        order = self._accept(self._create_order())
        amendment = self.env["customer.order.amendment"].with_user(self.clerk).create({"order_id": order.id})
        self.assertEqual(self._get_counts(self.manager)["amendments_waiting"], 1)
        amendment.write({"requested_by": "company", "reason": "Shortage"})
        self.assertEqual(self._get_counts(self.manager)["amendments_waiting"], 1)
        amendment.line_ids[0].quantity = 1
        amendment.with_user(self.manager).action_propose()
        self.assertEqual(self._get_counts(self.manager)["amendments_waiting"], 0)

    def test_delivered_not_invoiced(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2}]))
        self._deliver(order)
        self.assertEqual(self._get_counts(self.manager)["uninvoiced"], 1)
        self._invoice(order)
        self.assertEqual(self._get_counts(self.manager)["uninvoiced"], 0)

    def test_incoming_that_made_no_draft(self):
        intake = self.env["customer.order.intake"].with_user(self.clerk).create({"company_id": self.company.id})
        self.assertEqual(self._get_counts(self.clerk)["incoming"], 0, "not read yet")
        intake.action_read()
        self.assertEqual((intake.state, self._get_counts(self.clerk)["incoming"]), ("read", 1))
        intake._fail("Broken.")
        self.assertEqual(self._get_counts(self.clerk)["incoming"], 1)
        intake.action_ignore()
        self.assertEqual(self._get_counts(self.clerk)["incoming"], 0)

    def test_entry_opens_what_it_counts(self):
        self._countered()
        for work in self.env["customer.order.work"].with_user(self.manager).search([]):
            action = work.with_context(allowed_company_ids=self.company.ids).action_open()
            self.assertEqual(action["views"][0][1], "list", work.code)
            found = self.env[action["res_model"]].with_user(self.manager).search_count(action["domain"])
            self.assertEqual(found, work.with_context(allowed_company_ids=self.company.ids).count, work.code)

    def test_other_companies_do_not_count(self):
        order = self._create_order()
        order.action_receive()
        other = self.setup_other_company()["company"]
        self.manager.company_ids |= other
        work = self.env.ref("customer_order_mgmt.work_to_decide").with_user(self.manager)
        self.assertEqual(work.with_context(allowed_company_ids=other.ids).count, 0)

    def test_digest_counts_for_its_reader(self):
        order = self._create_order()
        order.action_receive()
        self._accept(order)._note(answer_owed_at=fields.Datetime.now() - timedelta(hours=25))
        digest = self.env["digest.digest"].create({"name": "Morning", "company_id": self.company.id})
        self.assertEqual(digest.with_user(self.clerk).sudo(False).kpi_customer_order_unacknowledged_value, 1)
        with self.assertRaises(AccessError):
            digest.with_user(self.clerk).kpi_customer_order_amendments_value  # noqa: B018

    def test_digest_shows_what_waits_once(self):
        self._create_order().action_receive()
        digest = self.env["digest.digest"].create(
            {"name": "Morning", "company_id": self.company.id, "kpi_customer_order_unacknowledged": True}
        )
        digest.kpi_res_users_connected = True
        waiting, others = {}, {}
        for kpi in digest.sudo()._compute_kpis(self.company, self.clerk):
            (waiting if "customer_order" in kpi["kpi_name"] else others)[kpi["kpi_name"]] = kpi
        self.assertEqual(waiting["kpi_customer_order_unacknowledged"]["kpi_col1"]["col_subtitle"], "Waiting now")
        self.assertFalse(waiting["kpi_customer_order_unacknowledged"]["kpi_col2"])
        self.assertTrue(others["kpi_res_users_connected"]["kpi_col2"], "Other figures keep their periods")

    def test_unknown_entry_is_named(self):
        work = self.env["customer.order.work"].new({"code": "to_decide"})
        self.patch(type(work), "_get_work_to_decide", None)
        with self.assertRaises(UnknownWork):
            work._get_work()
