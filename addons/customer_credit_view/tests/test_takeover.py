from odoo.fields import Command
from odoo.tests import tagged

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
