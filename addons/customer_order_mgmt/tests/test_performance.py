from odoo.fields import Command
from odoo.tests import tagged

from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestPerformance(CustomerOrderCommon):
    def _count(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _received(self, lines):
        order = self._create_order([{"product_id": self.pump.id, "quantity": number + 1} for number in range(lines)])
        order.action_receive()
        return order.with_user(self.manager)

    def test_list_reads_50_orders_like_2(self):
        columns = ["name", "partner_id", "amount_total", "state", "is_late", "status_line", "shipped_percent"]
        orders = self.env["customer.order"].with_user(self.clerk)
        for _number in range(50):
            orders += self._create_order()
        orders[:2].web_read({name: {} for name in columns})
        few = self._count(lambda: orders[:2].web_read({name: {} for name in columns}))
        many = self._count(lambda: orders.web_read({name: {} for name in columns}))
        self.assertLessEqual(many, few)

    def test_counts_of_documents_read_50_orders_like_2(self):
        orders = self.env["customer.order"].with_user(self.clerk)
        for _number in range(20):
            orders += self._create_order()
        few = self._count(lambda: orders[:2].mapped("delivery_count"))
        many = self._count(lambda: orders.mapped("delivery_count"))
        self.assertLessEqual(many, few)

    def test_creating_50_lines_costs_like_2(self):
        few = self._count(lambda: self._create_order([{"product_id": self.pump.id}] * 2))
        many = self._count(lambda: self._create_order([{"product_id": self.pump.id}] * 50))
        self.assertLess(many, few + 30)

    def test_accepting_50_lines_costs_like_a_sales_order_with_50_lines(self):
        """Our part must not grow with the lines; Odoo's own confirmation does, so it is measured beside."""
        self._received(2).action_accept()
        few, many = (self._count(self._received(lines).action_accept) for lines in (2, 50))
        native_few, native_many = (self._count(lambda lines=lines: self._confirm_native(lines)) for lines in (2, 50))
        self.assertLess((many - few) - (native_many - native_few), 48)

    def _confirm_native(self, lines):
        sale = (
            self.env["sale.order"]
            .sudo()
            .create(
                {
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "order_line": [
                        Command.create({"product_id": self.pump.id, "product_uom_qty": number + 1})
                        for number in range(lines)
                    ],
                }
            )
        )
        sale.action_confirm()
