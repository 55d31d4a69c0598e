from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..hooks import uninstall_hook
from ..tools import forget, plan


@tagged("post_install", "-at_install")
class TestPlanning(TransactionCase):
    """Queries that PostgreSQL keeps as functions."""

    def _get_functions(self):
        self.env.cr.execute("SELECT proname FROM pg_proc WHERE proname LIKE 'credit\\_%%' ORDER BY 1")
        return [name for (name,) in self.env.cr.fetchall()]

    def test_query_is_answered_and_replaced(self):
        query = SQL("SELECT id FROM res_company WHERE id = ANY (of_ids)")
        plan(self.env.cr, "credit_test", {"of_ids": "integer[]"}, {"id": "integer"}, query)
        company = self.env.company.id
        self.assertEqual(self.env.execute_query(SQL("SELECT * FROM credit_test(%s)", [company])), [(company,)])
        self.assertEqual(self.env.execute_query(SQL("SELECT * FROM credit_test(%s)", [])), [])
        query = SQL("SELECT id, name FROM res_company WHERE id = of_id")
        plan(self.env.cr, "credit_test", {"of_id": "integer"}, {"id": "integer", "name": "varchar"}, query)
        found = self.env.execute_query(SQL("SELECT * FROM credit_test(%s)", company))
        self.assertEqual(found, [(company, self.env.company.name)])
        forget(self.env.cr, "credit_test")
        self.assertNotIn("credit_test", self._get_functions())

    def test_nothing_is_left_in_the_database(self):
        # Addons on top count tables of their own, and are uninstalled before.
        tables = ("account_move_line", "sale_order_line")
        ours = {"credit_claim", "credit_totals", *(f"credit_count_{table}" for table in tables)}
        self.assertLessEqual(ours, set(self._get_functions()))
        uninstall_hook(self.env)
        self.assertFalse(ours.intersection(self._get_functions()))
