from odoo.tests import HttpCase, tagged

from .common import OrderGateCommon

PIXEL = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestPortal(OrderGateCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pat = cls._create_user("pat", "base.group_portal")
        cls.pat.partner_id.parent_id = cls.customer

    def setUp(self):
        super().setUp()
        self.enforce("value", amount_limit=100)
        self.order = self.create_order(require_signature=True, require_payment=False)
        self.order.action_quotation_sent()
        self.authenticate(self.pat.login, self.pat.login)

    def sign(self):
        self.make_jsonrpc_request(
            f"/my/orders/{self.order.id}/accept",
            {"access_token": self.order._portal_ensure_token(), "name": "Pat", "signature": PIXEL.decode()},
        )
        self.env.invalidate_all()

    def read_page(self, url=None):
        self.env.flush_all()
        return self.url_open(url or self.order.get_portal_url(query_string="&message=sign_ok")).text

    def test_signed_and_held_is_under_review(self):
        self.sign()
        self.assertTrue(self.order.signature)
        self.assertEqual((self.order.state, self.order.gate_hold_state), ("sent", "active"))
        page = self.read_page()
        self.assertIn("Received, under review", page)
        self.assertNotIn("has been signed", page)
        self.assertNotIn("has been confirmed", page)
        self.assertNotIn("limit", page.split("portal_sale_content")[0])
        self.assertIn("Under review", self.read_page("/my/quotes"))

    def test_rejected_is_not_called_under_review(self):
        self.sign()
        hold = self.env["order.hold"]._get_latest(self.order)[self.order.id]
        hold.with_user(self.controller).action_reject("Insolvent")
        page = self.read_page()
        self.assertIn("Received, not confirmed", page)
        self.assertNotIn("under review", page)
        self.assertNotIn("Insolvent", page)

    def test_held_before_the_customer_has_signed_says_nothing(self):
        with self.assertHeld(self.order):
            self.order.action_confirm()
        page = self.read_page()
        self.assertNotIn("under review", page)
        self.assertIn("Accept & Sign", page)

    def test_what_is_not_held_is_confirmed_as_ever(self):
        self.env["order.gate.rule"].sudo().search([]).action_archive()
        self.sign()
        self.assertEqual(self.order.state, "sale")
        self.assertIn("has been confirmed", self.read_page())

    def test_german_customers_read_german(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"]._load_module_terms(["order_gate"], ["de_DE"])
        self.pat.lang = "de_DE"
        self.authenticate(self.pat.login, self.pat.login)
        self.sign()
        self.assertIn("Erhalten, in Prüfung", self.read_page())
        self.assertIn("In Prüfung", self.read_page("/my/quotes"))

    def test_customer_reads_no_block_by_rpc(self):
        self.authenticate(self.pat.login, self.pat.login)
        for name in ("order_block", "order_block_reason"):
            with self.assertRaises(Exception, msg=name) as caught:
                self.make_jsonrpc_request(
                    "/web/dataset/call_kw/res.partner/read",
                    {"model": "res.partner", "method": "read", "args": [self.pat.partner_id.ids, [name]], "kwargs": {}},
                )
            self.assertIn("AccessError", str(caught.exception))

    def test_customer_reads_no_reason_by_rpc(self):
        self.sign()
        for name in ("gate_notice", "gate_hold_ids", "gate_hold_count"):
            with self.assertRaises(Exception, msg=name) as caught:
                self.make_jsonrpc_request(
                    "/web/dataset/call_kw/sale.order/read",
                    {"model": "sale.order", "method": "read", "args": [[self.order.id], [name]], "kwargs": {}},
                )
            self.assertIn("AccessError", str(caught.exception))
