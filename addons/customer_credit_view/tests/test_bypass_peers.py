from datetime import timedelta
from decimal import Decimal

from odoo.fields import Command
from odoo.tests import tagged

from .rule_common import CreditRuleCommon


@tagged("post_install", "-at_install")
class TestBypassPeers(CreditRuleCommon):
    """What users of other systems report as ways round their credit check, one by one; docs/credit-bypasses.md has the
    list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.limit_rule = cls._rule("limit_used")
        cls._limit(1500)

    def _confirmed(self, price=1000.0, **vals):
        order = self._order([(self.pump, 1, price)], **vals)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        return order

    def test_peers_1_order_that_is_reopened_is_checked_again(self):
        """Close an order, make a new one, reopen the old one (ERPNext 33967)."""
        old = self._confirmed()
        old.with_user(self.controller)._action_cancel()
        self._confirmed()
        old.with_user(self.controller).action_draft()
        with self.assertHeld(old):
            old.action_confirm()

    def test_peers_2_duplicate_of_a_quotation_is_checked(self):
        """Duplicate an existing quotation of a blocked customer (Odoo 51081)."""
        self._rule("standing", standing="hold")
        quotation = self._order()
        self._profile()._set_standing("hold", "Insolvent.")
        double = quotation.copy()
        with self.assertHeld(double):
            double.action_confirm()

    def test_peers_3_quotation_that_was_sent_is_checked(self):
        """Confirm from the state "sent" (addons-vauxoo 1081)."""
        order = self._order([(self.pump, 2, 1000.0)])
        order.action_quotation_sent()
        self.assertEqual(order.state, "sent")
        with self.assertHeld(order):
            order.action_confirm()

    def test_peers_4_orders_of_contacts_count(self):
        """Orders of a child contact are not in the exposure of its company (Odoo PR 210177)."""
        self._confirmed(partner_id=self.buyer.id)
        order = self._order([(self.pump, 1, 1000.0)])
        with self.assertHeld(order):
            order.action_confirm()
        other = self._order([(self.pump, 1, 1000.0)], partner_id=self.buyer.id)
        with self.assertHeld(other):
            other.action_confirm()

    def test_peers_5_other_companies_and_currencies_are_not_added_raw(self):
        """Other companies and other currencies are added as they stand (Odoo PR 162770, OCA 28)."""
        elsewhere = self.setup_other_company()
        lines = [
            {"account_id": elsewhere["default_account_receivable"].id, "partner_id": self.customer.id, "debit": 9999.0},
            {"account_id": elsewhere["default_account_revenue"].id, "credit": 9999.0},
        ]
        entries = self.env["account.move"].with_company(elsewhere["company"])
        entries.create(
            {
                "journal_id": elsewhere["default_journal_misc"].id,
                "line_ids": [Command.create(line) for line in lines],
            }
        ).action_post()
        currency = self.setup_other_currency("CAD", rates=[("2020-01-01", 0.8)])
        pricelist = self.env["product.pricelist"].create({"name": "CAD", "currency_id": currency.id})
        self._confirmed(800.0, pricelist_id=pricelist.id)
        profile = self._profile()
        self.assertEqual(profile._get_exposure()[profile].gross, Decimal(1000))
        self._confirmed(500.0)
        order = self._order([(self.pump, 1, 0.01)])
        with self.assertHeld(order):
            order.action_confirm()

    def test_peers_6_seller_without_accounting_is_told(self):
        """A salesperson without rights in accounting sees no warning (Odoo PR 114561)."""
        order = self._order([(self.pump, 2, 1000.0)])
        self.assertFalse(self.seller.has_group("account.group_account_readonly"))
        with self.assertHeld(order) as held:
            order.with_user(self.seller).action_confirm()
        self.assertIn(order.name, held.error)
        self.assertTrue(held.hold.with_user(self.seller).reason)

    def test_peers_7_subsidiary_of_a_customer_at_its_limit_is_checked(self):
        """Subcustomers of a customer at its limit go on buying; a preference or a hidden flag lets them (NetSuite)."""
        daughter = self._customer("Aqua Leeds", parent_id=self.customer.id)
        self._confirmed(1500.0)
        order = self._order([(self.pump, 1, 1.0)], partner_id=daughter.id)
        flags = {"credit_override": True, "skip_credit": True, "bypass_risk": True, "active_test": False}
        with self.assertHeld(order):
            order.with_context(**flags).action_confirm()

    def test_peers_8_over_the_limit_nothing_goes_on(self):
        """The limit only warns, and posting goes on (Business Central; Odoo, by design)."""
        order = self._order([(self.pump, 2, 1000.0)])
        with self.assertHeld(order):
            order.action_confirm()
        self.assertEqual(order.state, "draft")
        self.assertFalse(order.sudo().picking_ids)
        self._rule("limit_used", "invoice")
        self.company.order_gate_invoice_blocks = True
        invoice = self._invoice(2000, self._today(), post=False)
        with self.assertHeld(invoice):
            invoice.action_post()
        self.assertEqual(invoice.state, "draft")

    def test_peers_8_goods_do_not_leave_either(self):
        rule = self._rule("limit_used", "ship")
        order = self._confirmed()
        self._invoice(600, self._today())
        picking = order.sudo().picking_ids
        picking.move_ids.write({"quantity": 1, "picked": True})
        with self.assertHeld(picking):
            picking.with_user(self.controller).button_validate()
        rule.mode = "observe"
        picking.with_user(self.controller).button_validate()
        self.assertEqual(picking.state, "done")

    def test_peers_9_one_mechanism_says_it(self):
        """Without a blocking rule nothing is checked at all; two mechanisms show different messages (D365)."""
        self._rule("days_overdue", effect="exclude", scope="customer", customer_ids=[Command.set(self.customer.ids)])
        order = self._order([(self.pump, 2, 1000.0)])
        profile = self._profile()
        self.assertFalse(profile.is_limit_unchecked)
        with self.assertHeld(order):
            order.action_confirm()
        self.limit_rule.mode = "observe"
        profile.invalidate_recordset(["is_limit_unchecked"])
        self.assertEqual(profile.standing_effect, "Passes.")
        self.assertTrue(profile.is_limit_unchecked, "and the profile says so")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_peers_10_exposure_needs_no_rebuild_and_held_orders_stand_in_it(self):
        """Totals go wrong and must be deleted and built again; blocked orders are not in them (SAP)."""
        order = self._order([(self.pump, 2, 1000.0)])
        with self.assertHeld(order) as held:
            order.action_confirm()
        profile = self._profile()
        self.assertEqual(profile._get_exposure()[profile].quoted, 2000)
        held.hold.with_user(self.controller).action_release_and_resume("A guarantee came in.")
        self._deliver(order, 0.5)
        order.sudo()._create_invoices().action_post()
        order.sudo()._action_cancel()
        self.env.flush_all()
        proofs = self.env["credit.proof"]._prove().filtered(lambda proof: proof.company_id == self.company)
        self.assertEqual(proofs.mapped("state"), ["equal"])

    def test_peers_11_controller_is_held_and_the_release_is_recorded(self):
        """Whoever has the role of a credit controller passes silently, and nothing is recorded (ERPNext)."""
        order = self._order([(self.pump, 2, 1000.0)]).with_user(self.controller)
        with self.assertHeld(order) as held:
            order.action_confirm()
        held.hold.with_user(self.manager).action_release("They paid by cheque.")
        order.action_confirm()
        entries = self.env["evidence.entry"].sudo().search([("subject_key", "=", held.hold.name)], order="sequence")
        self.assertEqual(entries.mapped("event")[:2], ["order_hold.placed", "order_hold.released"])
        self.assertEqual(held.hold.decision_reason, "They paid by cheque.")

    def test_peers_12_nobody_is_reminded_of_what_is_paid_contested_or_credited(self):
        """Reminders go out for items that are paid or contested, and credit notes are left out (Odoo PR 216062)."""
        today = self._today()
        dates = today - timedelta(days=60), today - timedelta(days=30)
        paid, contested, credited, open_item = (self._invoice(amount, *dates) for amount in (100, 200, 400, 800))
        self._pay(paid, today)
        self.env["credit.dispute"].with_user(self.analyst).create({"move_id": contested.id, "reason": "price"})
        credit = self._invoice(400, today, move_type="out_refund")
        (credited + credit).line_ids.filtered(lambda line: line.account_type == "asset_receivable").reconcile()
        self.env.flush_all()
        row = self.env["credit.collection"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((row.collectable_amount, row.disputed_amount), (800.0, 200.0))
        self.assertEqual(row.overdue_amount, open_item.amount_residual + contested.amount_residual)
