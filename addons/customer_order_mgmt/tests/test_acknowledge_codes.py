import base64
import json
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..exceptions import AcceptedOrderIsBinding, AcknowledgementRefused, OrderStateRefused
from .common import CustomerOrderCommon


class AcknowledgeCommon(CustomerOrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer.email = "pat@aqua.example"

    def _receive(self, **vals):
        order = self._create_order(**vals)
        order.action_receive()
        return order.with_user(self.manager)

    def _counter(self, **line_vals):
        order = self._receive()
        order.line_ids[0].write(line_vals or {"quantity": 1})
        order.action_accept()
        return order

    def _confirm(self, order):
        document = self.env["ir.attachment"].create({"name": "yes.txt", "datas": base64.b64encode(b"We confirm.")})
        order._confirm_counter({"channel": "document", "name": "Pat Buyer", "document_id": document.id})

    def _amend(self, order, **line_vals):
        """Both sides agree to change the first line."""
        amendment = self.env["customer.order.amendment"].with_user(self.manager)
        amendment = amendment.create({"order_id": order.id, "reason": "Agreed on the phone"})
        amendment.line_ids[0].write(line_vals)
        amendment.action_propose()
        document = self.env["ir.attachment"].create({"name": "yes.txt", "datas": base64.b64encode(b"We agree.")})
        amendment._record_customer_consent({"channel": "document", "name": "Pat Buyer", "document_id": document.id})
        self.assertEqual(amendment.state, "applied")
        return amendment

    def _tell(self, order):
        """Send the acknowledgement and return it."""
        order._send_acknowledgement()
        return order.acknowledgement_ids.sorted("id")[-1]

    def _get_last_entry(self, order, event):
        domain = [("subject_key", "=", order.name), ("company_ref", "=", self.company.id), ("event", "=", event)]
        return self.env["evidence.entry"].sudo().search(domain, order="sequence desc", limit=1)


@tagged("post_install", "-at_install")
class TestAcknowledgeCodes(AcknowledgeCommon):
    """Which code fits which state, and what it tells."""

    def test_receipt_promises_nothing(self):
        order = self._receive()
        self.assertFalse(order.acknowledgement_state, "Nobody has to acknowledge a mere receipt")
        told = self._tell(order)
        self.assertRecordValues(
            told, [{"code": "AB", "version_id": False, "line_ids": [], "content_hash": order.received_hash}]
        )
        self.assertEqual((order.acknowledgement_state, order.acknowledgement_code), ("acknowledged", "AB"))
        self.assertFalse(order.acknowledged_at, "The version in force was not told")
        text = told.attachment_id.raw.decode()
        self.assertIn("This is not an acceptance", text)
        self.assertIn(order.received_hash, text)
        self.assertNotIn("Pump P1", text)

    def test_receipt_is_not_enough_once_accepted(self):
        order = self._receive()
        self._tell(order)
        order.action_accept()
        self.assertEqual(order.acknowledgement_state, "to_acknowledge")
        self.assertEqual(self._tell(order).code, "AP")
        self.assertEqual((order.acknowledgement_state, order.acknowledgement_code), ("acknowledged", "AP"))
        self.assertTrue(order.acknowledged_at)

    def test_accepted_as_ordered(self):
        told = self._tell(self._accept(self._create_order()))
        self.assertEqual((told.code, told.is_offer), ("AP", False))
        self.assertRecordValues(
            told.line_ids.sorted("sequence"),
            [
                {
                    "sequence": 1,
                    "status": "5",
                    "quantity": 2,
                    "price_unit": 100,
                    "order_position": 1,
                    "unit_code": "C62",
                },
                {
                    "sequence": 2,
                    "status": "5",
                    "quantity": 1,
                    "price_unit": 40,
                    "order_position": 2,
                    "unit_code": "C62",
                },
            ],
        )

    def test_later_promise_is_a_change(self):
        order = self._receive()
        order.line_ids[0].promised_date = "2027-03-08"
        order.action_accept()
        told = self._tell(order)
        self.assertEqual((order.state, told.code), ("accepted", "CA"))
        self.assertRecordValues(
            told.line_ids.sorted("sequence")[0],
            [
                {
                    "status": "3",
                    "promised_date": told.line_ids[0].promised_date,
                    "promised_date_before": told.line_ids[0].requested_date,
                }
            ],
        )

    def test_paper_says_when_the_customer_confirmed(self):
        day = self.env["customer.order"].with_user(self.manager).new({"company_id": self.company.id})._get_today()
        with patch.object(type(self.env["customer.order"]), "_get_today", lambda order: day - timedelta(days=9)):
            order = self._counter(quantity=1)
        self._confirm(order)
        version = order.current_version_id
        self.assertEqual((version.accepted_date, order.accepted_date), (day - timedelta(days=9), day))
        self.assertEqual(self._tell(order)._get_head()["accepted_date"], day)
        self.assertEqual(version._get_contract_date(), day, "As the portal says it")
        self._amend(order, quantity=3)
        self.assertEqual(order.current_version_id._get_contract_date(), day)

    def test_offer_and_its_confirmation(self):
        order = self._counter(quantity=1)
        self.assertEqual(order.acknowledgement_state, "to_acknowledge")
        offer = self._tell(order)
        self.assertRecordValues(
            offer,
            [
                {
                    "code": "CA",
                    "is_offer": True,
                    "version_id": order.counter_version_id.id,
                    "confirm_until": order.counter_valid_until,
                }
            ],
        )
        first = offer.line_ids.sorted("sequence")[0]
        self.assertEqual((first.status, first.quantity, first.quantity_before), ("3", 1, 2))
        self.assertFalse(order.acknowledged_at, "An offer is not in force")
        text = offer.attachment_id.raw.decode()
        for words in ("Please confirm", f"/my/customer-orders/{order.id}", "nothing is reserved"):
            self.assertIn(words, text)
        self.assertNotIn(order.access_token or "access_token", text)
        self._confirm(order)
        self.assertEqual((order.state, order.acknowledgement_state), ("accepted", "to_acknowledge"))
        told = self._tell(order)
        self.assertEqual((told.code, set(told.line_ids.mapped("status"))), ("AP", {"5"}))

    def test_second_offer_is_compared_with_the_order_again(self):
        order = self._counter(quantity=1)
        self._tell(order)
        order._decline_counter("Too few")
        self.assertFalse(order.acknowledgement_state)
        order.line_ids[0].write({"quantity": 2, "price_unit": 110})
        order.action_accept()
        self.assertEqual(order.acknowledgement_state, "to_acknowledge")
        line = self._tell(order).line_ids.sorted("sequence")[0]
        self.assertEqual((line.status, line.quantity, line.quantity_before), ("3", 2, 2))
        self.assertEqual((line.price_unit, line.price_unit_before), (110, 100))

    def test_rejection_gives_the_reason(self):
        order = self._receive()
        order.action_reject("We no longer make this pump.")
        self.assertEqual(order.acknowledgement_state, "to_acknowledge")
        told = self._tell(order)
        self.assertRecordValues(told, [{"code": "RE", "version_id": False, "content_hash": order.received_hash}])
        self.assertIn("We no longer make this pump.", told.attachment_id.raw.decode())
        self.assertEqual((order.acknowledgement_state, order.acknowledgement_code), ("acknowledged", "RE"))

    def test_amendment_tells_what_changed_since(self):
        order = self._accept(self._create_order())
        self._tell(order)
        self._amend(order, quantity=5)
        self.assertEqual((order.acknowledgement_state, order.acknowledged_at), ("to_acknowledge", False))
        told = self._tell(order)
        self.assertEqual((told.code, told.version_id), ("CA", order.current_version_id))
        self.assertRecordValues(
            told.line_ids.sorted("sequence"),
            [
                {"status": "3", "quantity": 5, "quantity_before": 2},
                {"status": "5", "quantity": 1, "quantity_before": 0},
            ],
        )

    def test_added_and_cancelled_lines_are_told(self):
        order = self._accept(self._create_order())
        self._tell(order)
        amendment = self.env["customer.order.amendment"].with_user(self.manager)
        amendment = amendment.create({"order_id": order.id, "reason": "Agreed"})
        amendment.line_ids[1].quantity = 0
        hose = self._create_good("Hose H1", 7.0)
        amendment.line_ids = [
            Command.create({"product_id": hose.id, "quantity": 3, "promised_date": "2027-03-20", "sequence": 99})
        ]
        amendment.action_propose()
        document = self.env["ir.attachment"].create({"name": "yes.txt", "datas": base64.b64encode(b"We agree.")})
        amendment._record_customer_consent({"channel": "document", "name": "Pat Buyer", "document_id": document.id})
        told = self._tell(order).line_ids
        by_name = {line.name: (line.status, line.quantity, line.quantity_before) for line in told}
        self.assertEqual(by_name["[P1] Pump P1"][0], "5")
        self.assertEqual(by_name["[V1] Valve V1"], ("7", 0, 1))
        self.assertEqual(by_name["[H1] Hose H1"][:2], ("1", 3))
        # Told once, it is known.
        order.contact_id = self.buyer.copy({"name": "Sam Successor", "email": "sam@aqua.example"})
        again = self._tell(order).line_ids
        self.assertEqual(sorted(again.mapped("status")), sorted(told.mapped("status")), "The same to another person")

    def test_changed_terms_are_told(self):
        order = self._accept(self._create_order())
        self._tell(order)
        amendment = self.env["customer.order.amendment"].with_user(self.manager)
        amendment = amendment.create({"order_id": order.id, "reason": "Agreed", "instructions": "Gate 3"})
        amendment.action_propose()
        document = self.env["ir.attachment"].create({"name": "yes.txt", "datas": base64.b64encode(b"We agree.")})
        amendment._record_customer_consent({"channel": "document", "name": "Pat Buyer", "document_id": document.id})
        told = self._tell(order)
        self.assertEqual((told.code, told.head_changes), ("CA", "Instructions: Gate 3 (so far: nothing)"))

    def test_withdrawn_order_is_not_acknowledged(self):
        order = self._receive()
        order.action_withdraw("The customer ordered twice")
        with self.assertRaises(OrderStateRefused):
            order.action_acknowledge()
        self.assertFalse(order.acknowledgement_state)

    def test_mail_speaks_of_the_code(self):
        rejected = self._receive()
        rejected.action_reject("No capacity")
        cases = {
            "We received your order %s": self._receive(),
            "Your order %s: please confirm our changes": self._counter(),
            "Your order %s is accepted": self._accept(self._create_order()),
            "Your order %s is not accepted": rejected,
        }
        for subject, order in cases.items():
            with self.subTest(subject):
                message = self._tell(order).message_id
                self.assertEqual(message.subject, subject % order.customer_reference)
                self.assertEqual(message.attachment_ids, order.acknowledgement_ids.attachment_id)
        self.assertIn("No capacity", rejected.acknowledgement_ids.message_id.body)

    def test_mail_is_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        template = self.env.ref("customer_order_mgmt.mail_template_customer_order_acknowledgement_ab").sudo()
        template.with_context(lang="fr_FR").subject = "Nous avons reçu votre commande {{ object.customer_reference }}"
        told = self._tell(self._receive())
        self.assertEqual((told.lang, told.message_id.subject), ("fr_FR", "Nous avons reçu votre commande PO 4711"))

    def test_codes_carry_the_lines_they_must(self):
        """CA without lines and AB with lines cannot be made, whoever makes them (T116-R007, R010)."""
        order = self._accept(self._create_order())
        vals = self._tell(order).copy_data()[0] | {"name": "X/A1", "order_id": order.id, "partner_id": self.buyer.id}
        vals |= {"acknowledgement_date": "2027-01-12", "lang": "en_US", "attachment_id": False}
        line = {"sequence": 1, "status": "5", "name": "Pump", "quantity": 1}
        cases = {"CA": [], "AB": [Command.create(line)], "RE": [Command.create(line)]}
        for code, lines in cases.items():
            with self.subTest(code), self.assertRaisesRegex(AcknowledgementRefused, "PEPPOL-T116-R"):
                self.env["customer.order.acknowledgement"].sudo().create({**vals, "code": code, "line_ids": lines})

    def test_what_was_told_stays(self):
        told = self._tell(self._accept(self._create_order()))
        line = told.line_ids[0].sudo()
        refusals = {
            "write": lambda: line.write({"promised_date": "2030-01-01"}),
            "unlink": line.unlink,
            "add": lambda: line.create({"acknowledgement_id": told.id, "status": "5", "name": "Gift", "sequence": 9}),
            "code": lambda: told.sudo().write({"code": "AB"}),
        }
        for path, refused in refusals.items():
            with self.subTest(path), self.assertRaises(AcceptedOrderIsBinding), self.cr.savepoint():
                refused()
        self.env.flush_all()
        for statement in (
            "UPDATE customer_order_acknowledgement_line SET promised_date = '2030-01-01'",
            "DELETE FROM customer_order_acknowledgement_line",
            "UPDATE customer_order_acknowledgement SET code = 'AB'",
        ):
            with (
                self.subTest(statement),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.cr.execute(statement)

    def test_what_follows_from_telling_is_not_written(self):
        order = self._accept(self._create_order())
        for name, value in {
            "acknowledgement_code": "AP",
            "acknowledgement_state": "acknowledged",
            "acknowledgement_error": False,
            "acknowledgement_queued_at": "2027-01-01 00:00:00",
            "acknowledgement_ids": [Command.clear()],
        }.items():
            with self.subTest(name), self.assertRaises(OrderStateRefused):
                order.sudo().write({name: value})

    def test_telling_is_sealed_line_by_line(self):
        order = self._counter(quantity=1)
        self._tell(order)
        entry = self._get_last_entry(order, "customer_order.acknowledged")
        payload = json.loads(entry.payload)
        self.assertEqual(entry.event_version, 2)
        self.assertEqual((payload["code"], payload["offer"], payload["version"]), ("CA", True, 1))
        self.assertEqual(
            payload["lines"][0],
            {
                "position": 1,
                "status": "3",
                "quantity": "1.00",
                "price_unit": "100.0",
                "discount": "0.00",
                "promised_date": "2027-03-01",
            },
        )

    def test_verification_finds_what_was_forged(self):
        order = self._counter()
        told = self._tell(order)
        model = self.env["customer.order.acknowledgement"]
        self.assertFalse(list(model._get_findings(self.company)))
        self.env.flush_all()
        self.cr.execute("ALTER TABLE customer_order_acknowledgement_line DISABLE TRIGGER USER")
        self.cr.execute(
            "UPDATE customer_order_acknowledgement_line SET promised_date = '2030-01-01' WHERE acknowledgement_id = %s",
            [told.id],
        )
        self.env.invalidate_all()
        [finding] = model._get_findings(self.company)
        self.assertEqual(finding.figures, {"acknowledgement": told.name, "paths": ["/told", "/lines"]})

    def test_history_is_read_by_clerk_and_auditor_only(self):
        told = self._tell(self._accept(self._create_order()))
        auditor = self._create_user("ack_auditor", "evidence_ledger.group_evidence_auditor")
        told.line_ids.with_user(auditor).read(["promised_date"])
        told.line_ids.with_user(self.clerk).read(["promised_date"])
        employee = self._create_user("ack_employee", "base.group_user")
        with self.assertRaises(AccessError):
            told.line_ids.with_user(employee).read(["promised_date"])
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user("ack_other", "customer_order_mgmt.group_order_clerk", company=other)
        self.assertFalse(told.line_ids.with_user(stranger).search([]))
        for right in ("create", "write", "unlink"):
            self.assertFalse(told.line_ids.with_user(self.clerk).has_access(right), right)
