from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestStockPickingGate(OrderGateCommon):
    """Goods that leave for a customer are judged; other movements are not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls._create_user("keeper", "stock.group_stock_user")
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)

    def setUp(self):
        super().setUp()
        self.order = self.create_order()
        self.order.action_confirm()
        self.picking = self.order.picking_ids.with_user(self.keeper)
        self.block()

    def block(self):
        self.rule = self.enforce("customer", "ship")
        self.customer.with_user(self.boss).sudo().order_block = True

    def create_picking(self, picking_type, source, target, **vals):
        move = {"product_id": self.pump.id, "product_uom_qty": 1, "location_id": source.id}
        vals = {
            "picking_type_id": picking_type.id,
            "partner_id": self.customer.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "move_ids": [Command.create({**move, "location_dest_id": target.id})],
            **vals,
        }
        picking = self.env["stock.picking"].create(vals)
        picking.action_confirm()
        return picking

    @property
    def customers(self):
        return self.env.ref("stock.stock_location_customers")

    def test_delivery(self):
        with self.assertHeld(self.picking) as held:
            self.picking.button_validate()
        self.assertNotEqual(self.picking.state, "done")
        self.assertRecordValues(
            held.hold, [{"checkpoint": "ship", "amount": 200.0, "partner_id": self.customer.id, "act": "act"}]
        )

    def test_delivery_that_is_clean(self):
        self.rule.action_archive()
        self.assertIs(self.picking.button_validate(), True)
        self.assertEqual(self.picking.state, "done")

    def test_inner_path(self):
        with self.assertHeld(self.picking):
            self.picking._action_done()

    def test_moves_done_without_their_delivery(self):
        self.picking.move_ids.picked = True
        with self.assertHeld(self.picking):
            self.picking.move_ids.write({"state": "done"})
        with self.assertHeld(self.picking):
            self.picking.move_ids._action_done()

    def test_batch_ships_the_rest(self):
        other = self.customer.copy()
        other.with_user(self.boss).sudo().order_block = False
        order = self.create_order(partner_id=other.id, partner_shipping_id=other.id)
        order.action_confirm()
        pickings = self.picking | order.picking_ids
        answer = pickings.with_user(self.keeper).button_validate()
        self.assertEqual(order.picking_ids.state, "done")
        self.assertNotEqual(self.picking.state, "done")
        self.assertIn(self.picking.name, answer["params"]["message"])
        self.assertEqual(self.picking.gate_hold_ids.state, "active")

    def test_inner_path_of_a_batch_ships_none(self):
        other = self.customer.copy()
        other.with_user(self.boss).sudo().order_block = False
        order = self.create_order(partner_id=other.id, partner_shipping_id=other.id)
        order.action_confirm()
        with self.assertHeld(self.picking):
            (self.picking.sudo() | order.picking_ids.sudo())._action_done()
        self.assertNotEqual(order.picking_ids.state, "done")

    def test_backorder_is_judged_on_its_own(self):
        self.rule.action_archive()
        self.picking.move_ids.quantity = 1
        self.picking.move_ids.picked = True
        wizard = Form.from_action(self.env(user=self.keeper), self.picking.button_validate()).save()
        wizard.process()
        self.assertEqual(self.picking.state, "done")
        [backorder] = self.picking.backorder_ids
        self.rule.action_unarchive()
        with self.assertHeld(backorder):
            backorder.button_validate()

    def test_release_survives_the_question_about_a_backorder(self):
        self.picking.move_ids.quantity = 1
        self.picking.move_ids.picked = True
        self.commit_like()
        with self.assertHeld(self.picking) as held:
            self.picking.button_validate()
        hold = held.hold.with_user(self.controller)
        action = hold.action_release_and_resume("They paid")
        self.assertEqual(action["res_model"], "stock.backorder.confirmation")
        self.assertNotEqual(self.picking.state, "done")
        self.commit_like()
        Form.from_action(self.env(user=self.controller), action).save().process()
        self.assertEqual(self.picking.state, "done")

    def test_more_than_was_released_is_held(self):
        with self.assertHeld(self.picking) as held:
            self.picking.button_validate()
        held.hold.with_user(self.controller).action_release("They paid")
        self.picking.move_ids.quantity = 5
        self.commit_like()
        self.assertEqual(held.hold.state, "void")
        with self.assertHeld(self.picking):
            self.picking.button_validate()

    def test_reserving_what_was_released_asks_for_no_more(self):
        self.picking.do_unreserve()
        with self.assertHeld(self.picking) as held:
            self.picking.button_validate()
        held.hold.with_user(self.controller).action_release("They paid")
        self.picking.action_assign()
        self.commit_like()
        self.assertEqual(held.hold.state, "released")
        self.picking.button_validate()
        self.assertEqual(self.picking.state, "done")

    def test_dropshipment(self):
        picking_type = self.warehouse.out_type_id.copy({"code": "outgoing", "sequence_code": "DS"})
        codes = dict(self.env["stock.picking.type"]._fields["code"].selection)
        if "dropship" in codes:
            picking_type.code = "dropship"
        vendors = self.env.ref("stock.stock_location_suppliers")
        picking = self.create_picking(picking_type, vendors, self.customers)
        with self.assertHeld(picking):
            picking.button_validate()

    def test_goods_that_leave_without_an_order(self):
        picking = self.create_picking(self.warehouse.out_type_id, self.warehouse.lot_stock_id, self.customers)
        with self.assertHeld(picking):
            picking.button_validate()

    def test_goods_that_leave_by_an_internal_transfer(self):
        picking = self.create_picking(self.warehouse.int_type_id, self.warehouse.lot_stock_id, self.customers)
        with self.assertHeld(picking):
            picking.button_validate()

    def shipped(self):
        """Return a delivery of one pump that has left."""
        self.rule.action_archive()
        self.enforce("value", "ship", amount_limit=150)
        order = self.create_order(quantity=1)
        order.action_confirm()
        picking = order.picking_ids.with_user(self.keeper)
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        return picking

    def test_more_that_leaves_with_a_delivery_that_has_left(self):
        picking = self.shipped()
        line = {
            "company_id": self.company.id,
            "product_id": self.pump.id,
            "quantity": 3,
            "location_id": picking.location_id.id,
            "location_dest_id": picking.location_dest_id.id,
        }
        lines, move = picking.env["stock.move.line"], picking.move_ids
        with self.assertHeld(picking) as held:
            lines.create({**line, "picking_id": picking.id})
        self.assertEqual(held.hold.act, "change")
        with self.assertHeld(picking):
            lines.with_context(default_picking_id=picking.id).create(line)
        with self.assertHeld(picking):
            lines.create({**line, "move_id": move.id})
        with self.assertHeld(picking):
            picking.move_line_ids.quantity = 4
        with self.assertHeld(picking):
            move.quantity = 4
        with self.assertHeld(picking):
            picking.move_ids = [Command.create({**line, "product_uom_qty": 3})]
        picking.move_line_ids.quantity = 0.5
        self.assertEqual(move.quantity, 0.5)

    def test_goods_that_leave_by_a_line_of_their_own(self):
        stock = self.warehouse.lot_stock_id
        picking = self.create_picking(self.warehouse.int_type_id, stock, stock)
        picking.move_ids.quantity = 1
        picking.move_line_ids.location_dest_id = self.customers
        with self.assertHeld(picking):
            picking.button_validate()

    def test_goods_that_leave_for_a_sister_company(self):
        transit = self.env.ref("stock.stock_location_inter_company")
        transit.active = True
        picking = self.create_picking(self.warehouse.out_type_id, self.warehouse.lot_stock_id, transit)
        with self.assertHeld(picking):
            picking.button_validate()
        back = self.create_picking(self.warehouse.in_type_id, transit, self.warehouse.lot_stock_id)
        back.button_validate()
        self.assertEqual(back.state, "done")

    def test_receipts_returns_and_transfers_are_not_judged(self):
        stock, vendors = self.warehouse.lot_stock_id, self.env.ref("stock.stock_location_suppliers")
        for picking_type, source, target in (
            (self.warehouse.in_type_id, vendors, stock),
            (self.warehouse.in_type_id, self.customers, stock),
            (self.warehouse.out_type_id, stock, vendors),
            (self.warehouse.int_type_id, stock, stock.copy({"name": "Shelf 2"})),
        ):
            with self.subTest(type=picking_type.code, target=target.name):
                picking = self.create_picking(picking_type, source, target)
                picking.button_validate()
                self.assertEqual(picking.state, "done")

    def test_return_of_a_delivery_is_not_judged(self):
        self.rule.action_archive()
        self.picking.button_validate()
        self.rule.action_unarchive()
        wizard = self.env["stock.return.picking"].with_context(active_id=self.picking.id, active_model="stock.picking")
        wizard = Form(wizard).save()
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.button_validate()
        self.assertEqual(back.state, "done")

    def test_picking_and_packing_where_a_rule_says_so(self):
        self.warehouse.delivery_steps = "pick_ship"
        self.customer.with_user(self.boss).sudo().order_block = False
        order = self.create_order()
        order.action_confirm()
        self.customer.with_user(self.boss).sudo().order_block = True
        step = order.picking_ids.filtered(lambda picking: picking.picking_type_code == "internal")
        self.assertEqual(len(step), 1)
        self.assertTrue(step.sale_id)
        self.assertFalse(step._gate_is_judged("ship"))
        self.rule.use_internal_steps = True
        with self.assertHeld(step):
            step.button_validate()

    def test_rule_of_another_company_judges_no_internal_step(self):
        self.rule.write({"use_internal_steps": True, "company_id": self._create_company(name="Elsewhere").id})
        self.assertIs(self.picking.button_validate(), True)

    def test_cancelled_delivery_voids_its_hold(self):
        with self.assertHeld(self.picking) as held:
            self.picking.button_validate()
        self.picking.action_cancel()
        self.commit_like()
        self.assertRecordValues(held.hold, [{"state": "void", "void_cause": "dead"}])

    def test_no_context_key_opens_the_gate(self):
        keys = ("skip_backorder", "skip_sanity_check", "skip_immediate", "skip_sms", "skip_expired", "skip_gate",
                "cancel_backorder", "install_mode", "from_inventory", "button_validate_picking_ids")  # fmt: skip
        for key in keys:
            with self.subTest(key=key), self.assertHeld(self.picking):
                self.picking.with_context(**{key: True}).button_validate()
