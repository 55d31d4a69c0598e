import json
from unittest.mock import patch

from odoo import fields
from odoo.addons.evidence_ledger.logic.canonical import canonical_bytes, digest
from odoo.addons.sale.models.sale_order import SaleOrder
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ..exceptions import AcceptanceFailed, OrderIncomplete
from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestAcceptance(CustomerOrderCommon):
    def test_version_repeats_the_order_as_text(self):
        order = self._accept(
            self._create_order(
                incoterm_id=self.env.ref("account.incoterm_FCA").id,
                incoterm_location="Leeds",
                instructions="Crates, not pallets",
                terms="Our terms",
            )
        )
        version = order.current_version_id
        self.assertRecordValues(
            version,
            [
                {
                    "number": 1,
                    "order_name": order.name,
                    "partner_name": "Aqua Works",
                    "contact_name": "Pat Buyer",
                    "customer_reference": "PO 4711",
                    "incoterm_code": "FCA",
                    "incoterm_location": "Leeds",
                    "instructions": "Crates, not pallets",
                    "terms": "Our terms",
                    "currency_code": self.company.currency_id.name,
                    "amount_total": order.amount_total,
                    "amount_in_words": order.amount_in_words,
                    "accepted_by": self.manager.name,
                }
            ],
        )
        self.assertIn("1 Canal Road", version.partner_address)
        self.assertEqual(version.due_ids.mapped("amount"), order.due_ids.mapped("amount"))
        self.assertEqual(sum(version.tax_ids.mapped("tax_amount")), order.amount_tax)
        self.assertEqual(version.line_ids.mapped("tax_names"), [self.company.account_sale_tax_id.name] * 2)
        self.customer.name = "Renamed"
        self.assertEqual(version.partner_name, "Aqua Works")

    def test_delivery_address_names_the_site_but_no_person(self):
        vals = {"parent_id": self.customer.id, "street": "9 Dock Road", "city": "Hull"}
        site = self.env["res.partner"].create({**vals, "name": "North Plant", "type": "delivery"})
        order = self._create_order(partner_shipping_id=site.id, partner_invoice_id=self.buyer.id)
        version = self._accept(order).current_version_id
        self.assertTrue(version.shipping_address.startswith("North Plant\n"))
        self.assertIn("9 Dock Road", version.shipping_address)
        self.assertNotIn("Pat Buyer", version.invoice_address)

    def test_hash_covers_the_frozen_payload(self):
        version = self._accept(self._create_order()).current_version_id
        payload = json.loads(version.payload)
        self.assertEqual(digest(canonical_bytes(payload)), version.content_hash)
        self.assertEqual(payload["lines"][0]["quantity"], "2.00")
        self.assertNotIn("Pat Buyer", version.payload, "Names of persons must be erasable")

    def test_evidence_pack_carries_the_contents_that_were_sealed(self):
        order = self._accept(self._create_order())
        hashes = {path: digest(content) for path, content in order._get_evidence_pack_files().items()}
        self.assertEqual(hashes["content/received.json"], order.received_hash)
        self.assertEqual(hashes["content/version-1.json"], order.current_version_id.content_hash)

    def test_corrections_after_receipt_are_named_in_the_evidence(self):
        order = self._create_order()
        order.action_receive()
        received = order.received_hash
        order.line_ids[0].quantity = 5
        order.action_correct("Typed wrongly")
        order = self._accept(order)
        corrected = self._get_payload(order, "customer_order.corrected")
        self.assertEqual([(change["line"], change["field"]) for change in corrected["changed"]], [(1, "quantity")])
        self.assertEqual(corrected["corrected_content"], received)
        accepted = self._get_payload(order, "customer_order.accepted")
        self.assertEqual(accepted["received_content"], corrected["content"])

    def _get_payload(self, order, event):
        domain = [("subject_key", "=", order.name), ("company_ref", "=", order.company_id.id), ("event", "=", event)]
        return json.loads(self.env["evidence.entry"].sudo().search(domain).payload)

    def test_sales_orders_say_exactly_what_is_accepted(self):
        pricelist = self.env["product.pricelist"].create({"name": "List", "company_id": self.company.id})
        self.env["product.pricelist.item"].create(
            {"pricelist_id": pricelist.id, "compute_price": "percentage", "percent_price": 20, "applied_on": "3_global"}
        )
        order = self._create_order(
            [
                {
                    "product_id": self.pump.id,
                    "name": "Pump as agreed",
                    "quantity": 7,
                    "price_unit": 93.4567,
                    "discount": 3.5,
                    "tax_ids": self.tax_sale_b.ids,
                    "product_uom_id": self.env.ref("uom.product_uom_dozen").id,
                }
            ],
            pricelist_id=pricelist.id,
        )
        order = self._accept(order)
        sale = order.sudo().sale_order_ids
        self.assertRecordValues(
            sale.order_line,
            [
                {
                    "name": "Pump as agreed",
                    "product_uom_qty": 7.0,
                    "product_uom_id": self.env.ref("uom.product_uom_dozen").id,
                    "price_unit": 93.4567,
                    "discount": 3.5,
                    "tax_ids": self.tax_sale_b.ids,
                }
            ],
        )
        self.assertEqual(sale.amount_total, order.amount_total)
        self.assertEqual(sale.customer_order_version_id, order.current_version_id)

    def test_taxes_in_the_price_and_early_discounts_are_accepted_to_the_cent(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "2/7 net 30",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 7,
                "early_pay_discount_computation": "mixed",
            }
        )
        included = self.tax_sale_a.copy({"name": "Included", "amount": 7.5, "price_include_override": "tax_included"})
        lines = [
            {"product_id": self.pump.id, "quantity": 3, "price_unit": 33.33, "tax_ids": taxes, "requested_date": date}
            for taxes in (included.ids, self.tax_sale_a.ids, False)
            for date in ("2027-03-01", "2027-03-02")
        ]
        for rounding in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = rounding
            with self.subTest(rounding):
                order = self._accept(self._create_order(lines, payment_term_id=term.id))
                sales = order.sudo().sale_order_ids
                self.assertAlmostEqual(sum(sales.mapped("amount_tax")), order.amount_tax, 2)
                self.assertAlmostEqual(sum(order.due_ids.mapped("amount")), order.amount_total, 2)

    def test_promised_date_is_noon_where_the_goods_are(self):
        order = self._create_order([{"product_id": self.pump.id, "promised_date": "2027-07-01"}])
        order.sudo().warehouse_id.partner_id.tz = "Pacific/Auckland"
        sale = self._accept(order).sudo().sale_order_ids
        self.assertEqual(str(sale.commitment_date), "2027-07-01 00:00:00")

    def test_a_line_without_promise_is_not_accepted(self):
        order = self._create_order()
        order.line_ids[1].promised_date = False
        order.action_receive()
        with self.assertRaisesRegex(OrderIncomplete, "Line 2 has no promised date"):
            order.with_user(self.manager).action_accept()

    def test_nothing_is_accepted_when_confirmation_fails(self):
        order = self._create_order()
        order.action_receive()
        order = order.with_user(self.manager)
        sales = self.env["sale.order"].search_count([])
        for reason in ("The customer is blocked.", "No route."):
            with (
                self.subTest(reason),
                patch.object(SaleOrder, "action_confirm", side_effect=UserError(reason)),
                self.assertRaisesRegex(AcceptanceFailed, reason),
            ):
                order.action_accept()
            self.assertEqual(order.state, "received")
            self.assertFalse(order.accepted_date)
            self.assertFalse(order.version_ids)
            self.assertEqual(self.env["sale.order"].search_count([]), sales)
            self.assertEqual(self._get_events(order), ["customer_order.received"])

    def test_nothing_is_accepted_when_a_sales_order_deviates(self):
        order = self._create_order()
        order.action_receive()
        order = order.with_user(self.manager)

        def confirm_cheaper(sales):
            sales.order_line[0].price_unit -= 1
            return confirm(sales)

        confirm = SaleOrder.action_confirm
        with patch.object(SaleOrder, "action_confirm", confirm_cheaper), self.assertRaises(AcceptanceFailed):
            order.action_accept()
        self.assertEqual((order.state, order.version_ids.ids), ("received", []))

    def test_hostile_context_changes_nothing(self):
        order = self._create_order()
        order.action_receive()
        hostile = {
            "skip_procurement": True,
            "default_discount": 50,
            "default_locked": True,
            "default_state": "cancel",
            "default_customer_order_version_id": 1,
            "default_price_unit": 1,
        }
        order.with_user(self.manager).with_context(**hostile).action_accept()
        sales = order.sudo().sale_order_ids
        self.assertEqual(sum(sales.mapped("amount_total")), order.amount_total)
        self.assertTrue(sales.picking_ids, "Deliveries are planned")

    def test_foreign_currency(self):
        foreign = self.setup_other_currency("KWD", rates=[("2020-01-01", 0.3)])
        order = self._create_order(
            [{"name": "Flange", "quantity": 3, "price_unit": 1.005, "tax_ids": False}], currency_id=foreign.id
        )
        order = self._accept(order)
        sale = order.sudo().sale_order_ids
        self.assertEqual((sale.currency_id, sale.amount_total), (foreign, 3.015))
        self.assertEqual(json.loads(order.current_version_id.payload)["amount_total"], "3.015")
        invoice = self._invoice(order)
        self.assertEqual((invoice.currency_id, invoice.amount_total), (foreign, 3.015))

    def test_taken_over_order_keeps_its_business_dates(self):
        order = self._create_order(is_taken_over=True, received_date="2025-01-05", accepted_date="2025-01-08")
        order = self._accept(order)
        self.assertEqual(str(order.accepted_date), "2025-01-08")
        self.assertEqual(str(order.sudo().sale_order_ids[0].date_order.date()), "2025-01-08")
        self.assertGreater(order.current_version_id.accepted_at, fields.Datetime.to_datetime("2026-01-01"))

    def test_clerk_does_not_accept_even_in_superuser_mode(self):
        order = self._create_order()
        order.action_receive()
        for act in (order.action_accept, order.sudo().action_accept, lambda: order.sudo().action_reject("No")):
            with self.assertRaises(AccessError):
                act()

    def test_second_company_has_its_own_numbers_and_sales_orders(self):
        other = self.setup_other_company()["company"]
        manager = self._create_user("other_manager", "customer_order_mgmt.group_order_manager", other)
        self._accept(self._create_order())
        order = (
            self.env["customer.order"]
            .with_user(manager)
            .create(
                {
                    "partner_id": self.customer.id,
                    "line_ids": [
                        fields.Command.create({"name": "Flange", "price_unit": 5, "requested_date": "2027-03-01"})
                    ],
                }
            )
        )
        order.action_receive()
        order.action_accept()
        self.assertEqual((order.company_id, order.name), (other, "CO00001"))
        self.assertEqual(order.sudo().sale_order_ids.company_id, other)

    def test_change_behind_the_guards_is_named_by_verification(self):
        order = self._accept(self._create_order())
        version = order.current_version_id
        sealed = version.content_hash
        self.assertFalse(version._get_deviations(sealed))
        forgeries = {
            "UPDATE customer_order_version_line SET quantity = quantity + 1 WHERE version_id = %s": "/lines/0/quantity",
            "UPDATE customer_order_version_due SET amount = 0.01 WHERE version_id = %s": "/dues/0/amount",
            "UPDATE customer_order_version_tax SET name = 'none' WHERE version_id = %s": "/taxes/0/name",
            "UPDATE customer_order_version SET partner_name = 'Other' WHERE id = %s": "/partner_name",
            "UPDATE customer_order_version SET payload = payload || ' ' WHERE id = %s": "/",
            "DELETE FROM customer_order_version_line WHERE version_id = %s AND sequence = 2": "/lines",
        }
        self.env.flush_all()
        for forgery, path in forgeries.items():
            with self.subTest(forgery), self.env.cr.savepoint() as savepoint:
                table = forgery.split()[2 if forgery.startswith("DELETE") else 1]
                self.env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table)))
                self.env.cr.execute(forgery, [version.id])
                self.env.invalidate_all()
                report = self.env["evidence.verification"].sudo()._run(self.company)
                named = report.finding_ids.filtered(lambda finding: finding.code == "document_changed")
                self.assertEqual(named.subject_key, order.name)
                self.assertIn(path, json.loads(named.figures)["paths"])
                self.assertEqual(report.state, "broken")
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertFalse(list(self.env["customer.order.version"]._get_findings(self.company)))

    def test_verification_takes_as_many_queries_for_many_orders_as_for_few(self):
        def count_queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertFalse(list(self.env["customer.order.version"]._get_findings(self.company)))
            return self.cr.sql_log_count - before

        for _order in range(2):
            self._accept(self._create_order())
        few = count_queries()
        for _order in range(8):
            self._accept(self._create_order())
        self.assertEqual(count_queries(), few)
