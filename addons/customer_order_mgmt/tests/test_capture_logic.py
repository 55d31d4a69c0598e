import doctest
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..logic import (
    anchors,
    confidence,
    document_table,
    intake_policy,
    mail_body,
    order_labels,
    order_reading,
    page_text,
    softening,
    written_text,
)
from ..logic.anchors import Anchor, Relation, learn
from ..logic.order_reading import read_order
from ..logic.page_text import text_document

# An order as sales offices get it, in four languages.
GERMAN = """
Bestellung Nr. 4500017719                      Datum: 12.03.2027
Ihr Angebot: S00042                            Liefertermin: 02.04.2027
Zahlungsbedingungen: 30 Tage netto

Pos.  Unsere Artikel-Nr.   Bezeichnung           Menge    Einheit   Einzelpreis   Gesamt
10    A-771                Kreiselpumpe          1.000    Stk       1.234,50      1.234.500,00
                           mit Dichtungssatz
20    A-772                Ventil DN 50          2        Stk       40,00         80,00

Zwischensumme                                                                     1.234.580,00
MwSt 19 %                                                                         234.570,20
Gesamtbetrag EUR                                                                  1.469.150,20
"""
FRENCH = """
Bon de commande n° CDE-2027-118
Date de commande : 3 mars 2027
Livraison le 15/04/2027

Votre référence   Désignation        Qté   Prix unitaire   Montant
P1                Pompe rouge        4     12,50           50,00
Total HT                                                   50,00 €
Total TTC                                                  60,00 €
"""
DUTCH = """
Inkooporder    INK/2027/8
Besteldatum    1 april 2027

Aantal   Uw artikel   Omschrijving   Prijs
3        P1           Pomp           99,00
Totaal excl. btw      297,00
"""
AMERICAN = """
Purchase Order Number: PO-88
Order Date: 03/04/2027
Need by: 04/25/2027

Qty   Item   Description       Unit Price   Amount
12    P1     Pump, 100 psi     1,250.00     15,000.00
Grand total: $15,000.00
"""


@tagged("post_install", "-at_install")
class TestCaptureLogic(BaseCase):
    def test_examples_in_docstrings(self):
        modules = (
            anchors,
            confidence,
            document_table,
            intake_policy,
            mail_body,
            order_labels,
            order_reading,
            page_text,
            softening,
            written_text,
        )
        for module in modules:
            with self.subTest(module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)

    def _read(self, text, anchors=(), **options):
        reading = read_order([text_document(text)], anchors, **options)
        return reading.order, {field.name: field for field in reading.fields}

    def test_german_order(self):
        order, fields = self._read(GERMAN)
        self.assertEqual(order.customer_reference, "4500017719")
        self.assertEqual(str(order.customer_date), "2027-03-12")
        self.assertEqual(str(order.requested_date), "2027-04-02")
        self.assertEqual(order.quotation_reference, "S00042")
        self.assertEqual(order.payment_terms, "30 Tage netto")
        self.assertEqual(order.currency_code, "EUR")
        self.assertEqual((order.amount_untaxed, order.amount_total), (Decimal("1234580.00"), Decimal("1469150.20")))
        first, second = order.lines
        self.assertEqual((first.customer_product_code, first.quantity), ("A-771", Decimal(1000)))
        self.assertEqual(first.description, "Kreiselpumpe mit Dichtungssatz")
        self.assertEqual((second.unit, second.price_unit, second.amount), ("Stk", Decimal("40.00"), Decimal("80.00")))
        self.assertEqual(fields["amount_untaxed"].confidence, 92, "the lines add up to it")

    def test_french_order(self):
        order, _fields = self._read(FRENCH)
        self.assertEqual(order.customer_reference, "CDE-2027-118")
        self.assertEqual(str(order.customer_date), "2027-03-03")
        self.assertEqual(str(order.requested_date), "2027-04-15")
        self.assertEqual((order.amount_untaxed, order.amount_total), (Decimal(50), Decimal(60)))
        self.assertEqual((order.lines[0].product_code, order.lines[0].quantity), ("P1", Decimal(4)))

    def test_dutch_order(self):
        order, _fields = self._read(DUTCH)
        self.assertEqual(order.customer_reference, "INK/2027/8")
        self.assertEqual(str(order.customer_date), "2027-04-01")
        self.assertEqual(order.amount_untaxed, Decimal(297))
        self.assertEqual((order.lines[0].product_code, order.lines[0].price_unit), ("P1", Decimal(99)))

    def test_american_order(self):
        order, fields = self._read(AMERICAN, month_first=True)
        self.assertEqual(str(order.customer_date), "2027-03-04")
        self.assertLess(fields["customer_date"].confidence, 50, "it could be the 3rd of April")
        self.assertEqual(str(order.requested_date), "2027-04-25")
        self.assertEqual((order.amount_total, order.currency_code), (Decimal(15000), "USD"))
        self.assertEqual(order.lines[0].quantity, Decimal(12))

    def test_other_value_for_the_same_field_costs_confidence(self):
        _order, fields = self._read("Order no: 12-1\nPO number: 13-1")
        self.assertEqual(fields["customer_reference"].confidence, 40)

    def test_learned_anchor_goes_before_generic_ones(self):
        text = "Order no: 12-1\nVorgang 77-1"
        anchor = Anchor("customer_reference", "vorgang", Relation.RIGHT, hits=2)
        order, fields = self._read(text, [anchor])
        self.assertEqual((order.customer_reference, fields["customer_reference"].confidence), ("77-1", 89))
        anchor = anchor._replace(misses=3)
        self.assertEqual(self._read(text, [anchor])[0].customer_reference, "12-1")

    def test_value_below_its_label(self):
        document = text_document("Vorgang        Kunde\n77-1           4711")
        anchor = learn(document, "customer_reference", "77-1")
        self.assertEqual((anchor.label, anchor.relation), ("vorgang", Relation.BELOW))
        reading = read_order([text_document("Vorgang        Kunde\n77-9           4711")], [anchor])
        self.assertEqual(reading.order.customer_reference, "77-9")

    def test_what_stands_nowhere_teaches_nothing(self):
        self.assertIsNone(learn(text_document(GERMAN), "customer_reference", "PO-1"))

    def test_sentences_are_no_orders(self):
        reading = read_order([text_document("Dear all,\nour order of the date below was the total of what we like.")])
        self.assertFalse(reading.is_order)
