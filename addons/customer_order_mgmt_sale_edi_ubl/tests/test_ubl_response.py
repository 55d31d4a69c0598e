from odoo.addons.customer_order_mgmt.exceptions import AcknowledgementRefused
from odoo.addons.customer_order_mgmt.logic.order_response_rules import check
from odoo.addons.customer_order_mgmt.tests.common import CustomerOrderCommon
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestUblResponse(CustomerOrderCommon):
    """Order responses for Peppol carry the electronic addresses of both parties."""

    def _told(self, profile):
        self.company.customer_order_response_profile = profile
        order = self._accept(self._create_order())
        order.action_acknowledge()
        return order.acknowledgement_ids

    def test_both_peppol_transactions(self):
        self.company.partner_id.write({"peppol_eas": "0088", "peppol_endpoint": "7300010000001"})
        self.customer.write({"peppol_eas": "0088", "peppol_endpoint": "7300010000018"})
        for profile, transaction in (("t76", "order_response:3"), ("t116", "order_response_advanced:3")):
            with self.subTest(profile):
                told = self._told(profile)
                told.action_export_response()
                document = told.response_attachment_id.raw
                self.assertFalse(check(document))
                self.assertIn(f"poacc:trns:{transaction}".encode(), document)
                self.assertIn(b'<cbc:EndpointID schemeID="0088">7300010000018<', document)

    def test_without_an_address_nothing_leaves_for_peppol(self):
        self.company.partner_id.write({"peppol_eas": "0088", "peppol_endpoint": "7300010000001"})
        self.customer.write({"peppol_eas": False, "peppol_endpoint": False})
        with self.assertRaisesRegex(AcknowledgementRefused, "COM-OR-16"):
            self._told("t76").action_export_response()
