"""The words that stand before the particulars of an order, and above its columns, on the documents of customers.

Compared as ``plain`` writes them. What a customer calls *yours* is ours: “your item” is our code.
"""

from enum import StrEnum


class Kind(StrEnum):
    """How a value is written."""

    NUMBER = "number"  # of a document
    DATE = "date"
    AMOUNT = "amount"
    CURRENCY = "currency"
    TEXT = "text"


FIELD_KINDS = {
    "customer_reference": Kind.NUMBER,
    "customer_date": Kind.DATE,
    "requested_date": Kind.DATE,
    "quotation_reference": Kind.NUMBER,
    "framework_reference": Kind.NUMBER,
    "currency_code": Kind.CURRENCY,
    "amount_untaxed": Kind.AMOUNT,
    "amount_total": Kind.AMOUNT,
    "payment_terms": Kind.TEXT,
    "incoterm": Kind.TEXT,
}

LABELS = {
    "customer_reference": """
        purchase order number | purchase order no | purchase order | po number | po no | po | order number | order no
        | our order number | our order | order id | order ref | order
        | bestellnummer | bestell nr | bestellung nr | bestellung | unsere bestellnummer | auftragsnummer
        | bestell nummer
        | numero de commande | n de commande | commande n | commande no | bon de commande n | bon de commande | commande
        | bestelnummer | bestelbon nr | bestelbon | inkooporder | ordernummer | opdrachtnummer
        | numero de pedido | pedido n | n pedido | pedido | numero d ordine | ordine n | ordine""",
    "customer_date": """
        order date | po date | date of order | purchase order date | date | dated
        | bestelldatum | datum | vom | date de commande | date de la commande | le
        | besteldatum | orderdatum | fecha | fecha de pedido | data | data ordine""",
    "requested_date": """
        delivery date | requested delivery date | requested date | required date | ship date | need by | due date
        | required by | deliver by
        | lieferdatum | liefertermin | wunschtermin | gewunschter liefertermin | lieferung bis
        | date de livraison | date de livraison souhaitee | livraison le
        | leverdatum | gewenste leverdatum | leveringsdatum | fecha de entrega | data di consegna""",
    "quotation_reference": """
        your quotation | your quote | your offer | quotation | quotation no | quote no | offer no | your quotation no
        | ihr angebot | angebot nr | angebotsnummer | ihr angebot nr | votre offre | votre devis | devis n | offre n
        | uw offerte | offertenummer | su oferta | vostra offerta""",
    "framework_reference": """
        framework agreement | blanket order | contract no | contract number | agreement no
        | rahmenvertrag | rahmenauftrag | vertragsnummer | contrat cadre | contrat n | raamcontract | contractnummer""",
    "currency_code": "currency | wahrung | waehrung | devise | monnaie | valuta | munt | moneda | divisa",
    "amount_untaxed": """
        net total | total net | subtotal | sub total | total excl vat | total excl tax | total excluding vat
        | total without vat | net amount | total before tax | untaxed amount
        | nettosumme | netto | summe netto | gesamt netto | nettobetrag | zwischensumme | gesamtbetrag netto
        | total ht | total hors taxe | montant ht | totaal excl btw | totaal exclusief btw | subtotaal
        | base imponible | imponibile | totale imponibile""",
    "amount_total": """
        total | grand total | order total | total amount | total incl vat | total incl tax | total including vat
        | amount due | total order value | order value
        | gesamtsumme | gesamtbetrag | summe | gesamt | endbetrag | bruttosumme | summe brutto | gesamt brutto
        | gesamtbetrag brutto | total ttc | montant ttc | montant total | net a payer
        | totaal | totaalbedrag | totaal incl btw | totaal inclusief btw | importe total | totale | totale ordine""",
    "payment_terms": """
        payment terms | terms of payment | payment | zahlungsbedingungen | zahlungsbedingung | zahlung | zahlbar
        | conditions de paiement | paiement | betalingsvoorwaarden | betalingscondities | betaling
        | condiciones de pago | condizioni di pagamento""",
    "incoterm": """
        incoterm | incoterms | delivery terms | terms of delivery | lieferbedingung | lieferbedingungen
        | conditions de livraison | leveringsvoorwaarden | incoterms 2020 | incoterm 2020""",
}

HEADS = {
    "position": "pos | position | no | nr | line | item no | # | lfd nr | poste | ligne | regel | rij | n",
    "product_code": """
        your item | your item no | your article | your article no | your code | your part no | your ref | your sku
        | supplier item | supplier code | supplier part no | vendor item | vendor part no
        | ihre artikelnummer | ihre artikelnr | ihre artikel nr | ihr artikel | lieferantenartikel
        | lieferanten artikelnr
        | votre reference | votre article | votre code | reference fournisseur | ref fournisseur
        | uw artikel | uw artikelnummer | uw code | leveranciersartikel""",
    "customer_product_code": """
        our item | our item no | our article | our article no | our code | our part no | our ref | our material
        | unsere artikelnummer | unsere artikelnr | unsere artikel nr | unser artikel
        | notre reference | notre article | notre code | ons artikel | ons artikelnummer | onze code""",
    "code": """
        item | item code | item number | article | article no | article number | code | part | part no | part number
        | sku
        | product | product code | material | material no | material number | ref | reference | catalogue no
        | artikel | artikelnummer | artikelnr | artikel nr | art nr | artnr | materialnummer | sachnummer | teilenummer
        | reference article | code article | articulo | codice""",
    "barcode": "ean | gtin | barcode | ean code | upc",
    "description": """
        description | item description | goods | product description | designation | text | particulars | details
        | bezeichnung | beschreibung | artikelbezeichnung | libelle | omschrijving | productomschrijving
        | descripcion | descrizione""",
    "quantity": """
        quantity | qty | menge | anzahl | quantite | qte | aantal | hoeveelheid | cantidad | cant | quantita | qta""",
    "unit": "unit | uom | um | einheit | me | unite | eenheid | eh | unidad | unita",
    "price_unit": """
        price | unit price | net price | price unit | price per unit | rate | cost | unit cost
        | preis | einzelpreis | stuckpreis | e preis | ep | nettopreis | prix | prix unitaire | pu | pu ht
        | prix unitaire ht
        | prijs | eenheidsprijs | stukprijs | precio | precio unitario | prezzo | prezzo unitario""",
    "discount": "discount | disc | rabatt | rabatt % | remise | korting | descuento | sconto",
    "amount": """
        amount | total | line total | net amount | value | total price | net value | extended price
        | betrag | gesamt | gesamtpreis | summe | g preis | gp | wert | nettowert | montant | montant ht | total ht
        | bedrag | totaal | importe | importo | totale""",
    "requested_date": """
        delivery date | delivery | due | due date | date | required | need by | ship date | liefertermin | lieferdatum
        | termin | livraison | date de livraison | delai | leverdatum | levering | entrega | consegna""",
    "tax": "vat | vat % | tax | mwst | ust | tva | btw | iva",
}


def split_labels(table: dict[str, str]) -> dict[tuple[str, ...], str]:
    """Return what each label, as a tuple of words, stands for.

    >>> split_labels({"a": "order no | po"})
    {('order', 'no'): 'a', ('po',): 'a'}
    """
    return {
        tuple(label.split()): name for name, labels in table.items() for label in labels.split("|") if label.split()
    }
