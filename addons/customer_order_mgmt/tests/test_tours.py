from odoo.tests import tagged

from .common import CustomerOrderCommon
from .common_browser import BrowserCommon


@tagged("post_install", "-at_install")
class TestTours(BrowserCommon, CustomerOrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer.email = cls.customer.email = "pat@aqua.example"

    def test_back_office_from_entry_to_acknowledgement(self):
        self.start_tour("/odoo", "customer_order_back_office", login=self.manager.login)
        order = self.env["customer.order"].sudo().search([("customer_reference", "=", "PO 4712")])
        self.assertEqual((order.state, order.acknowledgement_state), ("accepted", "acknowledged"))
        self.assertEqual(order.sale_order_ids.state, "sale")
        self.assertTrue(order.acknowledgement_ids.message_id.attachment_ids)

    def test_customer_finds_reads_and_checks_its_order(self):
        order = self._accept(
            self._create_order([{"product_id": self.pump.id, "customer_product_code": "AQ-77", "quantity": 1}])
        )
        order._send_acknowledgement()
        self._create_user("pat", "base.group_portal").partner_id = self.buyer
        # The link on the page leads to the address that is printed on documents.
        self.env["ir.config_parameter"].set_param("web.base.url", self.base_url())
        self.start_tour("/my", "customer_order_portal", login="pat")
