import psycopg2
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import HoldIsImmutable
from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestAccess(OrderGateCommon):
    """Who sees a hold, and that nobody writes one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._create_user("colleague", "sales_team.group_sale_salesman")
        cls.own = cls._create_user("own", "sales_team.group_sale_salesman")
        cls.leader = cls._create_user("leader", "sales_team.group_sale_salesman_all_leads")
        cls.keeper = cls._create_user("keeper", "stock.group_stock_user")
        cls.accountant = cls._create_user("accountant", "account.group_account_invoice")
        cls.auditor = cls._create_user("auditor", "evidence_ledger.group_evidence_auditor")
        cls.clerk = cls._create_user("clerk", "base.group_user")
        cls.portal = cls._create_user("portal", "base.group_portal")
        other = cls._create_company(name="Elsewhere")
        cls.stranger = cls._create_user("stranger", "order_gate.group_order_gate_manager", other)

    def setUp(self):
        super().setUp()
        self.enforce("value", amount_limit=100)
        self.order = self.create_order(user=self.own)
        with self.assertHeld(self.order) as held:
            self.order.action_confirm()
        self.hold = held.hold

    def sees(self, user, record):
        return bool(record.with_user(user).search([("id", "in", record.ids)]))

    def test_who_sees_a_held_order(self):
        cases = [
            (self.own, True),
            (self.leader, True),
            (self.accountant, True),
            (self.controller, True),
            (self.boss, True),
            (self.auditor, True),
            (self.colleague, False),
            (self.keeper, False),
            (self.clerk, False),
            (self.stranger, False),
        ]
        for user, expected in cases:
            with self.subTest(user=user.login):
                self.assertEqual(self.sees(user, self.hold), expected)
                self.assertEqual(self.sees(user, self.hold.finding_ids), expected)
                if not expected:
                    with self.assertRaises(AccessError):
                        self.hold.with_user(user).read(["reason"])
                    with self.assertRaises(AccessError):
                        self.hold.finding_ids.with_user(user).read(["message"])

    def test_auditors_read_and_decide_nothing(self):
        hold = self.hold.with_user(self.auditor)
        self.assertIn("Pump P1", hold.asked_for)
        with self.assertRaises(AccessError):
            hold.action_reject("No")
        with self.assertRaises(AccessError):
            hold.user_id = self.auditor

    def test_customers_see_no_hold(self):
        for record in (self.hold, self.hold.finding_ids):
            with self.assertRaises(AccessError):
                record.with_user(self.portal).search([])
            with self.assertRaises(AccessError):
                record.with_user(self.env.ref("base.public_user")).search([])

    def test_who_must_act_sees_it(self):
        self.hold.with_user(self.controller).user_id = self.clerk
        self.assertTrue(self.sees(self.clerk, self.hold))

    def test_stock_users_see_held_shipments(self):
        self.enforce("customer", "ship")
        order = self.create_order(quantity=1)
        order.action_confirm()
        # sudo: controllers of the tests keep no customers.
        self.customer.with_user(self.boss).sudo().order_block = True
        with self.assertHeld(order.picking_ids) as held:
            order.picking_ids.with_user(self.keeper).button_validate()
        self.assertTrue(self.sees(self.keeper, held.hold))

    def test_everybody_who_sees_the_document_learns_that_it_is_held(self):
        order = self.order.with_user(self.own)
        self.assertEqual(order.gate_hold_state, "active")
        self.assertIn("over the limit", order.gate_notice)
        self.order.sudo().message_subscribe(self.portal.partner_id.ids)
        self.order.sudo().partner_id = self.portal.partner_id
        self.assertIn(self.order.with_user(self.portal).gate_hold_state, ("active", "ready"))

    def test_nobody_writes_a_hold(self):
        for vals in (
            {"state": "released"},
            {"decision_reason": "Mine"},
            {"res_id": 1},
            {"finding_ids": [Command.clear()]},
            {"author_ids": [Command.clear()]},
            {"passed_at": "2026-01-01"},
            {"user_id": self.boss.id, "state": "released"},
        ):
            for hold in (self.hold.with_user(self.boss), self.hold.sudo(), self.hold.with_user(self.boss).sudo()):
                with self.subTest(vals=vals), self.assertRaises(HoldIsImmutable):
                    hold.write(vals)

    def test_nobody_creates_a_hold(self):
        vals = {
            "name": "HOLD/X",
            "company_id": self.company.id,
            "res_model": "sale.order",
            "res_id": self.order.id,
            "document_name": self.order.name,
            "checkpoint": "confirm",
            "act": "act",
            "state": "released",
            "currency_id": self.company.currency_id.id,
            "held_at": "2026-01-01",
        }
        holds = self.env["order.hold"]
        for allowed in (holds.with_user(self.boss), holds.sudo(), holds.with_user(self.boss).sudo()):
            with self.assertRaises(HoldIsImmutable):
                allowed.create(vals)
        with self.assertRaises(HoldIsImmutable):
            self.hold.sudo().copy()

    def test_nobody_deletes_a_hold(self):
        with self.assertRaises(AccessError):
            self.hold.with_user(self.boss).unlink()
        for context in ({}, {"module_uninstall": True, "_force_unlink": True}):
            with self.subTest(context=context), self.assertRaises(HoldIsImmutable):
                self.hold.sudo().with_context(**context).unlink()

    def test_findings_are_written_by_nobody(self):
        with self.assertRaises(AccessError):
            self.hold.finding_ids.with_user(self.boss).message = "Harmless"
        with self.assertRaises(psycopg2.Error), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.hold.finding_ids.sudo().measure = "1000000"
            self.env.flush_all()

    def test_database_refuses_what_the_addon_never_does(self):
        self.env.flush_all()
        for statement in (
            "UPDATE order_hold SET content = '{}' WHERE id = %s",
            "UPDATE order_hold SET content_hash = 'x' WHERE id = %s",
            "UPDATE order_hold SET res_id = 1 WHERE id = %s",
            "UPDATE order_hold SET amount = 1 WHERE id = %s",
            "UPDATE order_hold SET findings_hash = 'x' WHERE id = %s",
            "DELETE FROM order_hold WHERE id = %s",
            "UPDATE order_hold_finding SET measure = '9999' WHERE hold_id = %s",
            "UPDATE order_hold_finding SET code = 'x' WHERE hold_id = %s",
            "DELETE FROM order_hold_finding WHERE hold_id = %s",
        ):
            with self.subTest(statement), self.assertRaises(psycopg2.Error), mute_logger("odoo.sql_db"):
                self.env.cr.execute(statement, [self.hold.id])

    def test_state_written_into_the_table_opens_nothing(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE order_hold SET state = 'released' WHERE id = %s", [self.hold.id])
        self.hold.invalidate_recordset()
        with self.assertHeld(self.order):
            self.order.action_confirm()

    def test_released_hold_whose_findings_were_added_to_opens_nothing_more(self):
        self.hold.with_user(self.controller).action_release("Agreed")
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO order_hold_finding (hold_id, code, severity, message) VALUES (%s, 'credit', 'block', 'x')",
            [self.hold.id],
        )
        self.hold.invalidate_recordset()
        with self.findings("sale.order", "confirm", "credit"), self.assertHeld(self.order):
            self.order.action_confirm()

    def test_controllers_take_over_a_hold(self):
        self.hold.with_user(self.controller).user_id = self.controller
        with self.assertRaises(AccessError):
            self.hold.with_user(self.own).user_id = self.own

    def test_messages_on_a_hold_are_welcome_from_who_sees_it(self):
        message = self.hold.with_user(self.own).message_post(body="The customer called")
        self.assertTrue(message)
