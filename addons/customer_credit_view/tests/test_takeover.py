import logging
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from ..models.exposure import credit_counter, sale_order_line
from ..models.takeover import credit_takeover
from ..tools import counting
from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestTakeover(CreditCommon):
    def test_customers_of_a_living_database_get_profiles(self):
        invoiced, ordering, stranger = (self._customer(name) for name in ("Invoiced", "Ordering", "Stranger"))
        self._invoice(10, "2027-01-10", partner=invoiced)
        self._order(partner_id=ordering.id).sudo().action_confirm()
        takeover = self.env["credit.takeover"].with_user(self.manager).create({"company_id": self.company.id})
        takeover.action_start()
        self.assertEqual((takeover.state, takeover.customer_count), ("running", 2))
        with self.enter_registry_test_mode():
            self.env.ref("customer_credit_view.cron_credit_takeover").sudo().method_direct_trigger()
        takeover.invalidate_recordset()
        self.assertEqual((takeover.state, takeover.done_count, takeover.progress), ("done", 2, 100.0))
        profiles = self.env["credit.profile"].sudo()
        self.assertEqual(
            profiles._find_for(invoiced + ordering + stranger, self.company).partner_id, invoiced + ordering
        )
        self.assertEqual(set(profiles._find_for(invoiced, self.company).mapped("standing")), {"none"})

    def test_customers_of_opening_balances_get_profiles(self):
        """Open items that were taken over from another system by an entry have no invoice."""
        opening = self._customer("From the Old System")
        contact = self.env["res.partner"].create({"name": "Their Buyer", "parent_id": opening.id})
        receivable = self.company_data["default_account_receivable"]
        lines = [
            {"account_id": receivable.id, "partner_id": contact.id, "debit": 77.0},
            {"account_id": self.company_data["default_account_revenue"].id, "credit": 77.0},
        ]
        entry = self.env["account.move"].create(
            {"move_type": "entry", "date": "2027-01-10", "line_ids": [Command.create(line) for line in lines]}
        )
        entry.action_post()
        asking = self._customer("Asked for a Price")
        self._order(partner_id=asking.id)
        takeover = self.env["credit.takeover"].with_user(self.manager).create({"company_id": self.company.id})
        self.assertEqual(takeover._find_customers(), opening)
        self.company.credit_counts_quotations = True
        self.assertEqual(takeover._find_customers(), opening + asking)

    def test_second_takeover_finds_nothing_to_do(self):
        self._invoice(10, "2027-01-10")
        self._profile()
        takeover = self.env["credit.takeover"].with_user(self.manager).create({"company_id": self.company.id})
        takeover.action_start()
        self.assertEqual(takeover._take_batch(), 0)
        self.assertEqual((takeover.state, takeover.done_count), ("done", 0))

    def test_job_goes_on_after_each_batch(self):
        """Customer by customer: what is done is told between batches, and nobody is left out or made twice."""
        customers = self.env["res.partner"].union(*(self._customer(f"Batch {number}") for number in range(3)))
        for customer in customers:
            self._invoice(10, "2027-01-10", partner=customer)
        takeover = self.env["credit.takeover"].with_user(self.manager).create({"company_id": self.company.id})
        takeover.action_start()
        told = []
        with patch.object(credit_takeover, "BATCH", 1):
            while left := takeover.sudo()._take_batch():
                told.append((left, takeover.done_count, round(takeover.progress)))
        self.assertEqual(told, [(2, 1, 33), (1, 2, 67), (1, 3, 100)])
        self.assertEqual((takeover.state, takeover.done_count), ("done", 3))
        self.assertEqual(self.env["credit.profile"].sudo()._find_for(customers, self.company).partner_id, customers)

    def test_cron_goes_on_after_each_batch(self):
        for number in range(3):
            self._invoice(10, "2027-01-10", partner=self._customer(f"Job {number}"))
        takeover = self.env["credit.takeover"].with_user(self.manager).create({"company_id": self.company.id})
        takeover.action_start()
        with patch.object(credit_takeover, "BATCH", 1), self.enter_registry_test_mode():
            self.env.ref("customer_credit_view.cron_credit_takeover").sudo().method_direct_trigger()
        takeover.invalidate_recordset()
        self.assertEqual((takeover.state, takeover.done_count), ("done", 3))

    def test_counters_are_built_in_batches_and_tell_how_far_they_are(self):
        """The administrator who installs it reads in the log how many order lines are done."""
        self._invoice(70, "2027-01-10")
        order = self._order([(self.pump, 1, 100.0), (self.pump, 2, 100.0), (self.pump, 3, 100.0)]).sudo()
        order.action_confirm()
        self.env.flush_all()
        lines, counters = self.env["sale.order.line"].sudo(), self.env["credit.counter"].sudo()
        profile = self._profile()
        before = profile._get_exposure()[profile]
        total = lines.search_count(lines._get_open_domain())
        # By its number: Odoo gives the name to a level above it.
        with (
            patch.object(sale_order_line, "BATCH", 1),
            patch.object(counting, "BATCH", 5000),
            self.assertLogs(sale_order_line._logger, logging.INFO) as of_lines,
            self.assertLogs(credit_counter._logger, logging.INFO) as of_rows,
        ):
            counters._rebuild()
        told = [line.rpartition(": ")[2] for line in of_lines.output]
        self.assertEqual(told, [f"{done} of {total}" for done in range(1, total + 1)])
        for table in ("account_move_line", "sale_order_line"):
            self.assertTrue(any(f"Rows of {table} counted" in line for line in of_rows.output), table)
        self.env.invalidate_all()
        self.assertEqual(profile._get_exposure()[profile], before)
        self.assertEqual((before.undelivered, before.overdue + before.open_due_later), (600, 70))
