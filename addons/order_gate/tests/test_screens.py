import inspect
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import file_open

from .. import exceptions
from ..exceptions import ReleaseRefused
from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestScreens(OrderGateCommon):
    def setUp(self):
        super().setUp()
        self.enforce("value", amount_limit=100)

    def hold(self, **vals):
        order = self.create_order(**vals)
        with self.assertHeld(order) as held:
            order.action_confirm()
        return held.hold

    def decide(self, holds, user=None, **vals):
        """Answer the dialog as it opens from these holds."""
        wizards = self.env["order.hold.decide"].with_user(user or self.controller)
        dialog = Form(wizards.with_context(active_model="order.hold", active_ids=holds.ids))
        for name, value in vals.items():
            setattr(dialog, name, value)
        return dialog.save().action_decide()

    # The dialog

    def test_several_are_released_with_one_reason(self):
        holds = self.hold() | self.hold(quantity=3)
        self.decide(holds, reason="Agreed with the board")
        self.assertEqual(holds.mapped("state"), ["released", "released"])
        self.assertEqual(set(holds.mapped("decision_reason")), {"Agreed with the board"})

    def test_resuming_opens_the_document(self):
        hold = self.hold()
        action = self.decide(hold, decision="resume", reason="Paid in advance")
        self.assertEqual((action["res_model"], action["res_id"]), ("sale.order", hold.res_id))
        self.assertEqual(hold._get_document().state, "sale")

    def test_several_are_not_resumed_at_once(self):
        holds = self.hold() | self.hold(quantity=3)
        with self.assertRaisesRegex(UserError, "one document at a time"):
            self.decide(holds, decision="resume", reason="Paid in advance")
        self.assertEqual(set(holds.mapped("state")), {"active"})

    def test_rejected_with_a_reason(self):
        hold = self.hold()
        self.decide(hold, decision="reject", reason="Not without a deposit")
        self.assertRecordValues(hold, [{"state": "rejected", "decision_reason": "Not without a deposit"}])

    def test_the_dialog_loosens_nothing(self):
        hold = self.hold(user=self.controller)
        with self.assertRaises(ReleaseRefused):
            self.decide(hold, reason="Mine")
        with self.assertRaises(AccessError):
            self.decide(hold, user=self.seller, reason="Mine, too")

    # The hold

    def test_taking_over_moves_the_task(self):
        self.company.order_gate_user_id = self.boss
        hold = self.hold()
        self.assertEqual(hold.activity_ids.user_id, self.boss)
        hold.with_user(self.controller).action_take_over()
        self.assertEqual(hold.user_id, self.controller)
        self.assertEqual(hold.activity_ids.user_id, self.controller)
        self.assertEqual(len(hold.activity_ids), 1)
        with self.assertRaises(AccessError):
            hold.with_user(self.seller).action_take_over()

    def test_what_was_asked_for_can_be_read(self):
        hold = self.hold(quantity=2)
        page = hold.with_user(self.controller).asked_for
        for words in ("Aqua Works", "Pump P1", "2.00", "200.00"):
            self.assertIn(words, page)

    def test_causes_are_counted_without_their_figures(self):
        holds = self.hold() | self.hold(quantity=3)
        [(cause, count)] = holds._read_group([("id", "in", holds.ids)], ["cause"], ["__count"])
        self.assertEqual((cause, count), ("Value", 2))
        self.assertEqual(len(set(holds.mapped("reason"))), 2)

    # The document

    def test_seller_reads_why_and_opens_the_hold(self):
        hold = self.hold()
        order = hold._get_document().with_user(self.seller)
        with Form(order) as form:
            self.assertEqual((form.gate_hold_state, form.gate_hold_count), ("active", 1))
            self.assertIn("over the limit", form.gate_notice)
        self.assertEqual(order.action_view_gate_holds()["res_id"], hold.id)

    def test_who_may_not_see_the_hold_still_opens_the_document(self):
        order = self.hold(user=self.boss)._get_document()
        other = self._create_user("other", "sales_team.group_sale_salesman")
        order.user_id = False
        with Form(order.with_user(other)) as form:
            self.assertEqual((form.gate_hold_state, form.gate_hold_count), ("active", 0))

    def test_held_orders_are_found(self):
        held, free = self.hold()._get_document(), self.create_order(quantity=1)
        found = self.env["sale.order"].search([("gate_hold_state", "in", ("active", "ready"))])
        self.assertIn(held, found)
        self.assertNotIn(free, found)

    # Elsewhere

    def test_a_controller_without_other_roles_finds_all_holds(self):
        alone = self._create_user("alone", "order_gate.group_order_gate_controller")
        menus = self.env["ir.ui.menu"].with_user(alone)._visible_menu_ids()
        menu = self.env.ref("order_gate.order_hold_menu")
        self.assertLessEqual({menu.id, *menu.parent_id.ids, *menu.parent_id.parent_id.ids}, set(menus))
        hold = self.hold().with_user(alone)
        self.assertIn("Pump P1", hold.asked_for)
        with Form(hold) as form:
            self.assertTrue(form.is_mine_to_release)

    def test_digest_counts_for_controllers_only(self):
        now = fields.Datetime.now()
        context = {"start_datetime": now - timedelta(days=1), "end_datetime": now + timedelta(minutes=5)}
        digest = self.env["digest.digest"].create({"name": "Held", "company_id": self.company.id})
        before = digest.with_user(self.controller).with_context(**context)
        count, value = before.kpi_order_gate_held_value, before.kpi_order_gate_waiting_value
        self.hold(quantity=2)
        self.env.invalidate_all()
        after = digest.with_user(self.controller).with_context(**context)
        self.assertEqual(after.kpi_order_gate_held_value - count, 1)
        self.assertEqual(after.kpi_order_gate_waiting_value - value, 200)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            digest.with_user(self.seller).with_context(**context).read(["kpi_order_gate_held_value"])

    def test_every_refusal_has_its_dialog(self):
        with file_open("order_gate/static/src/refusals.js") as source:
            known = source.read()
        refusals = {name for name, value in vars(exceptions).items() if inspect.isclass(value)} - {UserError.__name__}
        self.assertFalse({name for name in refusals if f'"{name}"' not in known})
