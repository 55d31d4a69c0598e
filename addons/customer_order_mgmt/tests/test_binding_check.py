from odoo.addons.evidence_ledger.logic.findings import FindingCode
from odoo.tests import tagged

from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestBindingCheck(CustomerOrderCommon):
    """What came past the ORM is named by the next verification."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order()
        cls.order.action_receive()
        cls.order.with_user(cls.manager).action_accept()
        cls.env.flush_all()

    def _get_findings(self):
        self.env.invalidate_all()
        return list(self.env["evidence.verification"].sudo()._get_document_findings(self.company))

    def _get_paths_after(self, statement, *parameters):
        with self.env.cr.savepoint(flush=False) as savepoint:
            self.env.cr.execute(statement, parameters)
            findings = self._get_findings()
            savepoint.rollback()
        self.assertEqual([finding.code for finding in findings], [FindingCode.DOCUMENT_CHANGED])
        self.assertEqual(findings[0].ref.subject_key, self.order.name)
        return findings[0].figures["paths"]

    def test_orders_as_accepted_are_sound(self):
        self.assertFalse(self._get_findings())
        self._deliver(self.order)
        self._pay(self._invoice(self.order))
        self.assertFalse(self._get_findings())

    def test_living_order_is_compared_with_its_version(self):
        line = self.order.line_ids[0]
        changes = {
            "/customer_reference": (
                "UPDATE customer_order SET customer_reference = '1' WHERE id = %s",
                self.order.id,
            ),
            "/amount_total": ("UPDATE customer_order SET amount_total = 1 WHERE id = %s", self.order.id),
            "/lines/0/quantity": ("UPDATE customer_order_line SET quantity = 3 WHERE id = %s", line.id),
            "/lines/0/price_unit": ("UPDATE customer_order_line SET price_unit = 1 WHERE id = %s", line.id),
        }
        for path, change in changes.items():
            with self.subTest(path):
                self.assertIn(path, self._get_paths_after(*change))

    def test_sales_orders_are_compared_with_their_order(self):
        sale = self.order.sudo().sale_order_ids[0]
        changes = {
            "UPDATE sale_order_line SET price_unit = 1 WHERE order_id = %s",
            "UPDATE sale_order_line SET product_uom_qty = 1000 WHERE order_id = %s",
            "UPDATE sale_order_line SET customer_order_line_id = NULL WHERE order_id = %s",
            "UPDATE sale_order SET state = 'cancel' WHERE id = %s",
            "UPDATE sale_order SET amount_total = 1 WHERE id = %s",
            "UPDATE sale_order SET customer_order_id = NULL WHERE id = %s",
        }
        for change in changes:
            with self.subTest(change):
                self.assertEqual(self._get_paths_after(change, sale.id), ["/sales_orders"])

    def test_orders_are_read_in_batches(self):
        self.env["customer.order"]._get_binding_findings(self.company)
        counts = []
        for _round in range(2):
            for _number in range(2):
                self._accept(self._create_order())
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            list(self.env["customer.order"]._get_binding_findings(self.company))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
