import io

from odoo.addons.customer_order_mgmt.exceptions import OrderFileKnown, OrderFileRefused
from odoo.tests import tagged
from odoo.tools.pdf import OdooPdfFileWriter

from .common import LINE, UblCommon, ubl_order


@tagged("post_install", "-at_install")
class TestUblUpload(UblCommon):
    """Files uploaded to quotations."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._create_user(
            "order_seller", "customer_order_mgmt.group_order_clerk,sales_team.group_sale_salesman"
        )
        cls.company.customer_order_from_ubl = True

    def _attach(self, *contents):
        files = self.env["ir.attachment"].with_user(self.seller)
        return files.create(
            [
                {"name": name, "raw": content, "mimetype": "application/xml" if name.endswith("xml") else False}
                for name, content in contents
            ]
        )

    def _create(self, *contents):
        """Return the action of the upload."""
        files = self._attach(*contents)
        sales = self.env["sale.order"].with_user(self.seller).with_company(self.company)
        return sales.create_document_from_attachment(files.ids)

    def test_off_nothing_changes(self):
        self.company.customer_order_from_ubl = False
        action = self._create(("order.xml", ubl_order()))
        self.assertEqual(action["res_model"], "sale.order")
        sale = self.env["sale.order"].browse(action["res_id"])
        self.assertEqual((sale.client_order_ref, len(sale.order_line)), ("PO 4711", 1))

    def test_order_becomes_a_draft_and_no_quotation(self):
        quotations = self.env["sale.order"].search_count([])
        action = self._create(("order.xml", ubl_order()))
        order = self.env["customer.order"].sudo().browse(action["res_id"])
        self.assertEqual((action["res_model"], order.state), ("customer.order", "draft"))
        self.assertEqual((order.partner_id, order.amount_untaxed), (self.customer, 182.5))
        self.assertEqual(self.env["sale.order"].search_count([]), quotations)
        # What was uploaded only for that is not left behind.
        self.assertFalse(self.env["ir.attachment"].search([("name", "=", "order.xml"), ("res_id", "=", 0)]))

    def test_question_opens_the_preview(self):
        action = self._create(("order.xml", ubl_order(LINE.replace("P1", "P7").replace("Pump<", "Pomp<"))))
        self.assertEqual(action["res_model"], "customer.order.import")
        wizard = self.env["customer.order.import"].with_user(self.seller).browse(action["res_id"])
        self.assertIn("No product fits", wizard.problem_ids.sentence)

    def test_what_the_clerk_can_settle_is_noted_on_the_draft(self):
        action = self._create(("order.xml", ubl_order().replace(b"4 Dock Road", b"9 New Street")))
        order = self.env["customer.order"].sudo().browse(action["res_id"])
        self.assertEqual(action["res_model"], "customer.order")
        self.assertIn("9 New Street", "".join(order.message_ids.mapped("body")))

    def test_the_same_file_opens_the_preview(self):
        self._create(("order.xml", ubl_order()))
        action = self._create(("again.xml", ubl_order()))
        self.assertEqual(action["res_model"], "customer.order.import")

    def test_several_files_all_or_none(self):
        second = ubl_order().replace(b"PO 4711", b"PO 4712")
        action = self._create(("a.xml", ubl_order()), ("b.xml", second))
        self.assertEqual(action["res_model"], "customer.order")
        before = self.env["customer.order"].sudo().search_count([])
        third, faulty = second.replace(b"4712", b"4713"), ubl_order(LINE.replace(">2<", ">-2<"))
        for files, refusal in (
            ((("c.xml", third), ("d.xml", faulty)), OrderFileRefused),
            ((("c.xml", third), ("e.xml", second)), OrderFileKnown),
        ):
            with self.assertRaises(refusal), self.env.cr.savepoint():
                self._create(*files)
            self.assertEqual(self.env["customer.order"].sudo().search_count([]), before)

    def test_other_files_make_quotations_as_before(self):
        action = self._create(("order.xml", ubl_order()), ("hello.pdf", b"%PDF-1.4 hello"))
        self.assertEqual(action["res_model"], "sale.order")
        self.assertTrue(self.env["customer.order"].sudo().search([("customer_reference", "=", "PO 4711")]))

    def test_plain_ubl_counts_too(self):
        action = self._create(("order.xml", ubl_order(profile="")))
        self.assertEqual(action["res_model"], "customer.order")

    def test_pdf_that_carries_an_order(self):
        writer = OdooPdfFileWriter()
        writer.add_blank_page(72, 72) if hasattr(writer, "add_blank_page") else writer.addBlankPage(72, 72)
        writer.addAttachment("order.xml", ubl_order(), subtype="application/xml")
        stream = io.BytesIO()
        writer.write(stream)
        action = self._create(("order.pdf", stream.getvalue()))
        order = self.env["customer.order"].sudo().browse(action["res_id"])
        self.assertEqual((order._name, order.customer_reference), ("customer.order", "PO 4711"))
        self.assertIn("order.pdf", order.source_attachment_ids.mapped("name"))

    def test_each_company_decides(self):
        company = self.setup_other_company()["company"]
        self.seller.sudo().company_ids += company
        files = self._attach(("order.xml", ubl_order()))
        sales = self.env["sale.order"].with_user(self.seller).with_company(company)
        self.assertEqual(sales.create_document_from_attachment(files.ids)["res_model"], "sale.order")
