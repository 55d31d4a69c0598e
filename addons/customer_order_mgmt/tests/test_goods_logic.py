import doctest
from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.addons.evidence_ledger.logic.canonical import canonical_bytes, digest
from odoo.tests import BaseCase, tagged

from ..logic import goods, instructions, tolerance
from ..logic.contract import LineContent, OrderContent, deviations, differences
from ..logic.goods import AttributeContent, DrawingContent, RequirementContent
from ..logic.instructions import requirements_in
from ..logic.offer import Change, alterations
from ..logic.tolerance import Tolerance, ToleranceKind, is_within, limits, specification

# Hashed before requirements, attributes and drawings were part of the content.
GOLDEN = "4eded9670cb402a34776f202fccacfa75ec93907a7b3362701592ecb2398539e"
LINE = LineContent(
    sequence=1,
    product_code="P1",
    is_custom=False,
    name="Pump P1",
    customer_product_code="",
    quantity=Decimal("2.00"),
    uom_name="Units",
    price_unit=Decimal("100.0"),
    discount=Decimal("0.00"),
    tax_names="15%",
    price_subtotal=Decimal("200.00"),
    price_tax=Decimal("30.00"),
    price_total=Decimal("230.00"),
    requested_date=date(2027, 3, 1),
    promised_date=None,
    instructions="",
)
ORDER = OrderContent(
    order_name="CO00001",
    language="en_US",
    company_name="Ours",
    partner_name="Aqua Works",
    partner_address="1 Canal Road\nLeeds",
    partner_vat="",
    invoice_address="",
    shipping_address="",
    customer_reference="PO 4711",
    customer_date=date(2027, 1, 10),
    received_date=date(2027, 1, 11),
    currency_code="EUR",
    currency_decimals=2,
    payment_term_name="",
    fiscal_position_name="",
    incoterm_code="",
    incoterm_name="",
    incoterm_location="",
    instructions="Two pallets",
    terms="",
    amount_untaxed=Decimal("200.00"),
    amount_tax=Decimal("30.00"),
    amount_total=Decimal("230.00"),
    amount_in_words="Two hundred and thirty Euros",
    lines=(LINE,),
    dues=(),
    taxes=(),
)
WITH_GOODS = replace(
    ORDER,
    lines=(replace(LINE, sample_reference="S-17", sample_date=date(2027, 1, 5)),),
    requirements=(
        RequirementContent(kind="packing", name="Two pallets", is_required=True),
        RequirementContent(position=1, kind="confirmation", name="As ordered", is_required=False, file_names="a.pdf"),
    ),
    attributes=(
        AttributeContent(position=1, name="Colour", tolerance_kind="text", value="RAL 9010"),
        AttributeContent(
            position=1,
            name="Length",
            tolerance_kind="deviation",
            number=Decimal("1200.500000"),
            unit="mm",
            tolerance_plus=Decimal("0.200000"),
            tolerance_minus=Decimal("0.000000"),
        ),
    ),
    drawings=(DrawingContent(position=1, purpose="line", name="a.pdf", sha256="00" * 32),),
)

# kind, number, minus, plus, measured, as ordered
MEASURED = [
    ("deviation", "1200", "0.5", "2", "1200", True),
    ("deviation", "1200", "0.5", "2", "1202", True),
    ("deviation", "1200", "0.5", "2", "1202.000001", False),
    ("deviation", "1200", "0.5", "2", "1199.5", True),
    ("deviation", "1200", "0.5", "2", "1199.499999", False),
    ("deviation", "12.5", "0", "0", "12.5", True),
    ("deviation", "12.5", "0", "0", "12.500001", False),
    ("deviation", "-40", "5", "5", "-45", True),
    ("minimum", "60", "0", "0", "60", True),
    ("minimum", "60", "0", "0", "59.9", False),
    ("minimum", "60", "9", "9", "55", False),
    ("maximum", "0", "0", "0", "0", True),
    ("maximum", "0", "0", "0", "0.000001", False),
    ("maximum", "0.1", "0", "0", "-5", True),
    ("text", "0", "0", "0", "999", True),
]
# kind, number, minus, plus, unit, as drawings write it
WRITTEN = [
    ("deviation", "1200.500000", "0.500000", "2.000000", "mm", "1200.5 mm +2/−0.5"),
    ("deviation", "10.000000", "0.100000", "0.100000", "", "10 ±0.1"),
    ("deviation", "10", "0", "0", "mm", "10 mm ±0"),
    ("minimum", "60", "0", "0", "HRC", "≥ 60 HRC"),
    ("maximum", "0.000000", "0", "0", "ppm", "≤ 0 ppm"),
    ("text", "0", "0", "0", "", ""),
]


@tagged("post_install", "-at_install")
class TestGoodsLogic(BaseCase):
    def test_examples_in_docstrings(self):
        for module in (goods, instructions, tolerance):
            with self.subTest(module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)

    def test_orders_without_requirements_keep_their_hash(self):
        self.assertEqual(digest(canonical_bytes(ORDER.payload())), GOLDEN)

    def test_what_is_entered_is_in_the_payload_and_what_is_absent_is_not(self):
        payload = WITH_GOODS.payload()
        self.assertEqual(
            payload["requirements"],
            [
                {"kind": "packing", "name": "Two pallets", "is_required": True},
                {
                    "position": 1,
                    "kind": "confirmation",
                    "name": "As ordered",
                    "is_required": False,
                    "file_names": "a.pdf",
                },
            ],
        )
        self.assertNotIn("tolerance_minus", payload["attributes"][1])
        self.assertEqual(payload["attributes"][1]["number"], "1200.500000")
        self.assertEqual(payload["lines"][0]["sample_date"], "2027-01-05")
        self.assertEqual(
            differences(ORDER.payload(), payload),
            [
                "/lines/0/sample_reference",
                "/lines/0/sample_date",
                "/requirements",
                "/attributes",
                "/drawings",
            ],
        )

    def test_frozen_columns_are_compared_in_every_digit(self):
        sealed = WITH_GOODS.attributes[1]
        payload = {"position": 1, "name": "Length", "tolerance_kind": "deviation", "number": "1200.500000"}
        payload |= {"unit": "mm", "tolerance_plus": "0.200000"}
        columns = {name: getattr(sealed, name) for name in AttributeContent.__dataclass_fields__}
        columns |= {"number": 1200.5, "tolerance_plus": 0.2, "tolerance_minus": 0.0, "value": False}
        self.assertFalse(deviations(payload, columns, AttributeContent))
        for name, value in {"number": 1200.500001, "tolerance_minus": 0.000001, "unit": "m", "position": 2}.items():
            with self.subTest(name):
                self.assertEqual(deviations(payload, {**columns, name: value}, AttributeContent), [f"/{name}"])

    def test_less_than_was_asked_is_a_counter_offer_and_more_of_ourselves_is_not(self):
        asked = WITH_GOODS.payload()
        cases = {
            "nothing": ({}, []),
            "a requirement less": (
                {"requirements": WITH_GOODS.requirements[:1]},
                [Change(1, "requirements", "As ordered", None)],
            ),
            "no longer a must": (
                {"requirements": (replace(WITH_GOODS.requirements[0], is_required=False), WITH_GOODS.requirements[1])},
                [Change(0, "requirements", "Two pallets", None)],
            ),
            "a requirement more": (
                {
                    "requirements": (
                        *WITH_GOODS.requirements,
                        RequirementContent(kind="other", name="x", is_required=True),
                    )
                },
                [],
            ),
            "another tolerance": (
                {
                    "attributes": (
                        WITH_GOODS.attributes[0],
                        replace(WITH_GOODS.attributes[1], tolerance_plus=Decimal("1")),
                    )
                },
                [Change(1, "attributes", "Length", None), Change(1, "attributes", None, "Length")],
            ),
            "another drawing": (
                {"drawings": (replace(WITH_GOODS.drawings[0], sha256="11" * 32),)},
                [Change(1, "drawings", "a.pdf", None), Change(1, "drawings", None, "a.pdf")],
            ),
        }
        for name, (changes, expected) in cases.items():
            with self.subTest(name):
                self.assertEqual(alterations(asked, replace(WITH_GOODS, **changes).payload()), expected)

    def test_measured_against_tolerance(self):
        for kind, number, minus, plus, measured, expected in MEASURED:
            stated = Tolerance(ToleranceKind(kind), Decimal(number), Decimal(minus), Decimal(plus))
            with self.subTest(stated=stated, measured=measured):
                self.assertEqual(is_within(stated, Decimal(measured)), expected)

    def test_limits(self):
        stated = Tolerance(ToleranceKind.DEVIATION, Decimal("10"), Decimal("1"), Decimal("2"))
        self.assertEqual(limits(stated), (9, 12))
        self.assertEqual(limits(stated._replace(kind=ToleranceKind.MINIMUM)), (10, None))
        self.assertEqual(limits(stated._replace(kind=ToleranceKind.MAXIMUM)), (None, 10))
        self.assertEqual(limits(stated._replace(kind=ToleranceKind.TEXT)), (None, None))

    def test_specification_as_drawings_write_it(self):
        for kind, number, minus, plus, unit, expected in WRITTEN:
            stated = Tolerance(ToleranceKind(kind), Decimal(number), Decimal(minus), Decimal(plus))
            with self.subTest(expected):
                self.assertEqual(specification(stated, unit), expected)

    def test_rows_of_instructions_become_requirements(self):
        text = "1) Two pallets\n  \n• Call before delivery\n-Label in French\na. Certificate 3.1\nA crate\n2 x 3 m\n"
        text += "A crate"
        self.assertEqual(
            requirements_in(text, {"LABEL IN FRENCH"}),
            ["Two pallets", "Call before delivery", "Certificate 3.1", "A crate", "2 x 3 m"],
        )
        self.assertEqual(requirements_in(None), [])
