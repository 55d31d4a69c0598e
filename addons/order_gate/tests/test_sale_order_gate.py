from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from ..tools import modes
from .common import OrderGateCommon

HOSTILE = {
    "active_test": False,
    "tracking_disable": True,
    "mail_notrack": True,
    "skip_gate": True,
    "no_gate": True,
    "bypass_gate": True,
    "bypass_risk": True,
    "skip_validation_check": True,
    "install_mode": True,
    "module_uninstall": True,
    "_force_unlink": True,
    "force_company": 1,
    "validate_analytic": False,
    "default_state": "sale",
    "default_gate_hold_state": "released",
    "order_gate.quiet": True,
    "order_gate.watched": True,
    "order_gate.passed": True,
}


@tagged("post_install", "-at_install")
class TestSaleOrderGate(OrderGateCommon):
    """Every way into a confirmed order, and every way to make one ask for more."""

    def setUp(self):
        super().setUp()
        self.rule = self.enforce("value", amount_limit=100)
        self.order = self.create_order()

    def confirmed(self, **vals):
        """A confirmed order for one pump, which is just within the limit."""
        order = self.create_order(quantity=1, **vals)
        order.action_confirm()
        self.commit_like()
        self.assertEqual(order.state, "sale")
        return order

    def new_line(self, order, **vals):
        return {"order_id": order.id, "product_id": self.pump.id, "product_uom_qty": 1, "price_unit": 50, **vals}

    # Ways in

    def test_clean_order_is_confirmed_as_ever(self):
        order = self.create_order(quantity=1)
        self.assertIs(order.action_confirm(), True)
        self.assertEqual(order.state, "sale")
        self.assertTrue(order.picking_ids)

    def test_totals_are_claimed_before_an_act_and_not_by_a_look(self):
        order, claimed = self.create_order(1), []
        model = type(order)
        with patch.object(model, "_gate_claim", lambda orders, checkpoint: claimed.append((orders, checkpoint))):
            order.action_check_gate()
            self.assertFalse(claimed)
            order.action_confirm()
        self.assertEqual(claimed, [(order, "confirm")])

    def test_quotation_that_was_sent(self):
        self.order.action_quotation_sent()
        with self.assertHeld(self.order):
            self.order.action_confirm()
        self.assertEqual(self.order.state, "sent")

    def test_superuser_and_sudo(self):
        for order in (self.order.sudo(), self.order.with_user(self.env.ref("base.user_root"))):
            with self.assertHeld(order):
                order.action_confirm()

    def test_state_written(self):
        with self.assertHeld(self.order):
            self.order.write({"state": "sale"})
        with self.assertHeld(self.order):
            self.order.sudo().state = "sale"

    def test_state_written_together_with_lines(self):
        order = self.create_order(quantity=1)
        with self.assertHeld(order):
            order.write({"state": "sale", "order_line": [Command.update(order.order_line.id, {"product_uom_qty": 9})]})

    def test_created_as_confirmed(self):
        with self.assertHeld(self.env["sale.order"]):
            self.create_order(state="sale")

    def test_created_as_confirmed_by_the_context(self):
        with self.assertHeld(self.env["sale.order"]):
            self.order.with_context(default_state="sale").copy()

    def test_duplicate_of_a_confirmed_order(self):
        self.order.order_line.product_uom_qty = 1
        self.order.action_confirm()
        copy = self.order.copy()
        copy.order_line.product_uom_qty = 2
        with self.assertHeld(copy):
            copy.action_confirm()

    def test_cancelled_set_to_draft_and_confirmed_again(self):
        order = self.confirmed()
        order._action_cancel()
        order.action_draft()
        order.order_line.product_uom_qty = 2
        with self.assertHeld(order):
            order.action_confirm()

    def test_unconfirmed_by_writing_the_state(self):
        order = self.confirmed()
        order.state = "draft"
        order.order_line.product_uom_qty = 2
        with self.assertHeld(order):
            order.write({"state": "sale"})

    def test_inner_path(self):
        with self.assertHeld(self.order):
            self.order._confirmation_error_message()

    def test_customer_signs(self):
        order = self.order.with_user(self.env.ref("base.public_user")).sudo()
        order._validate_order()
        self.assertEqual(self.order.state, "draft")
        self.assertEqual(self.order.gate_hold_ids.state, "active")

    def test_public_visitor_confirms_like_a_web_shop(self):
        self.order.with_user(self.env.ref("base.public_user")).sudo().action_confirm()
        self.assertEqual(self.order.state, "draft")
        self.assertEqual(self.order.gate_hold_ids.state, "active")

    def test_quiet_caller_gets_no_error_and_no_confirmation(self):
        with modes.quietly():
            self.order.action_confirm()
        self.assertEqual(self.order.state, "draft")
        self.assertEqual(self.order.gate_hold_ids.state, "active")

    def test_user_of_another_company(self):
        data = self.setup_other_company()
        both = self.company | data["company"]
        self.seller.company_ids = both
        order = self.order.with_context(allowed_company_ids=both[::-1].ids)
        with self.assertHeld(self.order):
            order.action_confirm()

    def test_order_of_another_company_is_judged_by_its_own_rules(self):
        data = self.setup_other_company()
        self.rule.company_id = self.company
        vals = {"partner_id": self.customer.id, "company_id": data["company"].id}
        order = self.env["sale.order"].sudo().with_company(data["company"]).create(vals)
        order.order_line = [Command.create({"product_id": self.pump.id, "product_uom_qty": 9, "price_unit": 100})]
        order.with_company(self.company).action_confirm()
        self.assertEqual(order.state, "sale")

    def test_no_context_key_opens_the_gate(self):
        for key, value in HOSTILE.items():
            with self.subTest(key=key), self.assertHeld(self.order):
                self.order.with_context(**{key: value}).action_confirm()
        with self.assertHeld(self.order):
            self.order.with_context(**HOSTILE).action_confirm()

    # An order that has been confirmed asks for more

    def test_quantity_of_a_line(self):
        order = self.confirmed()
        with self.assertHeld(order):
            order.order_line.product_uom_qty = 2
        self.assertEqual(order.order_line.product_uom_qty, 1)

    def test_quantity_by_command(self):
        order = self.confirmed()
        with self.assertHeld(order):
            order.write({"order_line": [Command.update(order.order_line.id, {"product_uom_qty": 2})]})

    def test_quantity_in_the_form(self):
        order = self.confirmed()
        with Form(order.with_user(self.seller)) as form:
            with form.order_line.edit(0) as line:
                line.product_uom_qty = 2
            with self.assertHeld(order):
                form.save()
            with form.order_line.edit(0) as line:
                line.product_uom_qty = 1

    def test_price(self):
        order = self.confirmed()
        with self.assertHeld(order):
            order.order_line.price_unit = 100.01

    def test_discount_taken_away(self):
        order = self.create_order(quantity=2)
        order.order_line.discount = 50
        order.action_confirm()
        with self.assertHeld(order):
            order.order_line.discount = 0

    def test_tax(self):
        order = self.confirmed()
        with self.assertHeld(order):
            order.order_line.tax_ids = self.company_data["default_tax_sale"]

    def test_new_line(self):
        order = self.confirmed()
        with self.assertHeld(order):
            self.env["sale.order.line"].with_user(self.seller).create(self.new_line(order))

    def test_new_line_by_command(self):
        order = self.confirmed()
        vals = self.new_line(order)
        vals.pop("order_id")
        with self.assertHeld(order):
            order.write({"order_line": [Command.create(vals)]})

    def test_new_line_whose_order_comes_by_the_context(self):
        order = self.confirmed()
        vals = self.new_line(order)
        lines = self.env["sale.order.line"].with_user(self.seller).with_context(default_order_id=vals.pop("order_id"))
        with self.assertHeld(order):
            lines.create(vals)

    def test_line_that_becomes_goods_after_all(self):
        order = self.confirmed()
        order.order_line = [Command.create({"display_type": "line_note", "name": "Later"})]
        with self.assertRaises(UserError):
            order.order_line[-1].write({"display_type": False, **self.new_line(order)})

    def test_line_moved_from_another_order(self):
        order, other = self.confirmed(), self.create_order(quantity=1)
        with self.assertHeld(order):
            other.order_line.order_id = order
        with self.assertHeld(order):
            order.write({"order_line": [Command.link(other.order_line.id)]})

    def test_line_of_discount_set_to_nothing(self):
        discount = {"product_id": self.valve.id, "product_uom_qty": 1, "price_unit": -150.0}
        order = self.create_order(quantity=2)
        order.order_line = [Command.create(discount)]
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        with self.assertHeld(order):
            order.order_line[-1].product_uom_qty = 0

    def test_quantity_behind_a_cut_of_the_price(self):
        self.rule.amount_limit = 100
        order = self.confirmed()
        self.rule.amount_limit = 10
        with self.assertHeld(order):
            order.order_line.write({"product_uom_qty": 2, "price_unit": 50})

    def test_another_customer(self):
        other = self.customer.copy()
        order = self.confirmed()
        self.enforce("customer")
        other.with_user(self.boss).sudo().order_block = True
        with self.assertHeld(order):
            order.partner_id = other

    def test_date_moved(self):
        order = self.confirmed(commitment_date="2030-03-01 12:00:00")
        self.rule.amount_limit = 10
        with self.assertHeld(order):
            order.commitment_date = "2030-02-01 12:00:00"

    def test_order_that_stays_as_it_is_is_not_judged_beside_one_that_grows(self):
        unchanged, small = self.confirmed(), self.confirmed()
        small.order_line.write({"product_uom_qty": 0.5, "price_unit": 10})
        self.rule.amount_limit = 50
        (unchanged | small).order_line.write({"product_uom_qty": 1})
        self.assertEqual((unchanged | small).mapped("amount_untaxed"), [100, 10])

    def test_prices_of_the_list_are_taken_over(self):
        order = self.confirmed()
        order.order_line = [Command.create({"product_id": self.pump.id, "product_uom_qty": 0}) for _line in range(5)]
        self.pump.list_price = 1000
        judged = type(order)._gate_content
        with patch.object(type(order), "_gate_content", autospec=True, side_effect=judged) as seen:
            with self.assertHeld(order):
                order.action_update_prices()
            self.assertLess(seen.call_count, 5)

    def test_less_is_not_judged(self):
        order = self.confirmed()
        self.rule.amount_limit = 10
        order.order_line.product_uom_qty = 0.5
        order.client_order_ref = "PO 7"
        order.order_line.name = "Pump, blue"
        self.assertEqual(order.amount_untaxed, 50)

    def test_price_cut_under_the_floor_of_margins(self):
        order = self.confirmed()
        self.enforce("margin", margin_floor=10)
        order.order_line.price_unit = 90
        with self.assertHeld(order):
            order.order_line.price_unit = 60
        with self.assertHeld(order):
            order.order_line.discount = 99

    def test_day_of_the_rate_is_not_the_clients(self):
        euro = self.setup_other_currency("EUR", rates=[("2030-01-14", 1.0), ("2030-01-15", 4.0)])
        self.company.partner_id.tz = False
        for moment in ("2030-01-14 12:30:00", "2030-01-14 23:30:00"):
            with self.subTest(moment=moment), freeze_time(moment):
                order = self.create_order()
                order.currency_id = euro
                self.seller.tz = "Pacific/Kiritimati"
                with self.assertHeld(order):
                    order.with_context(tz="Pacific/Kiritimati").action_confirm()

    def test_day_of_the_order_is_not_its_writers(self):
        euro = self.setup_other_currency("EUR", rates=[("2000-01-01", 100.0), ("2020-01-01", 1.0)])
        self.order.currency_id = euro
        self.order.date_order = "2010-01-01"
        with self.assertHeld(self.order):
            self.order.write({"state": "sale", "date_order": "2010-01-01"})

    def test_growth_within_the_limit_passes(self):
        order = self.confirmed()
        self.rule.amount_limit = 200
        order.order_line.product_uom_qty = 2
        self.assertEqual(order.amount_untaxed, 200)

    def test_change_under_sudo(self):
        order = self.confirmed()
        with self.assertHeld(order):
            order.sudo().order_line.product_uom_qty = 2

    def test_growth_by_a_job_and_from_another_company(self):
        other = self._create_company(name="Other")
        self.env.user.company_ids += other
        ways = {
            "job": lambda order: order.with_user(SUPERUSER_ID),
            "portal": lambda order: order.with_user(self.env.ref("base.public_user")).sudo(),
            "company": lambda order: order.sudo().with_company(other).with_context(allowed_company_ids=other.ids),
        }
        for name, way in ways.items():
            order = self.confirmed()
            with self.subTest(way=name), self.assertHeld(order):
                way(order).order_line.product_uom_qty = 9
            self.assertEqual(order.order_line.product_uom_qty, 1)

    def test_no_context_key_lets_an_order_grow(self):
        order = self.confirmed()
        for key, value in HOSTILE.items():
            with self.subTest(key=key), self.assertHeld(order):
                order.order_line.with_context(**{key: value}).product_uom_qty = 2

    def test_growth_by_small_steps(self):
        self.rule.amount_limit = 150
        order = self.confirmed()
        order.order_line.product_uom_qty = 1.5
        with self.assertHeld(order):
            order.order_line.product_uom_qty = 1.6

    def test_release_of_the_confirmation_does_not_cover_growth(self):
        with self.assertHeld(self.order) as held:
            self.order.action_confirm()
        held.hold.with_user(self.controller).action_release("Agreed")
        self.order.action_confirm()
        self.order.order_line.product_uom_qty = 1
        self.order.order_line.product_uom_qty = 2
        with self.assertHeld(self.order):
            self.order.order_line.product_uom_qty = 3

    def test_import_of_lines_is_refused_row_by_row(self):
        order = self.confirmed()
        line = order.order_line
        rows = line.with_user(self.seller).load([".id", "product_uom_qty"], [[str(line.id), "50"]])
        self.assertFalse(rows["ids"])
        self.assertIn("held", rows["messages"][0]["message"])
        line.invalidate_recordset()
        self.assertEqual(line.product_uom_qty, 1)

    def test_discount_wizard(self):
        order = self.create_order(quantity=2)
        order.order_line.discount = 50
        order.action_confirm()
        wizard = (
            self.env["sale.order.discount"]
            .sudo()
            .create({"sale_order_id": order.id, "discount_type": "sol_discount", "discount_percentage": 0})
        )
        with self.assertHeld(order):
            wizard.action_apply_discount()

    def test_warning_passes_and_stands_in_the_chatter(self):
        self.rule.severity = "warning"
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")
        self.assertIn("over the limit", "".join(self.order.message_ids.mapped("body")))
        self.assertFalse(self.order.gate_hold_ids)

    def test_information_passes_without_a_word(self):
        self.rule.severity = "info"
        self.order.action_confirm()
        self.assertNotIn("over the limit", "".join(self.order.message_ids.mapped("body")))
