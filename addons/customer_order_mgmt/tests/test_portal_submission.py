import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import SubmissionRefused
from .common_portal import PIXEL, PortalOrderCommon


@tagged("post_install", "-at_install")
class TestPortalSubmission(PortalOrderCommon):
    def _assert_refused(self, sentence, draft, reviewed_hash, **signer):
        with self.assertRaisesRegex(SubmissionRefused, sentence):
            draft._portal_submit(reviewed_hash, {"name": "Pat", "signature": PIXEL, **signer})

    def test_submitted_order_is_received_sealed_and_agreed(self):
        draft = self._create_draft()
        draft._portal_write("customer_reference", "PO 77")
        order = self._submit(draft, ip_address="192.0.2.7", user_agent="Firefox").sudo()
        self.assertEqual((order.state, order.channel, order.customer_reference), ("received", "portal", "PO 77"))
        self.assertTrue(order.portal_submitted_at)
        self.assertEqual(self._get_events(order), ["customer_order.received", "customer_order.consent_given"])
        consent = order.consent_ids
        self.assertRecordValues(
            consent,
            [
                {
                    "party": "customer",
                    "channel": "portal",
                    "content_hash": order.received_hash,
                    "name": "Pat Buyer",
                    "user_res_id": self.pat.id,
                    "ip_address": "192.0.2.7",
                    "user_agent": "Firefox",
                }
            ],
        )
        self.assertIn("Aqua Works", consent.statement)
        self.assertEqual(consent.signature_id.mimetype, "image/png")
        self.assertFalse(self.env["evidence.entry"].sudo()._verify([("subject_key", "=", order.name)]))

    def test_what_was_read_is_what_is_received(self):
        draft = self._create_draft()
        order = self._submit(draft).sudo()
        content = json.loads(order.received_content)
        self.assertEqual([line["quantity"] for line in content["lines"]], ["2.00", "1.00"])
        self.assertEqual(content.get("terms", ""), order.terms or "")

    def test_order_that_changed_after_it_was_read_is_not_signed(self):
        draft = self._create_draft()
        changes = {
            "another tab": lambda: draft._portal_write_line(draft.sudo().line_ids[0].id, "quantity", "9"),
            "our price": lambda: self.pump.write({"list_price": 150.0}),
            "our clerk": lambda: draft.with_user(self.clerk).write({"instructions": "At your own risk"}),
        }
        for who, change in changes.items():
            _faults, reviewed_hash = draft._portal_review()
            change()
            with self.subTest(who):
                self._assert_refused("read it again", draft, reviewed_hash)
        for nonsense in (None, "", "0" * 64, 7):
            self._assert_refused("read it again", draft, nonsense)
        self.assertEqual(draft.sudo().state, "draft")

    def test_signature_needs_a_name_and_a_picture(self):
        draft = self._create_draft()
        _faults, reviewed_hash = draft._portal_review()
        self._assert_refused("your name", draft, reviewed_hash, name=" ")
        for signature in (None, "", "###", "AAAA", "A" * 2_000_000):
            self._assert_refused("Please sign", draft, reviewed_hash, signature=signature)

    def test_what_is_missing_is_listed(self):
        draft = self._create_draft()
        self.company.customer_order_needs_reference = True
        self.pump.product_tmpl_id.action_withdraw_from_customers()
        faults, _hash = draft._portal_review()
        self.assertEqual(len(faults), 2)
        self.assertIn("number of your purchase order", faults[0])
        self.assertIn("Line 1 is not in our list any more", faults[1])
        empty = self.env["customer.order"].with_user(self.pat)._portal_create_draft()
        self.assertIn("nothing in this order", empty._portal_review()[0][0])
        self._assert_refused("nothing in this order", empty, "")

    def test_prices_are_those_of_the_day_of_signing(self):
        draft = self._create_draft()
        self.pump.list_price = 120.0
        order = self._submit(draft).sudo()
        self.assertEqual(order.line_ids[0].price_unit, 120.0)
        self.assertEqual(order.customer_date, order.received_date)

    def test_order_is_submitted_once_and_then_is_no_draft(self):
        order = self._submit(self._create_draft())
        with self.assertRaises(AccessError):
            order._portal_submit(order.sudo().received_hash, {"name": "Pat", "signature": PIXEL})
        with self.assertRaises(AccessError):
            order._portal_write("instructions", "x")

    def test_number_that_was_used_before_is_told_before_it_is_sent(self):
        self._create_order(customer_reference="PO-77").action_receive()
        self._create_order(customer_reference="PO 77", partner_id=self.rival.id, contact_id=False).action_receive()
        draft = self._create_draft()
        draft._portal_write("customer_reference", "po 77")
        repeated = draft.sudo()._get_repeated_orders()
        self.assertEqual(repeated.mapped("customer_reference"), ["PO-77"])
        _faults, reviewed_hash = draft._portal_review()
        self._assert_refused(f"before: {repeated.name}", draft, reviewed_hash)
        draft._portal_submit(reviewed_hash, {"name": "Pat", "signature": PIXEL}, is_another_release=True)
        order = draft.sudo()
        self.assertEqual(
            (order.duplicate_decision_ids.kind, order.duplicate_decision_ids.user_id), ("another_release", self.pat)
        )
        self.assertFalse(order._get_repeated_orders())

    def test_colleagues_see_it_from_then_on(self):
        draft = self._create_draft()
        theirs = draft.with_user(self.kim)
        self.assertFalse(theirs.search([("id", "=", draft.id)]))
        self._submit(draft)
        self.assertTrue(theirs.search([("id", "=", draft.id)]))
        self.assertFalse(draft.with_user(self.rob).search([("id", "=", draft.id)]))

    def test_responsible_is_told(self):
        self.customer.user_id = self.clerk
        order = self._submit(self._create_draft()).sudo()
        message = order.message_ids.filtered(lambda message: "signed in the portal" in (message.body or ""))
        self.assertEqual(message.author_id, self.buyer)
        self.assertEqual(order.user_id, self.clerk)
        self.assertIn(self.clerk.partner_id, order.message_partner_ids)

    def test_accepting_what_was_signed_is_no_counter_offer(self):
        order = self._submit(self._create_draft())
        order.sudo().line_ids[1].promised_date = "2035-03-15"
        accepted = self._accept(order.with_user(self.clerk))
        self.assertEqual(accepted.state, "accepted")
