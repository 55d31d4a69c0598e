import base64
import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import OrderFileKnown, OrderFileRefused
from .test_acknowledge_change_logic import CANCELLATION, CHANGE
from .test_acknowledge_codes import AcknowledgeCommon


@tagged("post_install", "-at_install")
class TestAcknowledgeChange(AcknowledgeCommon):
    """A customer's electronic change becomes a wish on record, never a change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hose = cls._create_good("Hose H1", 7.0)

    def _import(self, content=CHANGE, user=None, **options):
        changes = self.env["customer.order.change"].with_user(user or self.clerk)
        return changes._import_order_change(content, "change.xml", self.company, **options)

    def test_change_becomes_an_amendment_to_decide_on(self):
        order = self._accept(self._create_order())
        amendment = self._import()
        self.assertRecordValues(
            amendment,
            [
                {
                    "order_id": order.id,
                    "state": "draft",
                    "requested_by": "customer",
                    "channel": "edi",
                    "request_reference": "CH-1",
                    "reason": "Our pump house grew.",
                }
            ],
        )
        pump, valve, hose = amendment.line_ids.sorted()
        self.assertRecordValues(
            pump | valve | hose,
            [
                {"kind": "change", "quantity": 5, "quantity_before": 2, "price_unit": 95, "price_unit_before": 100},
                {"kind": "remove", "quantity": 0, "quantity_before": 1, "price_unit": 40, "price_unit_before": 40},
                {"kind": "add", "quantity": 4, "quantity_before": 0, "price_unit": 7, "price_unit_before": 0},
            ],
        )
        self.assertEqual(str(pump.promised_date), "2027-03-22")
        self.assertEqual(order.line_ids[0].quantity, 2, "Nothing is carried out")
        self.assertEqual(order.current_version_id.number, 1)

    def test_the_file_is_kept_and_sealed(self):
        order = self._accept(self._create_order())
        amendment = self._import()
        self.assertEqual(amendment.source_attachment_ids.raw, CHANGE)
        payload = json.loads(self._get_last_entry(order, "customer_order.change_received").payload)
        self.assertEqual((payload["kind"], payload["number"]), ("OrderChange", "CH-1"))
        self.assertEqual((payload["amendment"], payload["issue_date"]), (amendment.name, "2027-01-20"))

    def test_agreeing_to_it_carries_it_out(self):
        order = self._accept(self._create_order())
        amendment = self._import()
        self.assertTrue(amendment.is_customer_agreed, "Its own message is the customer's consent")
        amendment.with_user(self.manager).action_propose()
        self.assertEqual((amendment.state, order.current_version_id.number), ("applied", 2))
        told = self._tell(order)
        self.assertEqual(told.code, "CA")
        self.assertEqual(told._get_answered_change(), "CH-1")

    def test_mail_that_anyone_may_have_sent_is_no_consent(self):
        self._accept(self._create_order())
        amendment = self._import(channel="mail")
        self.assertEqual((amendment.channel, amendment.is_customer_agreed), ("mail", False))
        amendment.with_user(self.manager).action_propose()
        self.assertEqual(amendment.state, "proposed", "The customer has to confirm")

    def test_cancellation_leaves_what_was_delivered(self):
        order = self._accept(self._create_order())
        self._deliver(order)
        amendment = self._import(CANCELLATION)
        self.assertEqual(amendment.line_ids.mapped("quantity"), [2, 1])
        self.assertIn("cannot be agreed", amendment.message_ids[0].body)
        other = self._accept(self._create_order(customer_reference="PO 4712"))
        amendment = self._import(CANCELLATION.replace(b"PO 4711", b"PO 4712"))
        self.assertTrue(amendment.is_cancellation)
        self.assertEqual(other.state, "accepted")

    def test_order_not_in_force_gets_a_note(self):
        order = self._receive()
        result = self._import()
        self.assertEqual((result._name, result.id, order.state), ("customer.order", order.id, "received"))
        self.assertEqual(order.line_ids[0].quantity, 2)
        self.assertEqual(order.source_attachment_ids.raw, CHANGE)
        self.assertIn("Line 1 changed: 5", order.message_ids[0].body)
        self.assertIn("The customer asks for a change", order.activity_ids.mapped("summary"))
        countered = self._counter()
        self.assertEqual(self._import(CHANGE.replace(b"PO 4711", countered.name.encode())), countered)

    def test_the_same_message_twice(self):
        self._accept(self._create_order())
        self._import()
        with self.assertRaisesRegex(OrderFileKnown, "CH-1"):
            self._import()

    def test_the_same_message_twice_before_the_order_is_in_force(self):
        order = self._receive()
        self._import()
        with self.assertRaisesRegex(OrderFileKnown, "CH-1"):
            self._import()
        self.assertEqual(len(order.source_attachment_ids), 1)
        self._import(CHANGE.replace(b"CH-1", b"CH-2"))
        order.action_accept()
        self.assertEqual(self._import()._name, "customer.order.amendment", "Now it can be carried out")

    def test_orders_of_other_customers_are_never_touched(self):
        mine = self._accept(self._create_order())
        rival = self.env["res.partner"].create({"name": "Rival", "is_company": True})
        foreign = self._accept(self._create_order(partner_id=rival.id, contact_id=False, customer_reference="R-1"))
        cases = {
            "their number": (CHANGE.replace(b"PO 4711", b"R-1"), {}),
            "our number of theirs": (CHANGE.replace(b"PO 4711", foreign.name.encode()), {}),
            "sent by another": (CHANGE, {"partner": rival}),
            "sender unknown": (CHANGE.replace(b"Aqua Works", b"Nobody"), {}),
        }
        for case, (content, options) in cases.items():
            with self.subTest(case), self.assertRaises(OrderFileRefused), self.cr.savepoint():
                self._import(content, **options)
        self.assertFalse((mine | foreign).amendment_ids)

    def test_prices_in_another_currency_are_refused(self):
        order = self._accept(self._create_order())
        with self.assertRaisesRegex(OrderFileRefused, "is in USD, and the change is in “CHF”"):
            self._import(CHANGE.replace(b">USD<", b">CHF<"))
        self.assertFalse(order.amendment_ids)

    def test_several_orders_under_one_number(self):
        self._accept(self._create_order())
        second = self._receive(customer_reference="po-4711")
        second.action_decide_duplicates("another_release", "Called off in two parts")
        second.action_accept()
        with self.assertRaisesRegex(OrderFileRefused, "several orders"):
            self._import()
        named = b"<cbc:SalesOrderID>%s</cbc:SalesOrderID><cbc:IssueDate>2027-01-20" % second.name.encode()
        amendment = self._import(CHANGE.replace(b"<cbc:IssueDate>2027-01-20", named))
        self.assertEqual(amendment.order_id, second)

    def test_nothing_is_half_imported(self):
        order = self._accept(self._create_order())
        cases = {
            "unknown line": (CHANGE.replace(b"<cbc:ID>2<", b"<cbc:ID>8<"), "no such line"),
            "unknown item": (CHANGE.replace(b">H1<", b">ZZ<").replace(b"Hose H1", b""), "ZZ"),
            "other unit": (CHANGE.replace(b'"C62">5<', b'"KGM">5<'), "KGM"),
            "malformed": (CHANGE[:900], "damaged"),
            "entities": (b'<!DOCTYPE a [<!ENTITY b "c">]>' + CHANGE.split(b"?>", 1)[1], "entities"),
            "empty": (b"", "empty"),
        }
        for case, (content, words) in cases.items():
            with self.subTest(case), self.assertRaisesRegex(OrderFileRefused, words), self.cr.savepoint():
                self._import(content)
        self.assertFalse(order.amendment_ids)

    def test_wizard_takes_the_file(self):
        order = self._accept(self._create_order())
        wizard = self.env["customer.order.change.import"].with_user(self.clerk)
        wizard = wizard.with_context(active_model="customer.order", active_id=order.id)
        vals = {"file": base64.b64encode(CHANGE), "filename": "change.xml"}
        action = wizard.create(vals).action_import()
        self.assertEqual(action["res_model"], "customer.order.amendment")
        self.assertEqual(order.amendment_ids.channel, "mail", "Whoever imports says whether it is authentic")
        other = self._accept(self._create_order(customer_reference="PO 4799"))
        with self.assertRaisesRegex(OrderFileRefused, "is about"):
            wizard.create({**vals, "order_id": other.id, "file": base64.b64encode(CANCELLATION)}).action_import()

    def test_employees_without_a_role_import_nothing(self):
        self._accept(self._create_order())
        stranger = self._create_user("change_stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self._import(user=stranger)

    def _take_in(self, content, partner):
        env = self.env(user=self.clerk)
        attachment = env["ir.attachment"].create({"name": "change.xml", "raw": content})
        intake = env["customer.order.intake"].create(
            {"company_id": self.company.id, "partner_id": partner.id, "upload_ids": attachment.ids}
        )
        intake._try_to_read()
        return intake

    def test_change_that_comes_by_mail(self):
        order = self._accept(self._create_order())
        intake = self._take_in(CHANGE, self.buyer)
        self.assertEqual((intake.state, intake.order_id.id), ("ignored", False))
        self.assertIn(order.amendment_ids.name, intake.notice)
        self.assertEqual((order.amendment_ids.channel, order.amendment_ids.is_customer_agreed), ("mail", False))
        self.assertIn("was imported before", self._take_in(CHANGE, self.buyer).notice)

    def test_change_of_an_unknown_sender_waits_for_a_person(self):
        order = self._accept(self._create_order())
        intake = self._take_in(CHANGE, self.env["res.partner"])
        self.assertEqual(intake.state, "read")
        self.assertFalse(order.amendment_ids)
        refused = self._take_in(CHANGE.replace(b"PO 4711", b"PO 1"), self.buyer)
        self.assertEqual(refused.state, "failed")
        self.assertIn("PO 1", refused.error)
