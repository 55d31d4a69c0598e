from odoo.tests import tagged

from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestCheckPerformance(CustomerOrderCommon):
    """The check takes as many queries for 50 orders as for 2."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["order.gate.rule"].sudo().search([]).action_archive()

    def _count(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _create_orders(self, count):
        pricelist = self.env["product.pricelist"].create({"name": "List", "company_id": self.company.id})
        rule = {"compute_price": "percentage", "percent_price": 5, "applied_on": "3_global"}
        self.env["product.pricelist.item"].create({"pricelist_id": pricelist.id, **rule})
        customers = self.env["res.partner"].create(
            [{"name": f"Customer {number}", "is_company": True} for number in range(count)]
        )
        orders = self.env["customer.order"].with_user(self.clerk)
        for customer in customers:
            vals = {"partner_id": customer.id, "contact_id": False, "pricelist_id": pricelist.id}
            orders |= self._create_order(**vals)
        orders.action_receive()
        return orders.with_user(self.clerk)

    def test_checking_50_orders_takes_as_many_queries_as_2(self):
        orders = self._create_orders(50)
        orders[:2].action_check()
        few = self._count(orders[:2].action_check)
        many = self._count(orders.action_check)
        # Odoo inserts rows by the hundred: ten for each order.
        self.assertLessEqual(many, few + 4)

    def test_checking_50_lines_takes_as_many_queries_as_2(self):
        short, long = (
            self._create_order([{"product_id": self.pump.id, "quantity": number + 1} for number in range(lines)])
            for lines in (2, 50)
        )
        (short | long).action_receive()
        few, many = self._count(short.action_check), self._count(long.action_check)
        self.assertLessEqual(many, few)

    def test_list_with_the_check_reads_50_orders_like_2(self):
        orders = self._create_orders(50)
        columns = {"name": {}, "check_result": {}, "is_check_outdated": {}}
        few = self._count(lambda: orders[:2].web_read(columns))
        many = self._count(lambda: orders.web_read(columns))
        self.assertLessEqual(many, few)

    def test_banners_of_50_orders_take_as_many_queries_as_those_of_2(self):
        orders = self._create_orders(50)
        names = ["duplicate_ids", "near_duplicate_ids", "proposed_quotation_ids"]
        few = self._count(lambda: orders[:2].read(names))
        many = self._count(lambda: orders.read(names))
        self.assertLessEqual(many, few)

    def test_left_of_frameworks_in_a_list(self):
        line = {"product_id": self.pump.id, "quantity": 100, "requested_date": False}
        vals = {"is_framework": True, "framework_start_date": "2026-01-01", "framework_end_date": "2027-12-31"}
        framework = self._accept(self._create_order([line] * 50, **vals))
        self._accept(self._create_order([{"product_id": self.pump.id}], framework_id=framework.id))
        # Not by way of the framework: what is read together would be forgotten with its cache.
        lines = framework.line_ids.browse(framework.line_ids.ids)
        few = self._count(lambda: lines[:2].mapped("remaining_quantity"))
        many = self._count(lambda: lines.mapped("remaining_quantity"))
        self.assertLessEqual(many, few)
        self.assertEqual(sum(lines.mapped("released_quantity")), 1.0)
