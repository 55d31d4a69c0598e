from odoo.tests import tagged
from odoo.tools import SQL

from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestVerification(OrderGateCommon):
    """What somebody does to holds behind the ORM is found by the verification of the ledger."""

    def setUp(self):
        super().setUp()
        self.enforce("value", amount_limit=100)
        self.order = self.create_order()
        with self.assertHeld(self.order) as held:
            self.order.action_confirm()
        self.hold = held.hold
        self.env.flush_all()

    def _tamper(self, table, query):
        self.env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table)))
        self.env.cr.execute(query, [self.hold.id])
        self.env.cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", SQL.identifier(table)))
        self.env.invalidate_all()

    def _found(self):
        findings = self.env["evidence.verification"].sudo()._get_document_findings(self.company)
        own = [finding for finding in findings if finding.ref.subject_key == self.hold.name]
        return [path for finding in own for path in finding.figures["paths"]]

    def test_untouched_holds_hold(self):
        self.assertEqual(self._found(), [])
        self.hold.with_user(self.controller).action_release_and_resume("Known")
        self.assertEqual(self._found(), [])
        with self.assertHeld(self.order):
            self.order.order_line.product_uom_qty = 100
        self.assertEqual(self._found(), [])

    def test_state_written_in_the_table_is_found(self):
        self._tamper("order_hold", "UPDATE order_hold SET state = 'released' WHERE id = %s")
        self.assertEqual(self._found(), ["/state"])

    def test_content_written_in_the_table_is_found(self):
        self._tamper("order_hold", "UPDATE order_hold SET content = '{}' WHERE id = %s")
        self.assertEqual(self._found(), ["/content"])

    def test_finding_written_in_the_table_is_found(self):
        self._tamper("order_hold_finding", "UPDATE order_hold_finding SET message = 'Fine.' WHERE hold_id = %s")
        self.assertEqual(self._found(), ["/findings"])

    def test_deleted_hold_is_found(self):
        name = self.hold.name
        self._tamper("order_hold_finding", "DELETE FROM order_hold_finding WHERE hold_id = %s")
        self._tamper("order_hold", "DELETE FROM order_hold WHERE id = %s")
        findings = self.env["evidence.verification"].sudo()._get_document_findings(self.company)
        self.assertIn((name, ["/"]), [(finding.ref.subject_key, finding.figures["paths"]) for finding in findings])
