from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..exceptions import HoldStateRefused, OrderHeld, ReleaseRefused
from ..logic.findings import Finding, Severity
from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestOrderHoldDecision(OrderGateCommon):
    """Releasing, rejecting and resuming."""

    def setUp(self):
        super().setUp()
        self.rule = self.enforce("value", amount_limit=100)
        self.order = self.create_order()
        self.hold = self.hold_order(self.order)

    def hold_order(self, order):
        with self.assertHeld(order) as held:
            order.action_confirm()
        return held.hold.with_user(self.controller)

    def test_release_records_who_when_and_why(self):
        self.hold.action_release("  Paid in advance ")
        self.assertRecordValues(
            self.hold,
            [{"state": "released", "decision_reason": "Paid in advance", "decided_by_id": self.controller.id}],
        )
        self.assertTrue(self.hold.decided_at)
        self.assertFalse(self.hold.passed_at)
        self.assertEqual(self.order.state, "draft")

    def test_released_order_is_confirmed_by_its_author(self):
        self.hold.action_release("Paid in advance")
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")
        self.assertTrue(self.hold.passed_at)

    def test_every_decision_needs_a_reason(self):
        for reason in ("", "   ", False, None):
            for act in ("action_release", "action_reject", "action_release_and_resume"):
                with self.subTest(reason=reason, act=act), self.assertRaises(ReleaseRefused):
                    getattr(self.hold, act)(reason)
        self.assertEqual(self.hold.state, "active")

    def test_author_does_not_release_an_order_of_their_own(self):
        hold = self.hold_order(self.create_order(user=self.controller))
        with self.assertRaises(ReleaseRefused):
            hold.action_release("I know the customer")
        self.assertFalse(hold.is_mine_to_release)
        hold.with_user(self.boss).action_release("She knows the customer")
        self.assertEqual(hold.state, "released")

    def test_seller_in_charge_counts_as_author(self):
        order = self.create_order()
        order.sudo().user_id = self.controller
        with self.assertRaises(ReleaseRefused):
            self.hold_order(order.with_user(self.controller)).action_release("Mine")

    def test_writer_who_names_another_seller_counts_as_author(self):
        order = self.create_order(user=self.controller)
        order.sudo().user_id = self.seller
        with self.assertRaises(ReleaseRefused):
            self.hold_order(order).action_release("His")

    def test_who_asks_for_a_change_is_its_author(self):
        order = self.create_order(quantity=1)
        order.action_confirm()
        with self.assertHeld(order) as held:
            order.with_user(self.controller).order_line.product_uom_qty = 9
        with self.assertRaises(ReleaseRefused):
            held.hold.with_user(self.controller).action_release("Mine")

    def test_who_raised_the_quotation_of_another_is_its_author(self):
        order = self.create_order()
        raised = order.with_user(self.controller)
        raised.order_line.product_uom_qty = 9
        raised.env.flush_all()
        with self.assertRaises(ReleaseRefused):
            self.hold_order(order).action_release("Mine")

    def test_who_tries_to_confirm_the_quotation_of_another_is_not(self):
        hold = self.hold_order(self.create_order().with_user(self.controller))
        hold.action_release("His")
        self.assertEqual(hold.state, "released")

    def test_release_of_one_block_does_not_cover_another(self):
        self.rule.action_archive()
        self.enforce("customer")
        customer = self.customer.with_user(self.controller).sudo()
        customer.write({"order_block": True, "order_block_reason": "Late payer"})
        order = self.create_order()
        self.hold_order(order).action_release("Paid yesterday")
        customer.order_block_reason = "Fraud"
        with self.assertHeld(order):
            order.action_confirm()

    def test_one_controller_releases_an_order_its_shipment_and_its_growth(self):
        self.enforce("value", "ship", amount_limit=100)
        self.hold.action_release_and_resume("Known")
        self.order.with_user(self.controller).env.flush_all()
        picking = self.order.picking_ids
        with self.assertHeld(picking) as held:
            picking.button_validate()
        held.hold.with_user(self.controller).action_release("Known")
        with self.assertHeld(self.order) as held:
            self.order.order_line.product_uom_qty = 9
        held.hold.with_user(self.controller).action_release("Known")
        self.assertEqual(held.hold.state, "released")

    def test_author_may_release_where_the_company_allows_it(self):
        self.company.order_gate_four_eyes = False
        hold = self.hold_order(self.create_order(user=self.controller))
        self.assertTrue(hold.is_mine_to_release)
        hold.action_release("A small company")
        self.assertEqual(hold.state, "released")

    def test_author_may_reject(self):
        hold = self.hold_order(self.create_order(user=self.controller))
        hold.action_reject("A mistake")
        self.assertEqual(hold.state, "rejected")

    def test_only_controllers_decide(self):
        for act in ("action_release", "action_reject", "action_release_and_resume"):
            for user in (self.seller, self.env["res.users"].browse(SUPERUSER_ID)):
                with self.subTest(act=act, user=user.login), self.assertRaises(AccessError):
                    getattr(self.hold.with_user(user).sudo(), act)("Please")
            with self.subTest(act=act), self.assertRaises(AccessError):
                getattr(self.hold.with_user(self.seller), act)("Please")
        self.assertEqual(self.hold.state, "active")

    def test_controller_of_another_company_does_not_decide(self):
        other = self._create_company(name="Elsewhere")
        stranger = self._create_user("stranger", "order_gate.group_order_gate_controller", other)
        with self.assertRaises(AccessError):
            self.hold.with_user(stranger).action_release("Why not")

    def test_no_context_key_replaces_the_reason_or_the_group(self):
        keys = ("skip_reason", "force", "default_decision_reason", "bypass_gate", "install_mode", "module")
        context = dict.fromkeys(keys, True)
        with self.assertRaises(ReleaseRefused):
            self.hold.with_context(**context).action_release("")
        with self.assertRaises(AccessError):
            self.hold.with_user(self.seller).with_context(**context).action_release("Please")

    def test_decided_is_decided(self):
        self.hold.action_release("Yes")
        for act in ("action_release", "action_reject"):
            with self.subTest(act=act), self.assertRaises(HoldStateRefused):
                getattr(self.hold, act)("Again")

    def test_rejected_order_stays_held(self):
        self.hold.action_reject("Too risky")
        self.assertEqual(self.hold_order(self.order), self.hold)
        self.assertEqual(self.hold.state, "rejected")
        self.assertEqual(len(self.order.gate_hold_ids), 1)
        with self.assertRaisesRegex(OrderHeld, "did not release it: “Too risky”"):
            self.order.action_confirm()

    def test_rejected_order_that_asks_for_less_goes_on_and_shows_no_hold(self):
        self.hold.action_reject("Too much")
        self.rule.amount_limit = 100
        self.order.order_line.product_uom_qty = 1
        self.order.action_confirm()
        self.assertEqual(self.hold.state, "rejected")
        self.assertTrue(self.hold.passed_at)
        self.assertFalse(self.order.gate_hold_state)
        self.assertFalse(list(self.env["order.hold"]._get_document_findings(self.company)))

    def test_rejected_order_that_asks_for_something_else_is_held_anew(self):
        self.hold.action_reject("Too much")
        self.order.order_line.product_uom_qty = 1.5
        hold = self.hold_order(self.order)
        self.assertNotEqual(hold, self.hold)
        hold.action_release("Better")
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_release_covers_the_causes_found_only(self):
        self.hold.action_release("Yes")
        with self.findings("sale.order", "confirm", "credit"):
            second = self.hold_order(self.order)
            self.assertEqual(self.order.state, "draft")
            second.action_release("Yes, with this credit")
            self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")
        self.assertEqual(set(second.finding_ids.mapped("code")), {"value", "credit"})

    def test_release_covers_the_measure_found_only(self):
        def overdue(days):
            return self.findings("sale.order", "confirm", Finding("due", Severity.BLOCK, f"{days} days.", measure=days))

        self.rule.action_archive()
        order = self.create_order()
        with overdue(10):
            self.hold_order(order).action_release("They pay on Friday")
        with overdue(11), self.assertHeld(order):
            order.action_confirm()

    def test_release_covers_a_smaller_measure(self):
        self.rule.action_archive()
        order = self.create_order()
        finding = Finding("due", Severity.BLOCK, "Overdue.", measure=10)
        with self.findings("sale.order", "confirm", finding):
            self.hold_order(order).action_release("They pay on Friday")
        with self.findings("sale.order", "confirm", Finding("due", Severity.BLOCK, "Overdue.", measure=9)):
            order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_rate_that_moves_does_not_undo_a_release(self):
        euro = self.setup_other_currency("EUR", rates=[("2000-01-01", 1.0), ("2030-01-15", 0.9)])
        order = self.create_order()
        order.currency_id = euro
        self.commit_like()
        self.hold_order(order).action_release("Agreed")
        with freeze_time("2030-01-15 12:00:00"):
            order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_release_and_resume_confirms_as_the_releaser(self):
        self.hold.action_release_and_resume("Agreed")
        self.assertEqual(self.order.state, "sale")
        self.assertTrue(self.hold.passed_at)
        self.assertEqual(self.order.write_uid, self.controller)

    def test_resumed_order_is_judged_again(self):
        with self.findings("sale.order", "confirm", "credit"):
            answer = self.hold.action_release_and_resume("Agreed")
        self.assertEqual(self.order.state, "draft")
        waiting = self.order.gate_hold_ids.filtered(lambda hold: hold.state == "active")
        self.assertEqual(answer["res_id"], waiting.id)
        self.assertEqual(answer["res_model"], "order.hold")

    def test_resume_without_rights_undoes_the_release(self):
        clerk = self._create_user("clerk", "order_gate.group_order_gate_controller")
        with self.assertRaises(AccessError):
            self.hold.with_user(clerk).action_release_and_resume("Agreed")
        self.assertEqual(self.hold.state, "active")
        self.assertEqual(self.order.state, "draft")

    def test_resume_under_sudo_has_the_rights_of_the_person(self):
        clerk = self._create_user("clerk", "order_gate.group_order_gate_controller")
        with self.assertRaises(AccessError):
            self.hold.with_user(clerk).sudo().action_release_and_resume("Agreed")

    def test_only_what_may_go_on_is_resumed(self):
        with self.assertRaises(HoldStateRefused):
            self.hold.action_resume()
        self.hold.action_release_and_resume("Agreed")
        with self.assertRaises(HoldStateRefused):
            self.hold.action_resume()

    def test_author_resumes_what_is_ready(self):
        self.rule.amount_limit = 1000
        self.hold.sudo()._rejudge()
        self.hold.with_user(self.seller).action_resume()
        self.assertEqual(self.order.state, "sale")
        self.assertEqual(self.hold.state, "cured")

    def test_nothing_is_resumed_of_a_deleted_order(self):
        self.hold.action_release("Yes")
        self.order.sudo().unlink()
        with self.assertRaises(UserError):
            self.hold.action_resume()

    def test_released_change_is_made_again_by_its_author(self):
        order = self.create_order(quantity=1)
        order.action_confirm()
        with self.assertHeld(order) as held:
            order.order_line.product_uom_qty = 5
        self.assertEqual(held.hold.act, "change")
        self.assertEqual(order.order_line.product_uom_qty, 1)
        held.hold.with_user(self.controller).action_release("Agreed")
        order.order_line.product_uom_qty = 5
        self.assertEqual(order.order_line.product_uom_qty, 5)
        with self.assertHeld(order):
            order.order_line.product_uom_qty = 6

    def test_released_change_waits_for_its_author(self):
        order = self.create_order(quantity=1)
        order.action_confirm()
        with self.assertHeld(order) as held:
            order.order_line.product_uom_qty = 5
        hold = held.hold.with_user(self.controller)
        answer = hold.action_release_and_resume("Agreed")
        self.assertEqual(answer["res_model"], "sale.order")
        self.assertEqual(order.order_line.product_uom_qty, 1)
        self.commit_like()
        self.assertEqual(hold.state, "released")

    def test_waiting_author_is_told(self):
        self.hold.action_release("Agreed")
        self.assertIn(self.seller.partner_id, self.hold.message_ids.notified_partner_ids)
