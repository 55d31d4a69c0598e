import io

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..report.page_numbers import number_pages
from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestAcknowledgementDocument(CustomerOrderCommon):
    """The PDF as the customer gets it, read back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Needed to read documents back, here only.
        import pypdfium2
        import zxingcpp

        cls.read_pdf, cls.read_barcodes = pypdfium2.PdfDocument, staticmethod(zxingcpp.read_barcodes)
        # The page must not depend on what a server serves: here there is none.
        cls.env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:9")

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def _print(self, order):
        order.with_context(force_report_rendering=True).action_acknowledge()
        acknowledgement = order.acknowledgement_ids
        return acknowledgement, self.read_pdf(acknowledgement.attachment_id.raw)

    def _read(self, document):
        """The words of all pages, on one line."""
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)

    def test_document_says_what_we_promise(self):
        lines = [
            {
                "product_id": self.pump.id,
                "customer_product_code": "AQ-77",
                "quantity": 2,
                "price_unit": 1234.5,
                "requested_date": "2027-03-01",
                "promised_date": "2027-03-08",
                "instructions": "Paint RAL 5010",
            },
            {"name": "Casing to drawing 4-1", "quantity": 1, "price_unit": 31.0, "requested_date": "2027-03-15"},
        ]
        order = self._create_order(lines, instructions="Deliver to gate 3", terms="Our terms of 2027 apply.")
        acknowledgement, document = self._print(self._accept(order))
        text, version = self._read(document), acknowledgement.version_id
        expected = {
            "whose order": ["Aqua Works", "Pat Buyer", "PO 4711", "Jan 10, 2027", version.order_name],
            "what": ["AQ-77", "Pump P1", "Casing to drawing 4-1", "2.00 Units"],
            "when": ["Mar 8, 2027", "requested Mar 1, 2027", "Mar 15, 2027"],
            "how much": ["1,234.50", "2,469.00", "2,500.00"],
            "in words": [version.amount_in_words],
            "conditions": ["Paint RAL 5010", "Deliver to gate 3", "Our terms of 2027 apply.", "due on Mar"],
            "identity": [version.company_name, acknowledgement.name],
        }
        for part, words in expected.items():
            for word in words:
                with self.subTest(part, word=word):
                    self.assertIn(word, text)
        self.assertIn(version.content_hash, text.replace(" ", ""))

    def test_code_leads_to_the_verification_page(self):
        acknowledgement, document = self._print(self._accept(self._create_order()))
        codes = [code for page in document for code in self.read_barcodes(page.render(scale=2).to_pil())]
        self.assertEqual([code.text for code in codes], [acknowledgement.version_id._get_verification_url()])

    def test_last_checkpoint_is_printed(self):
        self._accept(self._create_order())
        self.env["evidence.checkpoint"].sudo()._seal_pending()
        head = self.env["evidence.checkpoint"]._get_head(self.company)
        acknowledgement, document = self._print(self._accept(self._create_order()))
        self.assertEqual(acknowledgement.checkpoint_hash, head.checkpoint_hash)
        text = self._read(document)
        self.assertIn(f"No. {head.number} of", text)
        self.assertIn(head.checkpoint_hash, text.replace(" ", ""))
        self.assertEqual("unsigned" in text, not head.is_signed)

    def test_what_happens_later_does_not_reach_the_document(self):
        order = self._accept(self._create_order())
        self.pump.name, self.customer.name = "Renamed pump", "Renamed customer"
        _acknowledgement, document = self._print(order)
        text = self._read(document)
        self.assertIn("Pump P1", text)
        self.assertIn("Aqua Works", text)
        self.assertNotIn("Renamed", text)

    def test_sixty_lines_keep_their_place(self):
        lines = [
            {
                "product_id": self.pump.id,
                "name": f"Item {number} " + "with a description that goes on " * (number % 5),
                "customer_product_code": f"VERY-LONG-CODE-{number:04d}-" + "X" * 20,
                "price_unit": 98765.43,
                "quantity": 1000,
            }
            for number in range(1, 61)
        ]
        acknowledgement, document = self._print(self._accept(self._create_order(lines)))
        text = self._read(document)
        for number in range(1, 61):
            self.assertIn(f"Item {number} ", text)
        for number, page in enumerate(document, start=1):
            self.assertIn(f"{acknowledgement.name} · {number}/{len(document)}", page.get_textpage().get_text_range())
            self._assert_within_margins(page)

    def _assert_within_margins(self, page):
        width = page.get_size()[0]
        for obj in page.get_objects():
            left, _bottom, right, _top = obj.get_bounds()
            self.assertTrue(0 <= left <= right <= width, f"something stands outside the page: {left}..{right}")

    def test_single_page_needs_no_number(self):
        _acknowledgement, document = self._print(self._accept(self._create_order()))
        self.assertEqual(len(document), 1)
        stream = io.BytesIO()
        document.save(stream)
        self.assertEqual(number_pages(stream.getvalue(), "X"), stream.getvalue())
