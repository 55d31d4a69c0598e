import json
from collections import defaultdict

from odoo.tests import tagged

from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestAgreementBinding(CustomerOrderCommon):
    """What somebody writes into the tables behind the ORM is found by the verification, and named."""

    def _find(self):
        verification = self.env["evidence.verification"].sudo()._run(self.company)
        found = verification.env["evidence.verification.finding"].search([("verification_id", "=", verification.id)])
        paths = defaultdict(list)
        for finding in found.filtered(lambda finding: finding.code == "document_changed"):
            paths[finding.subject_key] += json.loads(finding.figures)["paths"]
        return paths

    def _force(self, statement, *params):
        self.env.flush_all()
        self.env.cr.execute(statement, params)
        self.env.invalidate_all()

    def test_orders_in_every_state_stand_as_they_were_left(self):
        self._create_order()
        self._create_order().action_receive()
        self._accept(self._create_order())
        rejected = self._create_order()
        rejected.action_receive()
        rejected.with_user(self.manager).action_reject("Too far away")
        withdrawn = self._create_order()
        withdrawn.action_receive()
        withdrawn.action_withdraw("Ordered twice")
        countered = self._create_order()
        countered.action_receive()
        countered.line_ids[0].price_unit = 120
        self._accept(countered)
        settled = self._accept(self._create_order())
        self._deliver(settled)
        self._pay(self._invoice(settled))
        self.assertEqual((countered.state, settled.state), ("countered", "settled"))
        self.assertFalse(self._find())

    def test_changed_tables_are_named(self):
        order = self._accept(self._create_order())
        sale = order.sudo().sale_order_ids[0]
        line, sale_line = order.line_ids[0], sale.order_line[0]
        other = self.env["res.partner"].create({"name": "Other"})
        cases = [
            ("UPDATE customer_order SET state = 'received' WHERE id = %s", order, "/state"),
            ("UPDATE customer_order SET current_version_id = NULL WHERE id = %s", order, "/version"),
            ("UPDATE customer_order SET amount_total = 1 WHERE id = %s", order, "/amount_total"),
            (f"UPDATE customer_order SET partner_id = {other.id} WHERE id = %s", order, "/partner"),
            ("UPDATE customer_order_line SET price_unit = 1 WHERE id = %s", line, "/lines/0/price_unit"),
            (f"UPDATE customer_order_line SET product_id = {self.valve.id} WHERE id = %s", line, "/lines"),
            ("UPDATE sale_order_line SET discount = 50 WHERE id = %s", sale_line, "/sales_orders"),
            ("UPDATE sale_order_line SET product_uom_qty = 7 WHERE id = %s", sale_line, "/sales_orders"),
            ("UPDATE sale_order SET customer_order_version_id = NULL WHERE id = %s", sale, "/sales_orders"),
            ("UPDATE sale_order SET customer_order_id = NULL WHERE id = %s", sale, "/sales_orders"),
            ("UPDATE sale_order SET state = 'cancel' WHERE id = %s", sale, "/sales_orders"),
        ]
        for statement, record, path in cases:
            with self.subTest(statement), self.env.cr.savepoint() as tampering:
                self._force(statement, record.id)
                self.assertIn(path, self._find()[order.name])
                tampering.rollback()
            self.env.invalidate_all()
        self.assertFalse(self._find())

    def test_merged_contacts_are_no_forgery(self):
        order = self._accept(self._create_order())
        kept = self.env["res.partner"].create({"name": "Aqua Works Ltd", "is_company": True})
        merge = self.env["base.partner.merge.automatic.wizard"].sudo()
        merge = merge.create({"partner_ids": (kept | self.customer).ids, "dst_partner_id": kept.id})
        merge.action_merge()
        self.env.invalidate_all()
        self.assertEqual((order.partner_id, order.commercial_partner_id), (kept, kept))
        self.assertEqual(order.current_version_id.partner_name, "Aqua Works", "The contract names who agreed to it")
        self.assertFalse(self._find())

    def test_states_are_read_in_a_constant_number_of_queries(self):
        def count(number):
            for _time in range(number):
                self._accept(self._create_order())
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.assertFalse(list(self.env["customer.order"]._get_state_findings(self.company)))
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(1), count(4))
