from odoo.tests import tagged

from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestLineMatch(CustomerOrderCommon):
    """A line beside itself: received, accepted, shipped, invoiced."""

    COLUMNS = ("received_quantity", "accepted_quantity", "shipped_quantity", "invoiced_quantity")

    def _figures(self, order):
        order.line_ids.invalidate_recordset()
        lines = order.line_ids.with_user(self.clerk).sorted(lambda line: (line.sequence, line.id))
        return [tuple(line[name] for name in self.COLUMNS) for line in lines]

    def test_line_is_followed_from_receipt_to_invoice(self):
        self.pump.invoice_policy = self.valve.invoice_policy = "delivery"
        order = self._create_order()
        self.assertEqual(self._figures(order), [(0, 0, 0, 0), (0, 0, 0, 0)])
        order.action_receive()
        self.assertEqual(self._figures(order), [(2, 0, 0, 0), (1, 0, 0, 0)])
        order.line_ids[0].quantity = 4
        order.line_ids[1].name = "Valve, in red"
        order.with_user(self.manager).action_accept()
        order._confirm_counter({"channel": "portal", "name": "Pat Buyer"})
        self.assertEqual(self._figures(order), [(2, 4, 0, 0), (1, 1, 0, 0)])
        self._deliver(order, share=0.5)
        self._invoice(order)
        self.assertEqual(self._figures(order), [(2, 4, 2, 2), (1, 1, 0.5, 0.5)])

    def test_line_that_the_customer_did_not_send_has_nothing_received(self):
        order = self._create_order([{"product_id": self.pump.id, "quantity": 2}])
        order.action_receive()
        order.write({"line_ids": [(0, 0, {"product_id": self.valve.id, "quantity": 3})]})
        self.assertEqual([figures[0] for figures in self._figures(order)], [2, 0])

    def test_list_reads_50_lines_like_2(self):
        lines = self.env["customer.order.line"].with_user(self.clerk)
        for _number in range(25):
            lines += self._accept(self._create_order()).line_ids.with_user(self.clerk)
        counts = []
        for some in (lines[:2], lines[:2], lines):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.browse(some.ids).web_read({name: {} for name in self.COLUMNS})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
