from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.addons.order_gate.tools.refusals import PendingRefusals
from odoo.fields import Command
from odoo.tests import Form, tagged

from .goods_common import GoodsCommon

KEYS = (
    "skip_backorder",
    "skip_sanity_check",
    "skip_immediate",
    "skip_gate",
    "cancel_backorder",
    "install_mode",
    "picking_ids_not_to_backorder",
)


@tagged("post_install", "-at_install")
class TestGoodsTravel(GoodsCommon):
    """Instructions and drawings are where the goods are, read through the relation."""

    def test_instructions_stand_on_sales_line_move_and_delivery(self):
        order = self._accept(self._create_order_with_requirements())
        sale = order.sudo().sale_order_ids
        picking = self._get_picking(order)
        self.assertEqual(sale.customer_instructions, "- Two pallets\n- Call before delivery")
        self.assertEqual(picking.customer_instructions, "- Two pallets\n- Call before delivery")
        pump = sale.order_line.filtered(lambda line: line.product_id == self.pump)
        self.assertEqual(pump.customer_instructions, "Paint it blue")
        move = picking.move_ids.filtered(lambda move: move.product_id == self.pump)
        self.assertEqual(move.customer_instructions, "Paint it blue")
        self.assertFalse((picking.move_ids - move).customer_instructions)
        seller = self._create_user("goods_seller", "sales_team.group_sale_salesman_all_leads")
        sale.with_user(seller).read(["customer_instructions"])
        sale.order_line.with_user(seller).read(["customer_instructions"])

    def test_requirements_and_drawings_stand_on_sales_line_and_move(self):
        order = self._accept(self._create_order_with_requirements())
        seller = self._create_user("goods_seller", "sales_team.group_sale_salesman_all_leads")
        sale = order.sudo().sale_order_ids.with_user(seller).sudo(False)
        columns = ["customer_requirements", "customer_drawing_names"]
        for rows in (sale.order_line, self._get_picking(order).move_ids):
            of_pump = rows.filtered(lambda row: row.product_id == self.pump)
            self.assertEqual(of_pump.read(columns, load=None)[0]["customer_requirements"], "Serial number engraved")
            self.assertEqual(of_pump.customer_drawing_names, "pump.pdf")
            self.assertFalse((rows - of_pump).customer_requirements)
            self.assertFalse((rows - of_pump).customer_drawing_names)
        self.assertEqual(sale.customer_requirements, "Two pallets\nLeaflet")
        drawing = order.line_ids[0].attachment_ids
        self.assertIn(f"/customer-order/sale/{sale.id}/drawing/{drawing.id}", sale.customer_drawings)

    def test_attributes_and_sample_travel_with_the_instructions(self):
        line = {
            "name": "Bracket",
            "quantity": 1,
            "price_unit": 10,
            "sample_reference": "S-17",
            "attribute_ids": [
                Command.create({"name": "Colour", "value": "RAL 9010"}),
                Command.create({"name": "Length", "tolerance_kind": "minimum", "number": 12.5, "unit": "mm"}),
            ],
        }
        picking = self._get_picking(self._accept(self._create_order([line])))
        self.assertEqual(
            picking.move_ids.customer_instructions,
            "Bracket\nColour: RAL 9010\nLength: ≥ 12.5 mm\nApproval sample: S-17",
        )
        self.assertEqual(
            picking.move_ids.sale_line_id.sudo().customer_instructions,
            "Colour: RAL 9010\nLength: ≥ 12.5 mm\nApproval sample: S-17",
        )

    def test_drawings_open_from_the_delivery_and_from_no_other(self):
        order = self._accept(self._create_order_with_requirements())
        picking = self._get_picking(order)
        drawing = order.line_ids[0].attachment_ids
        self.assertEqual(picking._get_drawings(), drawing.sudo())
        self.assertIn(f"/customer-order/delivery/{picking.id}/drawing/{drawing.id}", picking.customer_drawings)
        other = self._get_picking(self._accept(self._create_order()))
        self.assertFalse(other._get_drawings())

    def test_delivery_slip_says_what_was_asked_and_who_saw_to_it(self):
        order = self._accept(self._create_order_with_requirements())
        picking = self._get_picking(order)
        before = self._print_slip(picking)
        for text in ("Paint it blue", "Call before delivery", "Serial number engraved", "Two pallets"):
            self.assertIn(text, before)
        self.assertIn(picking._get_agreed_drawings().name, before)
        self.assertNotIn(self.packer.name, before)
        self._pick(picking)
        self._rows(picking, "Two pallets", "Serial number engraved").action_tick()
        self._validate(picking)
        after = self._print_slip(picking)
        for text in ("Paint it blue", "Two pallets", self.packer.name):
            self.assertIn(text, after)

    def test_picking_list_says_it_too(self):
        picking = self._get_picking(self._accept(self._create_order_with_requirements()))
        paper = self._print_slip(picking, "stock.action_report_picking")
        for text in ("Paint it blue", "Call before delivery", "Serial number engraved"):
            self.assertIn(text, paper)
        self.assertIn(picking._get_agreed_drawings().name, paper)

    def _print_slip(self, picking, report="stock.action_report_delivery"):
        reports = self.env["ir.actions.report"].with_user(self.packer).sudo()
        html, _kind = reports._render_qweb_html(report, picking.ids)
        return html.decode()

    def test_lines_of_one_product_keep_their_instructions_apart(self):
        lines = [
            {"product_id": self.pump.id, "quantity": 1, "instructions": "Paint it blue"},
            {"product_id": self.pump.id, "quantity": 1, "instructions": "Paint it red"},
        ]
        picking = self._get_picking(self._accept(self._create_order(lines)))
        self._pick(picking)
        self._validate(picking)
        slip = self._print_slip(picking)
        self.assertIn("Paint it blue", slip)
        self.assertIn("Paint it red", slip)


@tagged("post_install", "-at_install")
class TestGoodsGate(GoodsCommon):
    """Goods do not leave before what is required is ticked, whatever path they take."""

    def setUp(self):
        super().setUp()
        self.order = self._accept(self._create_order_with_requirements())
        self.picking = self._get_picking(self.order)

    def test_every_path_to_departure_is_held(self):
        self._pick(self.picking)
        picking = self.picking
        names = ("Two pallets", "Serial number engraved", "line 1", self.order.name)
        paths = {
            "button": picking.button_validate,
            "action_done": picking._action_done,
            "moves": picking.sudo().move_ids._action_done,
            "write": lambda: picking.sudo().move_ids.write({"state": "done"}),
            "rpc": lambda: self.env(user=self.packer)["stock.picking"].browse(picking.ids).button_validate(),
        }
        for name, path in paths.items():
            with self.subTest(name):
                self._assert_held(path, names=names)
        for key in KEYS:
            with self.subTest(key=key):
                self._assert_held(picking.with_context(**{key: True}).button_validate)
        self.assertNotEqual(picking.state, "done")

    def test_ticked_goods_leave_and_what_is_no_must_may_stay_open(self):
        self._pick(self.picking)
        self._rows(self.picking, "Two pallets", "Serial number engraved").action_tick()
        self._validate(self.picking)
        self.assertEqual(self.picking.state, "done")
        self.assertFalse(self._rows(self.picking, "Leaflet").is_ticked)

    def test_of_a_batch_the_open_one_stays(self):
        other = self._get_picking(self._accept(self._create_order()))
        other = other.sorted("id")[0]
        self._pick(other)
        (self.picking | other).button_validate()
        self.assertEqual(other.state, "done")
        self.assertNotEqual(self.picking.state, "done")
        self.assertEqual(self.picking.sudo().gate_hold_ids.mapped("state"), ["active"])

    def test_tick_makes_the_hold_ready(self):
        self._pick(self.picking)
        self._commit_like(self.picking)
        PendingRefusals.get(self.env).take()
        with self.assertRaises(OrderHeld):
            self.picking.button_validate()
        hold = self.env["order.hold"]._place_after(PendingRefusals.get(self.env).take())
        self._rows(self.picking).action_tick()
        self._commit_like(self.picking)
        self.assertEqual(hold.state, "ready")
        self._validate(self.picking)
        self.assertEqual(hold.state, "cured")

    def test_company_may_let_them_leave_with_a_warning(self):
        self.company.customer_order_requirement_mode = "warning"
        self._pick(self.picking)
        self._validate(self.picking)
        self.assertEqual(self.picking.state, "done")
        notes = " ".join(self.picking.sudo().message_ids.mapped("body"))
        self.assertIn("Serial number engraved", notes)

    def test_partial_delivery_asks_for_what_leaves(self):
        """The valve leaves first: the pump's requirement is asked for with the pump, the order's with both."""
        self._pick(self.picking, V1=1)
        self.assertEqual(self.picking.open_requirement_count, 1)
        message = self._assert_held(self.picking.button_validate, names=["Two pallets"])
        self.assertNotIn("Serial number engraved", message)
        self._rows(self.picking, "Two pallets").action_tick()
        self._validate(self.picking)
        self.assertEqual(self.picking.state, "done")
        [backorder] = self.picking.backorder_ids
        self.assertEqual(backorder.open_requirement_count, 2)
        self._pick(backorder)
        self._assert_held(backorder.button_validate, names=["Two pallets", "Serial number engraved"])
        self._rows(backorder, "Two pallets", "Serial number engraved").action_tick()
        self._validate(backorder)
        self.assertEqual(backorder.state, "done")
        self.assertEqual(len(self.order.sudo().requirement_ids.check_ids), 3)

    def test_what_was_ticked_too_early_is_asked_for_again_with_the_backorder(self):
        self._rows(self.picking).action_tick()
        self._pick(self.picking, V1=1)
        self._validate(self.picking)
        [backorder] = self.picking.backorder_ids
        self.assertFalse(self._rows(backorder, "Serial number engraved").is_ticked)

    def test_return_asks_for_nothing(self):
        self._pick(self.picking)
        self._rows(self.picking).action_tick()
        self._validate(self.picking)
        wizard = self.env["stock.return.picking"].with_context(active_id=self.picking.id, active_model="stock.picking")
        wizard = Form(wizard.sudo()).save()
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].sudo().browse(wizard.action_create_returns()["res_id"])
        self.assertFalse(back.requirement_due_ids)
        back.button_validate()
        self.assertEqual(back.state, "done")

    def test_list_shows_and_finds_open_deliveries(self):
        pickings = self.env["stock.picking"].with_user(self.packer)
        found = pickings.search([("open_requirement_count", ">", 0)])
        self.assertIn(self.picking, found)
        self._rows(self.picking).action_tick()
        found = pickings.search([("open_requirement_count", ">", 0)])
        self.assertNotIn(self.picking, found)
        self.assertEqual(self.picking.open_requirement_count, 0)


@tagged("post_install", "-at_install")
class TestGoodsSteps(GoodsCommon):
    """With several steps the requirements are due where the goods leave for the customer."""

    def test_picking_and_packing_show_what_the_delivery_asks_for(self):
        self.warehouse.sudo().delivery_steps = "pick_pack_ship"
        self.env["stock.quant"].sudo()._update_available_quantity(self.pump, self.warehouse.lot_stock_id, 10)
        self.env["stock.quant"].sudo()._update_available_quantity(self.valve, self.warehouse.lot_stock_id, 10)
        order = self._accept(self._create_order_with_requirements())
        for step in ("internal", "internal", "outgoing"):
            [picking] = self._get_picking(order).filtered(lambda p: p.state == "assigned")
            with self.subTest(picking.picking_type_id.name):
                self.assertEqual(picking.picking_type_code, step)
                self.assertIn("Paint it blue", picking.move_ids.mapped("customer_instructions"))
                self.assertEqual(len(picking.requirement_due_ids), 3)
                self.assertEqual(picking.requirement_due_ids.mapped("is_last_step"), [step == "outgoing"] * 3)
                self.assertEqual(picking.open_requirement_count, 2 if step == "outgoing" else 0)
            if step == "internal":
                self._pick(picking)
                self._validate(picking)
                self.assertEqual(picking.state, "done")
        self._assert_held(picking.button_validate, names=["Two pallets"])
        self._rows(picking).action_tick()
        self._validate(picking)
        self.assertEqual(picking.state, "done")


@tagged("post_install", "-at_install")
class TestGoodsQueries(GoodsCommon):
    def _count(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        return self.env.cr.sql_log_count - before

    def test_list_of_deliveries_reads_50_like_2(self):
        pickings = self.env["stock.picking"].with_user(self.packer)
        for _number in range(25):
            order = self._create_order_with_requirements()
            order.line_ids[1].promised_date = "2027-04-01"
            pickings += self._get_picking(self._accept(order))
        self.assertEqual(len(pickings), 50)
        columns = {"name": {}, "open_requirement_count": {}, "incident_count": {}, "has_customer_order": {}}
        pickings[:2].web_read(columns)
        few = self._count(lambda: pickings[:2].web_read(columns))
        many = self._count(lambda: pickings.web_read(columns))
        self.assertLessEqual(many, few)
        columns = {"customer_instructions": {}, "customer_requirements": {}, "customer_drawing_names": {}}
        moves = pickings.move_ids
        sale_lines = moves.sudo().sale_line_id
        # Browsed: records that were reached through others are prefetched through them.
        for rows in (moves.browse(moves.ids), sale_lines.browse(sale_lines.ids)):
            few = self._count(lambda rows=rows: rows[:2].web_read(columns))
            many = self._count(lambda rows=rows: rows.web_read(columns))
            self.assertLessEqual(many, few)
        few = self._count(lambda: pickings[:2]._gate_judge("ship"))
        many = self._count(lambda: pickings._gate_judge("ship"))
        self.assertLessEqual(many, few + 2)
