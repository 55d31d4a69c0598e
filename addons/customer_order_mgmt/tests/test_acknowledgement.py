from odoo.addons.evidence_ledger.exceptions import EvidenceIsImmutable
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..exceptions import AcceptedOrderIsBinding, OrderStateRefused
from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestAcknowledgement(CustomerOrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer.email = "pat@aqua.example"

    def _acknowledge(self, order):
        order.action_acknowledge()
        return order.acknowledgement_ids.sorted("id")[-1:]

    def _open_mail(self, order):
        """The composer as the web client opens it after *Acknowledge*."""
        action = order.action_acknowledge()
        return self.env[action["res_model"]].with_user(order.env.user).with_context(**action["context"]).create({})

    def test_draft_is_not_acknowledged(self):
        order = self._create_order()
        with self.assertRaises(OrderStateRefused):
            order.action_acknowledge()
        self.assertFalse(order.acknowledgement_state)

    def test_document_is_made_and_sealed_before_the_mail_opens(self):
        order = self._accept(self._create_order()).with_user(self.clerk)
        acknowledgement = self._acknowledge(order)
        self.assertRecordValues(
            acknowledgement,
            [
                {
                    "name": f"{order.name}/A1",
                    "version_id": order.current_version_id.id,
                    "partner_id": self.buyer.id,
                    "lang": "en_US",
                    "sent_at": False,
                }
            ],
        )
        self.assertTrue(acknowledgement.attachment_id.raw)
        self.assertEqual(self._get_events(order)[-1], "customer_order.acknowledged")
        self.assertEqual(order.acknowledgement_state, "to_acknowledge", "it is made, the customer does not have it yet")

    def test_same_promise_to_the_same_person_is_printed_once(self):
        order = self._accept(self._create_order())
        first = self._acknowledge(order)
        self.assertEqual(self._acknowledge(order), first)
        order.contact_id = self.buyer.copy({"name": "Sam Successor"})
        self.assertEqual(self._acknowledge(order).name, f"{order.name}/A2")

    def test_mail_carries_the_sealed_document_to_the_contact(self):
        order = self._accept(self._create_order())
        composer = self._open_mail(order)
        acknowledgement = order.acknowledgement_ids
        self.assertEqual(composer.partner_ids, self.buyer)
        self.assertEqual(composer.attachment_ids, acknowledgement.attachment_id)
        self.assertIn("PO 4711", composer.subject)
        composer.action_send_mail()
        self.assertTrue(acknowledgement.sent_at)
        self.assertEqual(acknowledgement.message_id, order.message_ids[0])
        self.assertEqual(order.acknowledgement_state, "acknowledged")
        self.assertEqual(order.acknowledged_at, acknowledgement.sent_at)
        self.assertEqual(self._get_events(order)[-1], "customer_order.acknowledgement_sent")

    def test_showing_the_document_to_a_colleague_is_no_sending(self):
        order = self._accept(self._create_order())
        document = self._acknowledge(order).attachment_id
        order.message_post(body="Seen?", attachment_ids=document.ids, partner_ids=self.clerk.partner_id.ids)
        self.assertEqual(order.acknowledgement_state, "to_acknowledge")
        order.message_post(body="Your copy", attachment_ids=document.ids, partner_ids=self.buyer.ids)
        self.assertEqual(order.acknowledgement_state, "acknowledged")

    def test_batch_is_sent_without_a_composer(self):
        orders = self._accept(self._create_order()) | self._accept(self._create_order())
        orders._send_acknowledgement()
        self.assertEqual(orders.mapped("acknowledgement_state"), ["acknowledged"] * 2)
        for order in orders:
            self.assertEqual(order.message_ids[0].attachment_ids, order.acknowledgement_ids.attachment_id)

    def test_without_an_address_nothing_counts_as_sent(self):
        self.buyer.email = False
        order = self._accept(self._create_order())
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            order._send_acknowledgement()
        self._open_mail(order).action_send_mail()
        self.assertEqual(order.acknowledgement_state, "to_acknowledge")

    def test_language_is_that_of_the_accepted_content(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        order = self._accept(self._create_order())
        acknowledgement = self._acknowledge(order)
        self.assertEqual(acknowledgement.lang, "fr_FR")
        self.assertIn("1 mars 2027", acknowledgement.attachment_id.raw.decode())

    def test_nobody_changes_an_acknowledgement(self):
        acknowledgement = self._acknowledge(self._accept(self._create_order())).sudo()
        refusals = {
            "write": lambda: acknowledgement.write({"lang": "fr_FR"}),
            "write with context": lambda: acknowledgement.with_context(install_mode=True).write({"name": "A9"}),
            "unlink": acknowledgement.unlink,
        }
        for path, refused in refusals.items():
            with self.subTest(path), self.assertRaises(AcceptedOrderIsBinding):
                refused()
        for verb in (
            "UPDATE customer_order_acknowledgement SET lang = 'xx'",
            "DELETE FROM customer_order_acknowledgement",
        ):
            with (
                self.subTest(verb),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.cr.execute(verb)

    def test_nobody_replaces_the_document(self):
        document = self._acknowledge(self._accept(self._create_order())).attachment_id.sudo()
        for path, refused in {"write": lambda: document.write({"raw": b"forged"}), "unlink": document.unlink}.items():
            with self.subTest(path), self.assertRaises(EvidenceIsImmutable):
                refused()

    def test_clerk_acknowledges_but_makes_none_by_hand(self):
        order = self._accept(self._create_order()).with_user(self.clerk)
        self.assertTrue(self._acknowledge(order))
        model = order.env["customer.order.acknowledgement"]
        for right in ("create", "write", "unlink"):
            self.assertFalse(model.has_access(right), right)

    def test_other_employees_do_not_acknowledge(self):
        order = self._accept(self._create_order())
        stranger = self._create_user("warehouse", "stock.group_stock_user")
        with self.assertRaises(AccessError):
            order.with_user(stranger).action_acknowledge()

    def test_other_company_does_not_see_it(self):
        acknowledgement = self._acknowledge(self._accept(self._create_order()))
        other = self._create_user(
            "other_clerk",
            "customer_order_mgmt.group_order_clerk",
            company=self.env["res.company"].create({"name": "Other"}),
        )
        self.assertFalse(acknowledgement.with_user(other).search([]))
        with self.assertRaises(AccessError):
            acknowledgement.with_user(other).read(["name"])
