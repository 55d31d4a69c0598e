from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from ..logic.capture import CapturedFile, CapturedLine, CapturedOrder, CapturedParty
from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestImportCapture(CustomerOrderCommon):
    """Captured values become drafts, or sentences."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump.barcode = "4006381333931"
        cls.customer.write({"ref": "C-17", "vat": "NL123456782B90", "barcode": "4012345000009"})
        cls.site = cls.env["res.partner"].create(
            {
                "name": "Dock 4",
                "parent_id": cls.customer.id,
                "type": "delivery",
                "street": "4 Dock Road",
                "zip": "HU1 1AA",
                "city": "Hull",
            }
        )

    def _captured(self, *lines, **vals):
        lines = lines or ({"product_code": "P1", "quantity": Decimal(2)},)
        numbered = [CapturedLine(**{"position": number, **line}) for number, line in enumerate(lines, start=1)]
        return CapturedOrder(**{"buyer": CapturedParty(reference="C-17"), **vals, "lines": tuple(numbered)})

    def _create(self, *captured, company=None, **options):
        orders = self.env["customer.order"].with_user(self.clerk)
        result = orders._create_from_capture(list(captured), company or self.company, **options)
        return result.orders, orders._describe_problems(result.problems)

    def test_what_the_customer_wrote_becomes_a_draft(self):
        order, problems = self._create(
            self._captured(
                {
                    "product_code": "P1",
                    "customer_product_code": "AQ-1",
                    "quantity": Decimal("2.5"),
                    "price_unit": Decimal("91.25"),
                    "discount": Decimal(3),
                    "note": "Red",
                },
                {"barcode": "4006381333931", "quantity": Decimal(1), "unit": "DZN"},
                customer_reference="PO 1",
                customer_date=date(2027, 1, 10),
                requested_date=date(2027, 3, 1),
                currency_code="usd",
                note="Call before delivery",
                delivery=CapturedParty(street="4 Dock Road", city="Hull"),
            )
        )
        self.assertFalse(problems)
        self.assertRecordValues(
            order,
            [
                {
                    "state": "draft",
                    "partner_id": self.customer.id,
                    "partner_shipping_id": self.site.id,
                    "customer_reference": "PO 1",
                    "customer_date": date(2027, 1, 10),
                    "instructions": "Call before delivery",
                }
            ],
        )
        first, second = order.line_ids
        self.assertRecordValues(
            first,
            [
                {
                    "product_id": self.pump.id,
                    "price_unit": 91.25,
                    "quantity": 2.5,
                    "discount": 3.0,
                    "instructions": "Red",
                }
            ],
        )
        self.assertEqual(first.requested_date, date(2027, 3, 1))
        self.assertEqual((second.product_uom_id, second.price_unit), (self.env.ref("uom.product_uom_dozen"), 1200.0))
        self.assertEqual(first.tax_ids, self.company.account_sale_tax_id)

    def test_customer_is_found_by_whatever_names_it(self):
        parties = (
            {"vat": "NL 1234.56.782 B90"},
            {"vat": "123456782B90", "country_code": "NL"},
            {"reference": "C-17"},
            {"gln": "4012345000009"},
            {"name": "Aqua Works"},
        )
        for party in parties:
            with self.subTest(party):
                order, problems = self._create(self._captured(buyer=CapturedParty(**party)))
                self.assertEqual((order.partner_id, problems), (self.customer, []))

    def test_the_person_who_wrote_becomes_the_contact(self):
        self.buyer.email = "pat@aqua.example"
        order, _problems = self._create(self._captured(buyer=CapturedParty(email="Pat <PAT@aqua.example>")))
        self.assertEqual((order.partner_id, order.contact_id), (self.customer, self.buyer))

    def test_doubtful_customers_are_named(self):
        self.env["res.partner"].create([{"name": "Twin"}, {"name": "Twin"}])
        cases = {
            "The customer is missing": CapturedParty(),
            "No customer fits “Nobody”": CapturedParty(name="Nobody"),
            "More than one customer fits “Twin”": CapturedParty(name="Twin"),
        }
        for sentence, party in cases.items():
            with self.subTest(sentence):
                orders, problems = self._create(self._captured(buyer=party))
                self.assertFalse(orders)
                self.assertIn(sentence, problems[0])

    def test_each_line_says_what_is_wrong_with_it(self):
        self.valve.barcode = "8711"
        hidden = self._create_good("Old Pump P9", 5, sale_ok=False)
        cases = [
            ({"product_code": "P7", "quantity": Decimal(1)}, "No product fits “P7”"),
            ({"product_code": "P1", "barcode": "8711", "quantity": Decimal(1)}, "mean different products"),
            ({"product_code": hidden.default_code, "quantity": Decimal(1)}, "cannot be ordered"),
            ({"quantity": Decimal(1)}, "neither a code nor a description"),
            ({"product_code": "P1"}, "quantity is missing"),
            ({"product_code": "P1", "quantity": Decimal(-3)}, "-3 is not above zero"),
            ({"product_code": "P1", "quantity": Decimal("1e300")}, "too large"),
            ({"product_code": "P1", "quantity": Decimal("NaN")}, "too large"),
            ({"product_code": "P1", "quantity": Decimal(1), "price_unit": Decimal(-1)}, "price -1 is below zero"),
            ({"product_code": "P1", "quantity": Decimal(1), "discount": Decimal(130)}, "between 0 and 100 %."),
            ({"product_code": "P1", "quantity": Decimal(1), "unit": "barrel"}, "unit “barrel” is not known"),
            ({"product_code": "P1", "quantity": Decimal(1), "unit": "KGM"}, "cannot be converted to Units"),
            ({"product_code": "P1", "quantity": Decimal(1), "requested_date": date(1, 1, 1)}, "too far from today"),
            ({"product_code": "P1", "quantity": Decimal(1), "note": "x" * 20_000}, "longer than 10000 characters"),
            ({"product_code": "P1\0", "quantity": Decimal(1)}, "cannot be read"),
        ]
        for line, sentence in cases:
            with self.subTest(sentence):
                orders, problems = self._create(self._captured({"product_code": "P1", "quantity": Decimal(1)}, line))
                self.assertFalse(orders)
                self.assertEqual(len(problems), 1, problems)
                self.assertTrue(problems[0].startswith("Line 2: "), problems)
                self.assertIn(sentence, problems[0])

    def test_unknown_item_becomes_custom_made_if_the_caller_allows(self):
        captured = self._captured(
            {"product_code": "Z1", "description": "Flange DN 80", "quantity": Decimal(1), "price_unit": Decimal(7)}
        )
        self.assertFalse(self._create(captured)[0])
        order, problems = self._create(captured, allow_custom=True)
        self.assertFalse(problems)
        self.assertRecordValues(order.line_ids, [{"is_custom": True, "name": "Flange DN 80", "price_unit": 7.0}])

    def test_allowance_on_the_order_is_a_line_of_its_own(self):
        order, _problems = self._create(
            self._captured(
                {"product_code": "P1", "quantity": Decimal(1)},
                {"is_charge": True, "description": "Loyalty", "quantity": Decimal(1), "price_unit": Decimal(-5)},
            )
        )
        charge = order.line_ids[1]
        self.assertEqual((charge.product_id.type, charge.name, charge.price_unit), ("service", "Loyalty", -5.0))

    def test_a_new_address_is_not_lost(self):
        order, problems = self._create(self._captured(delivery=CapturedParty(name="Site 9", street="9 New Street")))
        self.assertIn("9 New Street", problems[0])
        self.assertIn("Site 9\n9 New Street", order.instructions)

    def test_currency_terms_and_incoterm(self):
        foreign = self.setup_other_currency("CHF", rates=[("2020-01-01", 2.0)])
        term = self.env.ref("account.account_payment_term_30days")
        order, problems = self._create(
            self._captured(currency_code="CHF", payment_terms=term.name, incoterm="dap", incoterm_location="Hull")
        )
        self.assertFalse(problems)
        self.assertEqual((order.currency_id, order.payment_term_id, order.incoterm_id.code), (foreign, term, "DAP"))
        self.assertEqual(order.line_ids.price_unit, 200.0)
        orders, problems = self._create(self._captured(currency_code="XXQ", payment_terms="Cash", incoterm="ZZZ"))
        self.assertFalse(orders)
        self.assertEqual(len(problems), 3)

    def test_quotation_and_framework_that_the_document_names(self):
        validity = {"framework_start_date": "2020-01-01", "framework_end_date": "2099-12-31"}
        framework = self._accept(self._create_order(is_framework=True, customer_reference="F-12", **validity))
        order, problems = self._create(self._captured(framework_reference="F-12", quotation_reference="S00042"))
        self.assertEqual((order.framework_id, order.quotation_reference, problems), (framework, "S00042", []))
        other = self._captured(framework_reference="F-12", buyer=CapturedParty(name=self.partner_a.name))
        order, problems = self._create(other)
        self.assertFalse(order.framework_id)
        self.assertIn("no framework order of the customer", problems[0])

    def test_code_of_the_customer_is_learned_from_a_clerk(self):
        captured = self._captured({"customer_product_code": "AQ 7", "description": "Pump", "quantity": Decimal(1)})
        self.assertIn("No product fits", self._create(captured)[1][0])
        draft, _problems = self._create(captured, allow_custom=True)
        draft.line_ids.product_id = self.pump
        again = self._captured({"customer_product_code": " aq  7 ", "quantity": Decimal(1)})
        order, problems = self._create(again)
        self.assertEqual((order.line_ids.product_id, problems), (self.pump, []))
        draft.line_ids.product_id = self.valve
        self.assertEqual(self._create(again)[0].line_ids.product_id, self.valve)

    def test_description_that_begins_with_our_code_names_the_product(self):
        line = {"customer_product_code": "AQ 8", "description": "[P1] Pump as quoted", "quantity": Decimal(1)}
        order, problems = self._create(self._captured(line))
        self.assertEqual((order.line_ids.product_id, problems), (self.pump, []))
        stronger = {**line, "customer_product_code": "", "product_code": "V1"}
        self.assertEqual(self._create(self._captured(stronger))[0].line_ids.product_id, self.valve)

    def test_other_customers_and_companies_learn_nothing(self):
        self._create_order([{"product_id": self.pump.id, "customer_product_code": "AQ7"}])
        line = {"customer_product_code": "AQ7", "quantity": Decimal(1)}
        other = self._captured(line, buyer=CapturedParty(name=self.partner_a.name))
        self.assertIn("No product fits", self._create(other)[1][0])
        company = self.setup_other_company()["company"]
        self.clerk.sudo().company_ids += company
        self.assertIn("No product fits", self._create(self._captured(line), company=company)[1][0])

    def test_products_and_customers_of_another_company_stay_unknown(self):
        company = self.setup_other_company()["company"]
        self.pump.company_id = company
        self.assertIn("No product fits", self._create(self._captured())[1][0])
        self.customer.company_id = company
        self.assertIn("No customer fits", self._create(self._captured())[1][0])

    def test_files_stand_on_the_order(self):
        file = self.env["ir.attachment"].with_user(self.clerk).create({"name": "po.xml", "raw": b"<Order/>"})
        captured = self._captured(files=(CapturedFile(name="drawing.txt", content=b"DN 80"),))
        order, _problems = self._create(captured, files=file)
        self.assertEqual(sorted(order.source_attachment_ids.mapped("name")), ["drawing.txt", "po.xml"])

    def test_resolving_50_orders_costs_the_queries_of_2(self):
        def count(number):
            captured = [
                self._captured(
                    {"product_code": "P1", "quantity": Decimal(1)},
                    {"product_code": "V1", "customer_product_code": f"C{index}", "quantity": Decimal(1)},
                    customer_reference=f"PO {index}",
                    currency_code="USD",
                    delivery=CapturedParty(street="4 Dock Road"),
                )
                for index in range(number)
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["customer.order.resolver"].with_user(self.clerk)._resolve(captured, self.company)
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertLessEqual(count(50), count(2))
