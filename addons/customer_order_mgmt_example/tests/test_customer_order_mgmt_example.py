from odoo.addons.customer_order_mgmt.tests.common import CustomerOrderCommon
from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.fields import Command
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestCustomerOrderMgmtExample(CustomerOrderCommon):
    """The three seams, each used by a client's addon."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["order.gate.rule"].sudo().search([]).action_archive()
        cls.customer.country_id = cls.env.ref("base.uk")

    def _license(self, *countries):
        self.pump.export_country_ids = self.env["res.country"].union(*map(self.env.ref, countries))

    def _check(self, order):
        order.action_check()
        rows = order.check_line_ids.filtered(lambda row: row.code == "export_licence")
        return rows.mapped("result")

    def test_own_check_stands_among_the_others(self):
        order = self._create_order()
        order.action_receive()
        self.assertEqual(self._check(order), [], "A product without a licence is not looked at")
        self._license("base.nl")
        self.assertEqual(self._check(order), ["block"])
        self._license("base.nl", "base.uk")
        self.assertEqual(self._check(order), ["pass"])

    def test_own_check_holds_the_acceptance(self):
        self._license("base.nl")
        order = self._create_order()
        order.action_receive()
        with self.assertRaises(OrderHeld) as refusal:
            order.with_user(self.manager).action_accept()
        self.assertIn("may not be exported to United Kingdom", str(refusal.exception))

    def test_own_arrangement_becomes_part_of_the_contract(self):
        rows = [Command.create({"kind": "documents", "percent": 100})]
        order = self._accept(self._create_order(arrangement_ids=rows))
        frozen = order.current_version_id.arrangement_ids
        self.assertEqual((frozen.kind, frozen.amount), ("documents", order.amount_total))

    def test_own_block_stands_on_the_acknowledgement(self):
        order = self._accept(self._create_order())
        acknowledgement = order._provide_acknowledgement()
        document = acknowledgement.attachment_id.sudo().raw.decode(errors="ignore")
        country = self.company.country_id.name
        self.assertIn(f"The goods are of {country} origin", " ".join(document.split()))
