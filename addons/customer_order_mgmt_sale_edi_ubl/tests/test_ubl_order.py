from datetime import date
from decimal import Decimal

from odoo.addons.customer_order_mgmt.exceptions import OrderFileRefused
from odoo.addons.customer_order_mgmt.logic.capture import ProblemCode
from odoo.tests import tagged
from odoo.tools import file_open

from .common import BUYER, HEAD, LINE, PEPPOL, UblCommon, ubl_line, ubl_order

CHARGES = """
  <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>
    <cbc:AllowanceChargeReason>Loyalty</cbc:AllowanceChargeReason><cbc:Amount currencyID="USD">12.50</cbc:Amount>
  </cac:AllowanceCharge>
  <cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>
    <cbc:AllowanceChargeReason>Freight</cbc:AllowanceChargeReason><cbc:Amount currencyID="USD">30</cbc:Amount>
  </cac:AllowanceCharge>"""


def allowance(amount, indicator="false"):
    return (
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator>"
        f'<cbc:Amount currencyID="USD">{amount}</cbc:Amount></cac:AllowanceCharge>'
    )


def priced(quantity, price, amount="", charges="", base=""):
    amount = f'<cbc:LineExtensionAmount currencyID="USD">{amount}</cbc:LineExtensionAmount>' if amount else ""
    base = f'<cbc:BaseQuantity unitCode="C62">{base}</cbc:BaseQuantity>' if base else ""
    return ubl_line(
        f'<cbc:Quantity unitCode="C62">{quantity}</cbc:Quantity>{amount}{charges}'
        f'<cac:Price><cbc:PriceAmount currencyID="USD">{price}</cbc:PriceAmount>{base}</cac:Price>'
    )


@tagged("post_install", "-at_install")
class TestUblOrder(UblCommon):
    def test_document_is_read_as_written(self):
        contract = "<cac:Contract><cbc:ID>F-12</cbc:ID></cac:Contract>"
        captured, problems = self._read(ubl_order(head=HEAD + contract))
        self.assertFalse(problems)
        self.assertEqual(captured.customer_reference, "PO 4711")
        self.assertEqual(captured.customer_date, date(2027, 1, 10))
        self.assertEqual((captured.quotation_reference, captured.framework_reference), ("S00042", "F-12"))
        self.assertEqual((captured.buyer.gln, captured.buyer.name), ("4012345000009", "Aqua Works"))
        self.assertEqual((captured.delivery.street, captured.requested_date), ("4 Dock Road", date(2027, 3, 20)))
        self.assertEqual([(file.name, file.content) for file in captured.files], [("d7.txt", b"DN 80")])
        line = captured.lines[0]
        self.assertEqual((line.product_code, line.customer_product_code, line.unit), ("P1", "AQ-1", "C62"))
        self.assertEqual((line.quantity, line.price_unit, line.amount), (2, Decimal("91.25"), Decimal("182.50")))
        self.assertEqual((line.requested_date, line.note), (date(2027, 3, 5), "Paint it red"))
        self.assertEqual(line.tax_percents, (Decimal(15),))

    def test_order_is_imported_with_its_enclosed_files(self):
        order = self._import(ubl_order(), "order.xml")
        self.assertRecordValues(
            order,
            [
                {
                    "partner_id": self.customer.id,
                    "partner_shipping_id": self.site.id,
                    "customer_reference": "PO 4711",
                    "instructions": "Call before delivery",
                    "amount_untaxed": 182.5,
                }
            ],
        )
        self.assertEqual(sorted(order.source_attachment_ids.mapped("name")), ["d7.txt", "order.xml"])
        order.with_user(self.clerk).action_receive()

    def test_versions_and_profiles(self):
        for version in ("2.0", "2.1", "2.2", "2.3", "2.4"):
            profile = f"<cbc:UBLVersionID>{version}</cbc:UBLVersionID>"
            with self.subTest(version):
                captured, problems = self._read(ubl_order(profile=profile))
                self.assertEqual((captured.lines[0].product_code, problems), ("P1", ()))

    def test_a_document_of_core_is_read(self):
        with file_open("sale_edi_ubl/tests/data/test_so_edi.xml", "rb") as file:
            content = file.read().replace(b"create_date_placeholder", b"2027-01-10")
        captured, problems = self._read(content.replace(b"validity_date_placeholder", b"2027-02-10"))
        self.assertFalse(problems)
        self.assertEqual([line.price_unit for line in captured.lines], [Decimal("50.0"), Decimal("10.0")])
        self.assertEqual([line.discount for line in captured.lines], [10, 0])
        self.assertEqual((captured.amount_untaxed, captured.amount_total), (460, 529))

    def test_encodings(self):
        text = ubl_order(head=HEAD.replace("Call", "Größe")).decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        for content in (text.encode("utf-16"), text.replace("UTF-16", "iso-8859-1").encode("latin-1")):
            captured, _problems = self._read(content)
            self.assertTrue(captured.note.startswith("Größe"))

    def test_prices_are_those_that_give_the_stated_amount(self):
        cases = [
            (priced(2, "91.25"), ("91.25", 0)),
            (priced(200, 50, base=100), ("0.5", 0)),
            (priced(10, 50, "450", allowance(50)), ("50", 10)),
            (priced(10, 50, "", allowance(50)), ("50", 10)),
            (priced(3000, 10, "20000", allowance(10000)), ("6.666667", 0)),
        ]
        for line, (price, discount) in cases:
            with self.subTest(line):
                captured, problems = self._read(ubl_order(line))
                self.assertFalse(problems)
                self.assertEqual((captured.lines[0].price_unit, captured.lines[0].discount), (Decimal(price), discount))

    def test_charge_on_a_line_and_on_the_order(self):
        captured, _problems = self._read(ubl_order(priced(10, 50, "507.00", allowance(7, "true")), rest=CHARGES))
        prices = [(line.is_charge, line.price_unit) for line in captured.lines]
        self.assertEqual(prices, [(False, 50), (True, 7), (True, Decimal("-12.5")), (True, 30)])
        order = self._import(ubl_order(rest=CHARGES), "order.xml")
        self.assertEqual(order.amount_untaxed, 200.0)
        self.assertEqual(order.line_ids.mapped("name")[1:], ["Loyalty", "Freight"])

    def test_quantity_without_price_takes_the_pricelist(self):
        order = self._import(ubl_order(ubl_line("<cbc:Quantity>3</cbc:Quantity>")), "order.xml")
        self.assertEqual(order.amount_untaxed, 300.0)

    def test_variant_tells_apart_what_the_code_leaves_open(self):
        twin = self._create_good("Twin P1", 5)
        self.assertEqual(twin.default_code, self.pump.default_code)
        twin.barcode = "990"
        item = (
            "<cac:SellersItemIdentification><cbc:ID>P1</cbc:ID><cbc:ExtendedID>990</cbc:ExtendedID>"
            "</cac:SellersItemIdentification>"
        )
        order = self._import(ubl_order(ubl_line("<cbc:Quantity>3</cbc:Quantity>", item)), "order.xml")
        self.assertEqual(order.line_ids.product_id, twin)

    def test_customer_with_that_electronic_address(self):
        self.partner_a.write({"peppol_eas": "0192", "peppol_endpoint": "991825827"})
        buyer = BUYER.replace("0088", "0192").replace("4012345000009", "991825827")
        buyer = buyer.replace("<cbc:ElectronicMail>pat@aqua.example</cbc:ElectronicMail>", "").replace("Aqua", "Oslo")
        self.assertEqual(self._import(ubl_order(buyer=buyer), "order.xml").partner_id, self.partner_a)

    def test_no_customer_is_created_from_a_file(self):
        buyer = (
            BUYER.replace("4012345000009", "")
            .replace("Aqua Works", "Nobody")
            .replace(
                "<cac:PartyLegalEntity>",
                "<cac:PartyTaxScheme><cbc:CompanyID>NL123456782B90</cbc:CompanyID></cac:PartyTaxScheme><cac:PartyLegalEntity>",
            )
        )
        partners = self.env["res.partner"].search_count([])
        sentences = self._sentences(ubl_order(buyer=buyer), "order.xml")
        self.assertIn("No customer fits “Nobody”", sentences[0])
        self.assertEqual(self.env["res.partner"].search_count([]), partners)

    def test_faults_name_line_and_element(self):
        cases = {
            "Line 1: Quantity: “two” is no number": LINE.replace(">2<", ">two<"),
            "Line 1: Unit price: “” is no number": LINE.replace("91.25", ""),
            "Line 1: Amount: “NaN” is no number": priced(1, 5, charges=allowance("NaN")),
            "Line 1: The quantity -2 is not above zero": LINE.replace(">2<", ">-2<"),
            "Line 1: The quantity 99999999999 is too large": LINE.replace(">2<", ">99999999999<"),
            "Line 1: No product fits “P7”": LINE.replace("P1", "P7").replace("Pump<", "Pomp<"),
            "Line 1: It is not clear": priced(1, 5, charges=allowance(5, "maybe")),
            "Line 1: Requested date: “2027-02-31” is no day": LINE.replace("2027-03-05", "2027-02-31"),
            "Line 1: Unit price: “91.25 EUR” is not in the currency of the order": LINE.replace(
                'PriceAmount currencyID="USD"', 'PriceAmount currencyID="EUR"'
            ),
            "Line 1: “KGM” cannot be converted": LINE.replace("C62", "KGM"),
        }
        for sentence, line in cases.items():
            with self.subTest(sentence):
                sentences = self._sentences(ubl_order(line), "order.xml")
                self.assertEqual(len(sentences), 1, sentences)
                self.assertIn(sentence, sentences[0])

    def test_currency_of_an_order_that_names_none(self):
        head = HEAD.replace("<cbc:DocumentCurrencyCode>USD</cbc:DocumentCurrencyCode>", "")
        captured, problems = self._read(ubl_order(LINE.replace('"USD"', '"CHF"'), head=head))
        self.assertEqual((captured.currency_code, problems), ("CHF", ()))

    def test_envelope_and_signature_are_no_part_of_the_order(self):
        signature = "<x:UBLExtensions xmlns:x='urn:x'><x:Amount>no number</x:Amount></x:UBLExtensions>"
        order = ubl_order(profile=signature + PEPPOL).partition(b"?>")[2]
        captured, problems = self._read(b"<StandardBusinessDocument>" + order + b"</StandardBusinessDocument>")
        self.assertEqual((captured.customer_reference, problems), ("PO 4711", ()))

    def test_properties_of_the_item_are_instructions(self):
        name, value = "<cbc:Name>Colour</cbc:Name>", "<cbc:Value>red</cbc:Value>"
        added = f"<cac:AdditionalItemProperty>{name}{value}</cac:AdditionalItemProperty></cac:Item>"
        captured, _problems = self._read(ubl_order(LINE.replace("</cac:Item>", added)))
        self.assertEqual(captured.lines[0].note, "Paint it red\nColour: red")

    def test_a_currency_without_cents_does_not_stop_the_decoder(self):
        # Behind the ORM, which refuses it for a currency that is in use.
        self.env.cr.execute("UPDATE res_currency SET rounding = 0.05 WHERE id = %s", self.company.currency_id.ids)
        self.company.currency_id.invalidate_recordset()
        _captured, problems = self._read(ubl_order(priced("0.01", "2", "0.02")))
        self.assertEqual([problem.code for problem in problems], [ProblemCode.NUMBER_UNREADABLE])

    def test_damaged_enclosed_file_is_told(self):
        sentences = self._sentences(ubl_order(head=HEAD.replace("</cbc:Emb", "%</cbc:Emb")), "order.xml")
        self.assertIn("The enclosed file “../d7.txt” is damaged", sentences[0])

    def test_hostile_xml(self):
        plain = ubl_order().decode()
        laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
        cases = {
            "its own entities": plain.replace(
                "<Order ", f'<!DOCTYPE Order [<!ENTITY l0 "ha">{laughs}]><Order ', 1
            ).replace("Call before", "&l9;"),
            "own entities": plain.replace(
                "<Order ", '<!DOCTYPE Order [<!ENTITY x SYSTEM "file:///etc/passwd">]><Order ', 1
            ).replace("Call before", "&x;"),
            "entities or document type": plain.replace("<Order ", '<!DOCTYPE Order SYSTEM "http://x/y.dtd"><Order ', 1),
            "damaged": plain.replace("</Order>", ""),
            "is damaged": plain.replace("<cbc:ID>PO", "<a>" * 300 + "<cbc:ID>PO"),
            "There is no order in it": plain.replace("<Order ", "<Orders ").replace("</Order>", "</Orders>"),
            "no file that orders can be read from": "<Invoice/>",
        }
        for sentence, text in cases.items():
            with self.subTest(sentence), self.assertRaises(OrderFileRefused) as refusal:
                self.env["customer.order.parser"]._read(text.encode(), "order.xml", "application/xml")
            self.assertIn(sentence, str(refusal.exception))

    def test_ten_thousand_lines_are_refused_at_once(self):
        sentences = self._sentences(ubl_order(*([ubl_line("<cbc:Quantity>1</cbc:Quantity>")] * 10_000)), "order.xml")
        self.assertIn("more than 5000 lines", sentences[0])
