from odoo.fields import Command
from odoo.tests import tagged

from .common_browser import BrowserCommon
from .common_portal import PortalOrderCommon


@tagged("post_install", "-at_install")
class TestPortalTour(BrowserCommon, PortalOrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.with_company(cls.company).property_product_pricelist = cls.env["product.pricelist"].create(
            {
                "name": "Aqua",
                "company_id": cls.company.id,
                "item_ids": [
                    Command.create(
                        {
                            "compute_price": "percentage",
                            "percent_price": 10,
                            "applied_on": "0_product_variant",
                            "product_id": cls.pump.id,
                        }
                    )
                ],
            }
        )

    def test_customer_writes_signs_and_submits_an_order(self):
        self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 7}]))
        self.start_tour("/my", "customer_order_portal_order", login="pat", timeout=120)
        # Another browser with a session of its own: nothing but the database remembers the draft.
        before = self.session.sid
        self.start_tour("/my/customer-orders", "customer_order_portal_order_again", login="pat", timeout=120)
        self.assertNotEqual(self.session.sid, before)
        order = self.env["customer.order"].sudo().search([("customer_reference", "=", "PO-TOUR-1")])
        self.assertRecordValues(
            order, [{"state": "received", "channel": "portal", "contact_id": self.buyer.id, "amount_untaxed": 470.0}]
        )
        self.assertRecordValues(
            order.line_ids.sorted(),
            [
                {"product_id": self.pump.id, "quantity": 3.0, "price_unit": 90.0, "is_custom": False},
                {"product_id": self.valve.id, "quantity": 5.0, "price_unit": 40.0, "is_custom": False},
                {"product_id": False, "quantity": 1.0, "price_unit": 0.0, "is_custom": True},
            ],
        )
        consent = order.consent_ids
        self.assertEqual((consent.name, consent.content_hash), ("Pat Buyer", order.received_hash))
        self.assertIn("HeadlessChrome", consent.user_agent)
        self.assertTrue(consent.signature_id.raw)
        self.assertEqual(self._get_events(order), ["customer_order.received", "customer_order.consent_given"])

    def test_customer_answers_for_a_delivery(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2}]))
        delivery = self._deliver(order)
        self.start_tour(f"/my/customer-orders/{order.id}", "customer_order_portal_answer", login="pat", timeout=120)
        self.assertEqual(delivery.sudo().customer_order_verdict, "accepted")
        self.assertEqual(order.sudo().incident_ids.quantity, 1.0)
