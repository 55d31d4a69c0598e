from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestAccess(CustomerOrderCommon):
    def test_clerk_needs_no_other_rights(self):
        order = self._create_order()
        order.action_receive()
        order.read(["status_line", "amount_in_words", "delivery_count", "tax_totals"])
        self.assertFalse(self.clerk.has_group("sales_team.group_sale_salesman"))

    def test_manager_accepts_without_rights_in_sales(self):
        self.assertFalse(self.manager.has_group("sales_team.group_sale_salesman"))
        self.assertEqual(self._accept(self._create_order()).state, "accepted")

    def test_employee_sees_no_customer_orders(self):
        employee = self._create_user("plain_employee", "base.group_user")
        with self.assertRaises(AccessError):
            self._create_order().with_user(employee).read(["name"])

    def test_auditor_reads_and_changes_nothing(self):
        auditor = self._create_user("order_auditor", "evidence_ledger.group_evidence_auditor")
        order = self._accept(self._create_order()).with_user(auditor)
        order.read(["name", "state"])
        order.current_version_id.line_ids.read(["name"])
        with self.assertRaises(AccessError):
            order.write({"user_id": auditor.id})
        with self.assertRaises(AccessError):
            order.action_accept()

    def test_nobody_creates_versions(self):
        order = self._create_order()
        with self.assertRaises(AccessError):
            self.env["customer.order.version"].with_user(self.manager).create({"order_id": order.id, "number": 1})

    def test_other_company_sees_nothing(self):
        other = self.setup_other_company()["company"]
        stranger = self._create_user("stranger", "customer_order_mgmt.group_order_manager", other)
        order = self._accept(self._create_order())
        for records in (order, order.line_ids, order.due_ids, order.version_ids, order.version_ids.line_ids):
            with self.subTest(records._name):
                self.assertFalse(records.with_user(stranger).search([("id", "in", records.ids)]))
                with self.assertRaises(AccessError):
                    records.with_user(stranger).read([])

    def test_portal_customer_sees_own_orders_from_receipt_on(self):
        own = new_test_user(self.env, "portal_own", groups="base.group_portal")
        own.partner_id.parent_id = self.customer
        foreign = new_test_user(self.env, "portal_foreign", groups="base.group_portal")
        order = self._create_order()
        self.assertFalse(self.env["customer.order"].with_user(own).search([]))
        self._accept(order)
        self.assertEqual(self.env["customer.order"].with_user(own).search([]).ids, order.ids)
        order.with_user(own).read(["name", "amount_total", "status_line"])
        order.version_ids.line_ids.with_user(own).read(["name", "quantity"])
        self.assertFalse(self.env["customer.order"].with_user(foreign).search([]))
        for record in (order, order.line_ids, order.version_ids, order.version_ids.line_ids, order.due_ids):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_user(foreign).read([])
        with self.assertRaises(AccessError):
            order.with_user(own).write({"user_id": False})
