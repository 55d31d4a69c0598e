from odoo.addons.evidence_ledger.exceptions import ActRefused
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import tagged

from .rule_common import CreditRuleCommon


@tagged("post_install", "-at_install")
class TestBypassOrder(CreditRuleCommon):
    """Ways round the check through the customer, the order or the technique; docs/credit-bypasses.md has the list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._rule("limit_used")
        cls._limit(1000)

    def _merge(self, source, target):
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo().create({})
        wizard._merge((source + target).ids, target, extra_checks=False)
        self.env.invalidate_all()

    def _released(self, order):
        with self.assertHeld(order) as held:
            order.action_confirm()
        held.hold.with_user(self.manager).action_release("Agreed by telephone.")
        return held.hold

    # The customer

    def test_customer_that_is_archived_and_made_anew(self):
        self.customer.vat = "BE0477472701"
        self._rule("standing", standing="hold")
        self._order([(self.pump, 1, 1000.0)]).action_confirm()
        self._profile()._set_standing("watch", "Slow.")
        self.customer.action_archive()
        again = self._customer("Aqua Works again", vat="BE0477472701")
        order = self._order([(self.pump, 1, 1.0)], partner_id=again.id)
        with self.assertHeld(order):
            order.action_confirm()
        profile = self._profile(again)
        self.assertEqual((profile.standing, profile.parent_id), ("watch", self._profile()))

    def test_customer_that_is_made_anew_without_a_tax_id_gets_no_credit_where_that_is_chosen(self):
        self.customer.action_archive()
        self.company.credit_empty_limit = "none"
        order = self._order([(self.pump, 1, 1.0)], partner_id=self._customer("Aqua Works").id)
        with self.assertHeld(order):
            order.action_confirm()

    def test_archived_customer_and_archived_profile_still_count(self):
        self._order([(self.pump, 1, 1000.0)]).action_confirm()
        self._profile().active = False
        order = self._order([(self.pump, 1, 1.0)])
        with self.assertHeld(order):
            order.action_confirm()

    def test_tax_id_of_another_customer_is_no_circle(self):
        """Two customers with one tax ID, of whom the first one already stands below the second."""
        self.customer.vat = "BE0477472701"
        head = self._customer("Aqua Holding", vat="BE0477472701")
        self._profile().group_partner_id = head
        self.assertEqual(self._profile().parent_id.partner_id, head)
        self.assertFalse(self._profile(head).parent_id)

    def test_group_head_is_chosen_among_doubles_afterwards(self):
        self.customer.vat = "BE0477472701"
        head = self._customer("Aqua Holding", vat="BE0477472701")
        self.assertEqual(self._profile(head).parent_id, self._profile())
        self._profile().group_partner_id = head
        self.assertEqual(self._profile().parent_id.partner_id, head)
        self.assertFalse(self._profile(head).parent_id)

    def test_merge_with_a_customer_who_has_no_limit(self):
        other = self._customer("Aqua Works Ltd")
        self._order([(self.pump, 1, 900.0)], partner_id=other.id).action_confirm()
        self._profile(other)
        self._merge(self.customer, other)
        order = self._order([(self.pump, 1, 100.01)], partner_id=other.id)
        with self.assertHeld(order):
            order.action_confirm()
        order.order_line.price_unit = 100
        order.action_confirm()

    def test_contact_that_is_moved_to_another_customer_takes_its_orders_along(self):
        good = self._customer("Good")
        order = self._order([(self.pump, 1, 900.0)], partner_id=self.buyer.id)
        order.action_confirm()
        self.buyer.parent_id = good
        self.env.flush_all()
        for partner, owed in ((self.customer, 0), (good, 900)):
            profile = self._profile(partner)
            self.assertEqual(profile._get_exposure()[profile].gross, owed)

    def test_another_payer_is_checked_and_so_is_who_orders(self):
        self._rule("standing", standing="hold")
        self._profile()._set_standing("hold", "Insolvent.")
        payer = self._customer("Aqua Finance")
        order = self._order(partner_invoice_id=payer.id)
        with self.assertHeld(order):
            order.action_confirm()

    # The order

    def test_currency_that_is_changed_after_the_release(self):
        order = self._order([(self.pump, 1, 1100.0)])
        self._released(order)
        strong = self.setup_other_currency("GBP", rates=[("2020-01-01", 0.5)])
        order.pricelist_id = self.env["product.pricelist"].create({"name": "GBP", "currency_id": strong.id})
        self.assertEqual(order.currency_id, strong)
        with self.assertHeld(order):
            order.action_confirm()

    def test_company_that_is_changed_is_that_of_the_check(self):
        other = self.setup_other_company()["company"]
        self.seller.company_ids |= other
        there = {"profile_id": self._profile(company=other).id, "currency_id": other.currency_id.id, "amount": 5}
        self.env["credit.limit"]._grant([{**there, "date_from": self._today()}], "Elsewhere.")
        order = self._order([(self.pump, 1, 500.0)])
        order = order.with_context(allowed_company_ids=[other.id, self.company.id]).sudo()
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        order.order_line.unlink()
        order.write({"company_id": other.id, "warehouse_id": warehouse.id})
        order.write({"order_line": [Command.create({"name": "Work", "product_id": self.pump.id, "price_unit": 500.0})]})
        with self.assertHeld(order):
            order.action_confirm()

    def test_term_that_is_changed_after_the_release(self):
        self.rule.action_archive()
        self._rule("better_terms")
        self.customer.property_payment_term_id = self.env.ref("account.account_payment_term_30days")
        order = self._order(payment_term_id=self.env.ref("account.account_payment_term_45days").id)
        self._released(order)
        order.payment_term_id = self.env.ref("account.account_payment_term_end_following_month")
        with self.assertHeld(order):
            order.action_confirm()

    def test_quantity_that_is_raised_after_the_release(self):
        order = self._order([(self.pump, 1, 1100.0)])
        self._released(order)
        order.order_line.write({"product_uom_qty": 2, "price_unit": 1100.0})
        with self.assertHeld(order):
            order.action_confirm()

    def test_debt_that_grew_after_the_release(self):
        order = self._order([(self.pump, 1, 1100.0)])
        self._released(order)
        self._invoice(5000, self._today())
        with self.assertHeld(order):
            order.action_confirm()

    # The technique

    def test_rpc_reaches_no_private_method_and_no_guarded_field(self):
        profile = self._profile().with_user(self.manager)
        for method, arguments in (
            ("_set_standing", ["good", "Mine."]),
            ("_act", [{"standing": "good"}]),
            ("_claim", []),
            ("_get_exposure", []),
        ):
            with self.subTest(method), self.assertRaises(AccessError):
                call_kw(profile.browse(), method, [profile.ids, *arguments], {})
        for vals in ({"standing": "good"}, {"checks": 5}, {"name": "X"}, {"parent_id": False}):
            with self.subTest(vals), self.assertRaises(ActRefused):
                call_kw(profile.browse(), "write", [profile.ids, vals], {})
        for model in ("credit.counter", "credit.exposure"):
            with self.subTest(model), self.assertRaises(UserError):
                call_kw(self.env[model].with_user(self.manager), "create", [{"partner_id": self.customer.id}], {})
        vals = {"profile_id": profile.id, "amount": 1e9, "currency_id": self.company.currency_id.id}
        with self.assertRaises(UserError):
            call_kw(self.env["credit.limit"].with_user(self.manager), "create", [vals], {})

    def test_rpc_confirms_no_held_order(self):
        order = self._order([(self.pump, 1, 1000.01)])
        for user in (self.seller, self.controller, self.manager):
            with self.subTest(user.login), self.assertHeld(order):
                call_kw(self.env["sale.order"].with_user(user).sudo(), "action_confirm", [order.ids], {})

    def test_sudo_is_checked(self):
        order = self._order([(self.pump, 1, 1000.01)])
        for acting in (order.sudo(), order.with_user(self.env.ref("base.user_root"))):
            with self.assertHeld(order):
                acting.action_confirm()

    def test_import_of_confirmed_orders_is_checked(self):
        names = ["partner_id/.id", "state", "order_line/product_id/.id", "order_line/price_unit", "order_line/name"]
        row = [str(self.customer.id), "sale", str(self.pump.id), "1000.01", "Pump"]
        before = self.env["sale.order"].search_count([("partner_id", "=", self.customer.id)])
        self.forget_pending()
        result = self.env["sale.order"].with_user(self.controller).with_context(import_file=True).load(names, [row])
        self.forget_pending()
        self.assertFalse(result["ids"])
        self.assertIn("is held", result["messages"][0]["message"])
        self.assertEqual(self.env["sale.order"].search_count([("partner_id", "=", self.customer.id)]), before)

    def test_entry_on_the_receivable_account_counts(self):
        lines = [
            {
                "account_id": self.company_data["default_account_receivable"].id,
                "partner_id": self.buyer.id,
                "debit": 950.0,
            },
            {"account_id": self.company_data["default_account_revenue"].id, "credit": 950.0},
        ]
        self.env["account.move"].create({"line_ids": [Command.create(line) for line in lines]}).action_post()
        order = self._order([(self.pump, 1, 50.01)])
        with self.assertHeld(order):
            order.action_confirm()

    def test_free_invoice_without_an_order_counts_and_is_checked(self):
        """Free text, point of sale, call centre: documents without an order skip the rules (D365)."""
        self._rule("limit_used", "invoice")
        self.company.order_gate_invoice_blocks = True
        invoice = self._invoice(1000.01, self._today(), post=False)
        with self.assertHeld(invoice):
            invoice.action_post()
        invoice.invoice_line_ids.price_unit = 1000
        invoice.action_post()
        order = self._order([(self.pump, 1, 0.01)])
        with self.assertHeld(order):
            order.action_confirm()
