import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import AcknowledgementRefused
from ..logic.order_response_rules import check, fatal
from .test_acknowledge_codes import AcknowledgeCommon


@tagged("post_install", "-at_install")
class TestAcknowledgeResponse(AcknowledgeCommon):
    """Acknowledgements as UBL OrderResponse."""

    def _export(self, acknowledgement):
        acknowledgement.action_export_response()
        return acknowledgement.response_attachment_id.raw

    def test_each_code_exports_what_the_rules_allow(self):
        rejected = self._receive()
        rejected.action_reject("No capacity")
        orders = {
            "AB": self._receive(),
            "AP": self._accept(self._create_order()),
            "CA": self._counter(quantity=1),
            "RE": rejected,
        }
        for code, order in orders.items():
            with self.subTest(code):
                document = self._export(self._tell(order))
                self.assertFalse(check(document), "Neither fatal nor warned of")
                text = document.decode()
                self.assertIn(f"<cbc:OrderResponseCode>{code}</cbc:OrderResponseCode>", text)
                self.assertIn(f"<cbc:ID>{order.customer_reference}</cbc:ID>", text)
                self.assertEqual("<cac:OrderLine>" in text, code == "CA")
        self.assertIn("No capacity", rejected.acknowledgement_ids.response_attachment_id.raw.decode())

    def test_changes_say_how_much_when_and_for_how_much(self):
        order = self._receive()
        order.line_ids[0].write({"quantity": 1, "price_unit": 120, "discount": 10, "promised_date": "2027-03-08"})
        order.line_ids[0].tax_ids = False
        order.action_accept()
        text = self._export(self._tell(order)).decode()
        for words in (
            '<cbc:Quantity unitCode="C62">1</cbc:Quantity>',
            "<cbc:EndDate>2027-03-08</cbc:EndDate>",
            '<cbc:PriceAmount currencyID="USD">108</cbc:PriceAmount>',
            "<cbc:LineStatusCode>3</cbc:LineStatusCode>",
            "<cbc:LineStatusCode>5</cbc:LineStatusCode>",
        ):
            with self.subTest(words):
                self.assertIn(words, text)

    def test_the_same_bytes_and_sealed(self):
        order = self._counter()
        told = self._tell(order)
        document = self._export(told)
        self.assertEqual(self._export(told), document)
        self.assertEqual(self._get_events(order).count("customer_order.response_exported"), 1)
        payload = json.loads(self._get_last_entry(order, "customer_order.response_exported").payload)
        self.assertEqual((payload["number"], payload["code"], payload["profile"]), (told.name, "CA", "ubl"))
        self.customer.name = "Renamed"
        from ..logic.order_response import build

        self.assertEqual(build(told._prepare_response()), document, "Names are those that were frozen")

    def test_fatal_rules_refuse_the_export(self):
        self.company.customer_order_response_profile = "t116"
        told = self._tell(self._counter())
        with self.assertRaisesRegex(AcknowledgementRefused, "COM-OR-16"):
            told.action_export_response()
        self.assertFalse(told.response_attachment_id)

    def test_unit_without_a_code_refuses_the_export(self):
        pallet = self.env["uom.uom"].create({"name": "Pallet", "relative_factor": 1})
        order = self._receive()
        order.line_ids[0].write({"product_uom_id": pallet.id, "product_id": False, "name": "Sand"})
        order.action_accept()
        with self.assertRaisesRegex(AcknowledgementRefused, r"COM-OR-11.*Pallet"):
            self._tell(order).action_export_response()

    def test_order_without_their_number_is_not_answered(self):
        told = self._tell(self._receive(customer_reference=False))
        with self.assertRaisesRegex(AcknowledgementRefused, "COM-OR-04"):
            told.action_export_response()

    def test_amended_order_names_what_is_cancelled_and_added(self):
        order = self._accept(self._create_order())
        self._tell(order)
        self._amend(order, quantity=0)
        document = self._export(self._tell(order))
        self.assertFalse(fatal(check(document)))
        self.assertIn("<cbc:LineStatusCode>7</cbc:LineStatusCode>", document.decode())

    def test_clerk_exports_and_others_do_not(self):
        told = self._tell(self._accept(self._create_order()))
        auditor = self._create_user("response_auditor", "evidence_ledger.group_evidence_auditor")
        with self.assertRaises(AccessError):
            told.with_user(auditor).action_export_response()
        self._export(told.with_user(self.clerk))
