import base64

from odoo.addons.customer_order_mgmt.tests.test_import_wizard import ImportCommon

LINE = """
  <cac:OrderLine><cac:LineItem>
    <cbc:ID>1</cbc:ID><cbc:Note>Paint it red</cbc:Note>
    <cbc:Quantity unitCode="C62">2</cbc:Quantity>
    <cbc:LineExtensionAmount currencyID="USD">182.50</cbc:LineExtensionAmount>
    <cac:Delivery><cac:RequestedDeliveryPeriod><cbc:StartDate>2027-03-01</cbc:StartDate>
      <cbc:EndDate>2027-03-05</cbc:EndDate></cac:RequestedDeliveryPeriod></cac:Delivery>
    <cac:Price><cbc:PriceAmount currencyID="USD">91.25</cbc:PriceAmount></cac:Price>
    <cac:Item><cbc:Description>Pump for water</cbc:Description><cbc:Name>Pump</cbc:Name>
      <cac:BuyersItemIdentification><cbc:ID>AQ-1</cbc:ID></cac:BuyersItemIdentification>
      <cac:SellersItemIdentification><cbc:ID>P1</cbc:ID></cac:SellersItemIdentification>
      <cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>15</cbc:Percent>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>
  </cac:LineItem></cac:OrderLine>"""
HEAD = """
  <cbc:ID>PO 4711</cbc:ID><cbc:IssueDate>2027-01-10</cbc:IssueDate>
  <cbc:OrderTypeCode>220</cbc:OrderTypeCode><cbc:Note>Call before delivery</cbc:Note>
  <cbc:DocumentCurrencyCode>USD</cbc:DocumentCurrencyCode>
  <cac:QuotationDocumentReference><cbc:ID>S00042</cbc:ID></cac:QuotationDocumentReference>
  <cac:AdditionalDocumentReference><cbc:ID>D7</cbc:ID><cac:Attachment>
    <cbc:EmbeddedDocumentBinaryObject mimeCode="text/plain"
      filename="../d7.txt">DRAWING</cbc:EmbeddedDocumentBinaryObject>
  </cac:Attachment></cac:AdditionalDocumentReference>""".replace("DRAWING", base64.b64encode(b"DN 80").decode())
BUYER = """
  <cac:BuyerCustomerParty><cac:Party>
    <cbc:EndpointID schemeID="0088">4012345000009</cbc:EndpointID>
    <cac:PartyName><cbc:Name>Aqua Works</cbc:Name></cac:PartyName>
    <cac:PartyLegalEntity><cbc:RegistrationName>Aqua Works Ltd</cbc:RegistrationName></cac:PartyLegalEntity>
    <cac:Contact><cbc:Name>Pat Buyer</cbc:Name><cbc:ElectronicMail>pat@aqua.example</cbc:ElectronicMail></cac:Contact>
  </cac:Party></cac:BuyerCustomerParty>
  <cac:SellerSupplierParty><cac:Party><cac:PartyName><cbc:Name>Us</cbc:Name></cac:PartyName></cac:Party>
  </cac:SellerSupplierParty>"""
DELIVERY = """
  <cac:Delivery>
    <cac:DeliveryLocation><cac:Address><cbc:StreetName>4 Dock Road</cbc:StreetName><cbc:CityName>Hull</cbc:CityName>
      </cac:Address></cac:DeliveryLocation>
    <cac:RequestedDeliveryPeriod><cbc:EndDate>2027-03-20</cbc:EndDate></cac:RequestedDeliveryPeriod>
  </cac:Delivery>"""
PEPPOL = """
  <cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order:3</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:ordering:3</cbc:ProfileID>"""


def ubl_order(*lines, profile=PEPPOL, head=HEAD, buyer=BUYER, rest=DELIVERY):
    """Return an order of Aqua Works as bytes; its parts can be replaced."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
{profile}{head}{buyer}{rest}{"".join(lines) or LINE}
</Order>""".encode()


def ubl_line(content, item="<cac:SellersItemIdentification><cbc:ID>P1</cbc:ID></cac:SellersItemIdentification>"):
    """Return an order line with ``content`` before its item."""
    item = f"<cac:Item><cbc:Name>Pump</cbc:Name>{item}</cac:Item>"
    return f"<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID>{content}{item}</cac:LineItem></cac:OrderLine>"


class UblCommon(ImportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.barcode = "4012345000009"
        cls.site = cls.env["res.partner"].create(
            {
                "name": "Dock 4",
                "parent_id": cls.customer.id,
                "type": "delivery",
                "street": "4 Dock Road",
                "city": "Hull",
            }
        )

    def _read(self, content):
        """Return the captured order of a document and its problems."""
        reading = self.env["customer.order.parser"]._read(content, "order.xml", "application/xml")
        return reading.orders[0], reading.problems
