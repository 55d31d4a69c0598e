from odoo.tests import tagged

from .test_acknowledge_codes import AcknowledgeCommon


@tagged("post_install", "-at_install")
class TestAcknowledgePerformance(AcknowledgeCommon):
    """Query counts of acknowledging do not grow with rows."""

    def _count(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _received(self, count):
        orders = self.env["customer.order"].with_user(self.manager)
        for _number in range(count):
            orders += self._receive()
        return orders

    def test_states_of_50_orders_are_computed_like_6(self):
        orders = self._received(50)
        for order in orders[:4]:
            self._tell(order)
        field = orders._fields["acknowledgement_state"]

        def compute(records):
            self.env.add_to_compute(field, records)
            records.mapped("acknowledgement_state")

        # Six, so that both have orders that were told and others.
        few, many = self._count(lambda: compute(orders[:6])), self._count(lambda: compute(orders))
        self.assertLessEqual(many, few)

    def test_history_reads_50_lines_like_2(self):
        order = self._create_order([{"product_id": self.pump.id, "quantity": number + 1} for number in range(50)])
        told = self._tell(self._accept(order)).line_ids.with_user(self.clerk)
        columns = {name: {} for name in ("order_id", "code", "sent_at", "promised_date", "quantity", "status")}
        told[:2].web_read(columns)
        few, many = (self._count(lambda lines=lines: lines.web_read(columns)) for lines in (told[:2], told))
        self.assertLessEqual(many, few)

    def test_telling_50_lines_costs_like_2(self):
        def acknowledge(count):
            lines = [{"product_id": self.pump.id, "quantity": number + 1} for number in range(count)]
            order = self._accept(self._create_order(lines))
            return self._count(order._provide_acknowledgement)

        acknowledge(2)
        few, many = acknowledge(2), acknowledge(50)
        self.assertLess(many, few + 10)
