from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..exceptions import AcceptedOrderIsBinding
from .goods_common import GoodsCommon


@tagged("post_install", "-at_install")
class TestGoodsCustomMade(GoodsCommon):
    """Custom-made lines state what they must be like, and somebody confirms it before they leave."""

    def _custom_line(self, **vals):
        return {
            "name": "Bracket to drawing 17",
            "quantity": 1,
            "price_unit": 50,
            "attribute_ids": [
                Command.create({"name": "Colour", "value": "RAL 9010"}),
                Command.create(
                    {
                        "name": "Length",
                        "tolerance_kind": "deviation",
                        "number": 1200,
                        "unit": "mm",
                        "tolerance_plus": 2,
                        "tolerance_minus": 0.5,
                    }
                ),
            ],
            **vals,
        }

    def _measure(self, picking, number):
        """Confirm the item as ordered with this length; return the tick."""
        row = self._rows(picking, "Confirmed as ordered")
        form = Form.from_action(self.env(user=self.packer), row.action_open_tick())
        with form.measure_ids.edit(0) as measure:
            self.assertEqual((measure.name, measure.specification), ("Length", "1200 mm +2/−0.5"))
            measure.number = number
        form.save().action_tick()

    def test_attributes_are_frozen_and_printed(self):
        order = self._accept(self._create_order([self._custom_line(sample_reference="S-17", sample_date="2027-01-05")]))
        version = order.current_version_id
        self.assertRecordValues(
            version.attribute_ids,
            [
                {"position": 1, "name": "Colour", "specification": "RAL 9010"},
                {"position": 1, "name": "Length", "specification": "1200 mm +2/−0.5"},
            ],
        )
        self.assertEqual(version.line_ids.sample_reference, "S-17")
        self.assertFalse(version._get_deviations(version.content_hash))
        for act in (
            lambda: order.line_ids.attribute_ids[0].write({"value": "red"}),
            order.line_ids.attribute_ids.unlink,
        ):
            with self.assertRaises(AcceptedOrderIsBinding):
                act()
        acknowledgement = order._provide_acknowledgement()
        html = (
            self.env["ir.actions.report"]
            .sudo()
            ._render_qweb_html("customer_order_mgmt.customer_order_acknowledgement_report", acknowledgement.ids)[0]
            .decode()
        )
        for text in ("Colour: RAL 9010", "1200 mm +2/−0.5", "S-17", "Confirmed as ordered"):
            self.assertIn(text, html)

    def test_attribute_needs_a_value_and_tolerances_a_size(self):
        with self.assertRaises(ValidationError):
            self._create_order([self._custom_line(attribute_ids=[Command.create({"name": "Colour"})])])

    def test_confirmation_is_added_where_the_company_wants_it(self):
        for setting, with_attributes, plain in (("attributes", 1, 0), ("custom", 1, 1), ("never", 0, 0)):
            self.company.customer_order_confirmation = setting
            order = self._create_order(
                [
                    self._custom_line(),
                    self._custom_line(attribute_ids=[]),
                    {"product_id": self.pump.id, "quantity": 1},
                ]
            )
            order.action_receive()
            order = self._accept(order)
            with self.subTest(setting):
                counts = [
                    len(line.requirement_ids.filtered(lambda r: r.kind == "confirmation")) for line in order.line_ids
                ]
                self.assertEqual(counts, [with_attributes, plain, 0])

    def test_confirmed_within_tolerance(self):
        picking = self._get_picking(self._accept(self._create_order([self._custom_line()])))
        self._pick(picking)
        self._assert_held(picking.button_validate, names=["Confirmed as ordered", "Bracket to drawing 17"])
        self._measure(picking, 1202)
        self._validate(picking)
        self.assertEqual(picking.state, "done")
        check = self._rows(picking).sudo().check_id
        self.assertRecordValues(check.measurement_ids, [{"number": 1202, "is_within": True}])
        with self.assertRaises(AcceptedOrderIsBinding):
            check.measurement_ids.write({"number": 1})

    def test_out_of_tolerance_is_a_warning_in_the_finding(self):
        picking = self._get_picking(self._accept(self._create_order([self._custom_line()])))
        self._pick(picking)
        self._measure(picking, 1202.5)
        [finding] = picking.sudo()._gate_findings("ship")[picking.sudo()]
        self.assertEqual((finding.code, finding.severity), ("requirement_tolerance", "warning"))
        self.assertIn("1202.5 mm", finding.message)
        self.assertIn("1200 mm +2/−0.5", finding.message)
        self._validate(picking)
        self.assertEqual(picking.state, "done")
        self.assertIn("1202.5 mm", " ".join(picking.sudo().message_ids.mapped("body")))

    def test_values_may_stay_unmeasured(self):
        picking = self._get_picking(self._accept(self._create_order([self._custom_line()])))
        self._pick(picking)
        self._rows(picking).action_tick()
        self._validate(picking)
        self.assertEqual(picking.state, "done")
        self.assertFalse(self._rows(picking).sudo().check_id.measurement_ids)
