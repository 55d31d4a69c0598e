"""The whole life of an order, clicked in a real browser, its document opened and read back."""

import pypdfium2
from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.tests import HttpCase, new_test_user, tagged

ROLES = (
    "customer_order_mgmt.group_order_manager",
    "sales_team.group_sale_salesman_all_leads",
    "stock.group_stock_user",
    "account.group_account_invoice",
)


@tagged("post_install", "-at_install")
class TestStoryBrowser(AccountTestInvoicingCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.company_data["company"]
        cls.user = new_test_user(
            cls.env,
            "story",
            groups=",".join(ROLES),
            name="Sarah Story",
            email="sarah@example.com",
            company_id=company.id,
            company_ids=company.ids,
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Story Customer", "email": "buyer@example.com", "street": "Dock 4", "city": "Rotterdam"}
        )
        cls.env["product.product"].create(
            {"name": "Story Pump", "type": "consu", "list_price": 1250.0, "invoice_policy": "delivery"}
        )

    def test_order_lives_from_receipt_to_settlement(self):
        self._print_real_documents()
        self.start_tour("/odoo", "customer_order_story", login="story", timeout=180)
        order = self.env["customer.order"].sudo().search([("customer_reference", "=", "PO-STORY-1")])
        self.assertEqual(order.state, "settled")
        self.assertEqual((order.shipped_percent, order.invoiced_percent, order.paid_percent), (100, 100, 100))
        self.assertEqual(order.sale_order_ids.order_line.product_uom_qty, 4)
        self._check_document(order)
        self._check_evidence(order)

    def _print_real_documents(self):
        """Under tests Odoo prints HTML instead of PDF unless the context asks for the real thing."""
        reports = type(self.env["ir.actions.report"])
        render = reports._render_qweb_pdf

        def render_for_real(self, *args, **kwargs):
            return render(self.with_context(force_report_rendering=True), *args, **kwargs)

        self.patch(reports, "_render_qweb_pdf", render_for_real)

    def _check_document(self, order):
        """Open the acknowledgement as its link does, and read what the customer reads."""
        acknowledgement = order.acknowledgement_ids
        self.assertEqual(len(acknowledgement), 1)
        self.assertTrue(acknowledgement.sent_at)
        self.authenticate("story", "story")
        answer = self.url_open(acknowledgement.action_open_document()["url"])
        self.assertEqual(answer.headers["Content-Type"].split(";")[0], "application/pdf")
        pages = pypdfium2.PdfDocument(answer.content)
        text = " ".join("\n".join(page.get_textpage().get_text_range() for page in pages).split())
        for words in ("PO-STORY-1", order.name, "Story Pump", "Story Customer", "Dec 31, 2035", "5,000.00"):
            self.assertIn(words, text)
        self.assertIn(order.current_version_id.amount_in_words, text)
        self.assertIn(order.current_version_id.content_hash, text.replace(" ", ""))

    def _check_evidence(self, order):
        entries = (
            self.env["evidence.entry"]
            .sudo()
            .search([("subject_key", "=", order.name), ("company_ref", "=", order.company_id.id)], order="sequence")
        )
        self.assertEqual(
            entries.mapped("event"),
            [
                "customer_order.received",
                "customer_order.accepted",
                "customer_order.acknowledged",
                "customer_order.acknowledgement_sent",
                "customer_order.fulfilled",
                "customer_order.settled",
            ],
        )
        self.assertFalse(self.env["evidence.entry"].sudo()._verify([("id", "in", entries.ids)]))
