import csv
import io

from odoo.tests import tagged

from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestPackDocuments(CustomerOrderCommon):
    """The evidence pack says what became of the order."""

    def _rows(self, order, name):
        content = order._get_evidence_pack_files().get(f"documents/{name}.csv", b"")
        return list(csv.DictReader(io.StringIO(content.decode())))

    def test_deliveries_invoices_and_payments_are_in_the_pack(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2, "tax_ids": [(5,)]}]))
        self.assertFalse(self._rows(order, "deliveries"))
        delivery = self._deliver(order)
        invoice = self._invoice(order)
        self._pay(invoice, amount=150.0)
        [shipped], [billed], [paid] = (self._rows(order, name) for name in ("deliveries", "invoices", "payments"))
        self.assertEqual((shipped["delivery"], shipped["quantity"]), (delivery.name, "2"))
        self.assertIn("Pump P1", shipped["item"])
        self.assertEqual((billed["invoice"], billed["total"], billed["open"]), (invoice.name, "200.00", "50.00"))
        self.assertEqual((paid["invoice"], paid["amount"]), (invoice.name, "150.00"))

    def test_papers_of_invoices_are_for_those_who_may_open_them(self):
        order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2}]))
        self._deliver(order)
        invoice = self._invoice(order)
        self.env["ir.attachment"].create(
            {
                "name": "invoice.pdf",
                "raw": b"%PDF-1.7",
                "res_model": invoice._name,
                "res_id": invoice.id,
                "res_field": "invoice_pdf_report_file",
            }
        )
        invoice.invalidate_recordset()
        path = f"documents/{invoice.name.replace('/', '_')}.pdf"
        accountant = self._create_user("pack_accountant", "account.group_account_invoice")
        accountant.group_ids |= self.env.ref("customer_order_mgmt.group_order_clerk")
        self.assertEqual(order.with_user(accountant)._get_evidence_pack_files()[path], b"%PDF-1.7")
        self.assertNotIn(path, order.with_user(self.clerk)._get_evidence_pack_files())
