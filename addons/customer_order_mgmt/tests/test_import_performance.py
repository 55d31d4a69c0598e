from odoo.tests import tagged

from .test_import_wizard import ImportCommon

HEAD = "Customer;Order number;Product code;Quantity;Unit price"


@tagged("post_install", "-at_install")
class TestImportPerformance(ImportCommon):
    """Queries, which do not depend on the machine; bench/bench_import.py measures the time of 1,000 orders."""

    def _count(self, act):
        self.env.flush_all()
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def _count_import(self, start, number):
        rows = [f"Aqua Works;PO {start + index};{code};3;90" for index in range(number) for code in ("P1", "V1")]
        wizard = self._upload("\n".join([HEAD, *rows]))
        return self._count(wizard._import)

    def _count_quotations(self, number):
        lines = [
            (0, 0, {"product_id": product.id, "product_uom_qty": 3, "price_unit": 90})
            for product in (self.pump, self.valve)
        ]
        vals = {"partner_id": self.customer.id, "company_id": self.company.id, "order_line": lines}
        return self._count(lambda: self.env["sale.order"].sudo().create([dict(vals) for _index in range(number)]))

    def test_an_imported_order_costs_no_more_than_one_and_a_half_quotations(self):
        self._count_import(0, 2)
        self._count_quotations(2)
        imported = self._count_import(1000, 42) - self._count_import(2000, 2)
        quoted = self._count_quotations(42) - self._count_quotations(2)
        self.assertLessEqual(imported, 1.5 * quoted)

    def test_preview_of_50_orders_costs_like_2_beside_what_each_order_computes(self):
        rows = [f"Aqua Works;PO {index};P1;3;90" for index in range(50)]
        few = self._count(self._upload("\n".join([HEAD, *rows[:2]])).action_preview)
        many = self._count(self._upload("\n".join([HEAD, *rows])).action_preview)
        self.assertLess(many - few, 48 * 4)
