from datetime import timedelta

from odoo import fields
from odoo.addons.customer_order_mgmt.tests.common import CustomerOrderCommon
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestOrdered(CustomerOrderCommon):
    def _exposure(self):
        self.env.flush_all()
        profile = self.env["credit.profile"]._get_for(self.customer, self.company)
        return profile._get_exposure()[profile]

    def test_accepted_order_counts_through_its_sales_lines(self):
        order = self._create_order([{"product_id": self.pump.id, "quantity": 3, "tax_ids": False}])
        order.action_receive()
        self.assertEqual(self._exposure().gross, 0)
        order = self._accept(order)
        exposure = self._exposure()
        self.assertEqual((exposure.ordered, exposure.undelivered, exposure.gross), (0, 300, 300))

    def test_what_lost_its_sales_line_counts_itself(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 3, "tax_ids": False}]))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order_line SET state = 'cancel', credit_undelivered = 0 WHERE order_id IN %s",
            [tuple(order.sudo().sale_order_ids.ids)],
        )
        self.env.invalidate_all()
        self.env["credit.counter"].sudo()._rebuild()
        exposure = self._exposure()
        self.assertEqual((exposure.ordered, exposure.undelivered, exposure.gross), (300, 0, 300))
        day = order.line_ids.promised_date
        self.assertEqual(exposure.commitments, ((day, 300),), "a dynamic check leaves out what is promised for later")
        self.assertEqual((exposure.committed_after(day), exposure.committed_after(day - timedelta(days=1))), (0, 300))
        profile = self.env["credit.profile"]._get_for(self.customer, self.company).sudo()
        self.assertEqual((profile.ordered_amount, profile.undelivered_amount, profile.exposure_amount), (300, 0, 300))
        row = self.env["credit.exposure"].sudo().browse(profile.id)
        self.assertEqual((row.ordered_amount, row.undelivered_amount, row.exposure_amount), (300, 0, 300))
        action = profile.action_show_ordered()
        self.assertEqual(self.env[action["res_model"]].sudo().search(action["domain"]), order.line_ids.sudo())

    def test_exposure_of_a_past_day_counts_what_was_accepted_by_then(self):
        """Accepted ten days ago; its sales order was confirmed four days ago."""
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 3, "tax_ids": False}]))
        self.env.flush_all()
        profile = self.env["credit.profile"]._get_for(self.customer, self.company).sudo()
        today = fields.Date.context_today(profile)
        sales = order.sudo().sale_order_ids
        self.env.cr.execute(
            "UPDATE customer_order SET accepted_date = %s WHERE id = %s", [today - timedelta(days=10), order.id]
        )
        self.env.cr.execute(
            "UPDATE sale_order SET date_order = %s WHERE id IN %s", [today - timedelta(days=4), sales._ids]
        )
        self.env.invalidate_all()
        for days, ordered, undelivered in ((11, 0, 0), (10, 300, 0), (5, 300, 0), (3, 0, 300)):
            exposure = profile._get_exposure(today - timedelta(days=days))[profile]
            with self.subTest(days=days):
                self.assertEqual((exposure.ordered, exposure.undelivered), (ordered, undelivered))

    def test_framework_counts_by_its_releases(self):
        dates = {"framework_start_date": "2026-01-01", "framework_end_date": "2027-12-31"}
        line = {"product_id": self.pump.id, "quantity": 100, "tax_ids": False}
        framework = self._accept(self._create_order([line], is_framework=True, **dates))
        self.assertEqual(framework.state, "accepted")
        self.assertEqual(self._exposure().gross, 0)

    def test_counters_equal_the_documents(self):
        self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 3}]))
        proofs = self.env["credit.proof"].sudo()._prove()
        self.assertEqual(set(proofs.mapped("state")), {"equal"})
