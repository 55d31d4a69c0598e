from odoo.tests import tagged

from .common import CustomerOrderCommon
from .list_reading import ListSample, list_fields


@tagged("post_install", "-at_install")
class TestListQueries(CustomerOrderCommon):
    def test_lists_read_50_rows_like_2(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2}]))
        self._deliver(order)
        invoice = self._invoice(order)
        self.manager.group_ids |= self.env.ref("account.group_account_invoice")
        env = self.env(user=self.manager, context={**self.env.context, "allowed_company_ids": self.company.ids})
        lists = ListSample(env, order.with_env(env), invoice.sudo()).multiply(50)
        for view, model in lists.items():
            with self.subTest(model):
                fields = list_fields(env, model, view)
                _first, few, many = (self._count(env, model, fields, limit) for limit in (2, 2, 50))
                self.assertLessEqual(many, few)

    def _count(self, env, model, fields, limit):
        env.flush_all()
        env.invalidate_all()
        before = env.cr.sql_log_count
        page = env[model].web_search_read([], fields, limit=limit)
        self.assertEqual(len(page["records"]), limit)
        return env.cr.sql_log_count - before
