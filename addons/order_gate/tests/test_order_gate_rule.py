from decimal import Decimal

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import UnknownGateRule
from .common import OrderGateCommon


class RuleCase(OrderGateCommon):
    def block(self, partner, reason=False):
        # sudo: the tests' controllers keep no customers.
        partner.with_user(self.boss).sudo().write({"order_block": True, "order_block_reason": reason})

    def found(self, order):
        """The findings of the rules in force about ``order``."""
        return order._gate_collect("confirm")[order]

    def codes(self, order):
        return [finding.code for finding in self.found(order)]


@tagged("post_install", "-at_install")
class TestOrderGateRule(RuleCase):
    """Which rules count, for whom, and in which order."""

    def setUp(self):
        super().setUp()
        self.order = self.create_order()

    def test_rules_observe_until_somebody_enforces_them(self):
        rule = self.env["order.gate.rule"].sudo().create({"name": "Value", "kind": "value", "amount_limit": 1})
        self.assertEqual(rule.mode, "observe")
        self.assertFalse(self.codes(self.order))
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")
        self.assertFalse(self.order.gate_hold_ids)

    def test_rules_that_come_with_the_addon_hold_nothing(self):
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "order_gate"), ("model", "=", "order.gate.rule"), ("name", "=like", "rule_%")]
        )
        rules = self.env["order.gate.rule"].sudo().with_context(active_test=False).browse(shipped.mapped("res_id"))
        self.assertEqual(set(rules.mapped("kind")), {"customer", "value", "margin", "address", "first_order"})

    def test_archived_and_deleted_rules_do_not_count(self):
        rule = self.enforce("value", amount_limit=1)
        self.assertTrue(self.codes(self.order))
        rule.action_archive()
        self.assertFalse(self.codes(self.order))
        rule.action_unarchive()
        self.assertTrue(self.codes(self.order))
        rule.unlink()
        self.assertFalse(self.codes(self.order))

    def test_rule_of_another_company_does_not_count(self):
        rule = self.enforce("value", amount_limit=1, company_id=self._create_company(name="Elsewhere").id)
        self.assertFalse(self.codes(self.order))
        rule.company_id = self.company
        self.assertTrue(self.codes(self.order))

    def test_rule_counts_in_the_branches_of_its_company(self):
        self.enforce("value", amount_limit=100, company_id=self.company.id)
        branch = self.env["res.company"].create({"name": "Aqua Branch", "parent_id": self.company.id})
        line = Command.create({"product_id": self.pump.id, "product_uom_qty": 2, "price_unit": 100})
        orders = self.env["sale.order"].sudo().with_company(branch)
        order = orders.create({"partner_id": self.customer.id, "order_line": [line]})
        self.assertEqual(order.company_id, branch)
        with self.assertHeld(order):
            order.action_confirm()

    def test_rules_follow_the_currency_that_their_company_is_given(self):
        first, second = (
            self.env["res.currency"].sudo().create({"name": name, "symbol": name}) for name in ("XQA", "XQB")
        )
        company = self.env["res.company"].sudo().create({"name": "Not set up yet", "currency_id": first.id})
        values = {"name": "R", "kind": "value", "checkpoint": "confirm", "amount_limit": 1000, "currency_id": first.id}
        own, shared, bound = (
            self.env["order.gate.rule"]
            .sudo()
            .create(
                [
                    {**values, "company_id": company.id},
                    values,
                    {**values, "company_id": company.id, "mode": "enforce"},
                ]
            )
        )
        company.currency_id = second
        self.assertEqual((own | shared).currency_id, second)
        self.assertEqual(bound.currency_id, first)

    def test_shared_rules_stay_where_another_company_works_in_their_currency(self):
        first, second = (
            self.env["res.currency"].sudo().create({"name": name, "symbol": name}) for name in ("XQA", "XQB")
        )
        company, _other = (
            self.env["res.company"]
            .sudo()
            .create([{"name": name, "currency_id": first.id} for name in ("Not set up yet", "Works in it")])
        )
        shared = (
            self.env["order.gate.rule"]
            .sudo()
            .create({"name": "R", "kind": "value", "checkpoint": "confirm", "amount_limit": 1, "currency_id": first.id})
        )
        company.currency_id = second
        self.assertEqual(shared.currency_id, first)

    def test_rule_of_another_checkpoint_does_not_count(self):
        self.enforce("value", "ship", amount_limit=1)
        self.assertFalse(self.codes(self.order))

    def test_first_rule_of_a_kind_that_matches_judges(self):
        generous = self.enforce("value", amount_limit=1000, sequence=1, author_ids=[Command.set(self.seller.ids)])
        strict = self.enforce("value", amount_limit=1, sequence=2)
        self.assertFalse(self.codes(self.order))
        generous.sequence = 3
        [finding] = self.found(self.order)
        self.assertEqual(finding.rule_id, strict.id)

    def test_kinds_do_not_hide_one_another(self):
        self.enforce("value", amount_limit=1, sequence=1)
        self.enforce("first_order", sequence=2)
        self.assertEqual(sorted(self.codes(self.order)), ["first_order", "value"])

    def test_rule_for_authors(self):
        rule = self.enforce("value", amount_limit=1, author_ids=[Command.set(self.boss.ids)])
        self.assertFalse(self.codes(self.order))
        rule.author_ids = self.seller
        self.assertTrue(self.codes(self.order))

    def test_handing_an_order_to_somebody_else_does_not_change_its_author(self):
        self.enforce("value", amount_limit=1, author_ids=[Command.set(self.seller.ids)])
        self.order.sudo().user_id = self.boss
        self.assertTrue(self.codes(self.order))

    def test_rule_for_customer_tags(self):
        tag = self.env["res.partner.category"].create({"name": "New"})
        self.enforce("value", amount_limit=1, partner_tag_ids=[Command.set(tag.ids)])
        self.assertFalse(self.codes(self.order))
        self.customer.category_id = tag
        self.assertTrue(self.codes(self.order))

    def test_tag_of_the_company_holds_for_its_contacts(self):
        tag = self.env["res.partner.category"].create({"name": "New"})
        self.customer.category_id = tag
        self.enforce("value", amount_limit=1, partner_tag_ids=[Command.set(tag.ids)])
        contact = self.env["res.partner"].create({"name": "Ann", "parent_id": self.customer.id})
        self.assertTrue(self.codes(self.create_order(partner_id=contact.id)))

    def test_kind_without_a_method_is_named(self):
        self.enforce("value", amount_limit=1)
        self.env.cr.execute("UPDATE order_gate_rule SET kind = 'acme' WHERE mode = 'enforce' AND active")
        self.env["order.gate.rule"].invalidate_model()
        with self.assertRaises(UnknownGateRule):
            self.codes(self.order)

    def test_first_order_is_not_looked_for_after_the_order(self):
        for checkpoint in ("ship", "invoice"):
            with self.subTest(checkpoint=checkpoint), self.assertRaises(ValidationError):
                self.enforce("first_order", checkpoint)

    def test_only_managers_change_rules(self):
        rule = self.enforce("value", amount_limit=1)
        rule.with_user(self.boss).amount_limit = 2
        for user in (self.controller, self.seller):
            with self.assertRaises(AccessError):
                rule.with_user(user).amount_limit = 3
        # Who invoices may read rules where an addon on top says so.
        outsider = self._create_user("outsider", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            rule.with_user(outsider).read(["amount_limit"])


@tagged("post_install", "-at_install")
class TestOrderGateRuleKinds(RuleCase):
    """What each kind of rule finds, at its edges."""

    # customer

    def test_order_invoiced_to_a_blocked_customer(self):
        self.enforce("customer")
        payer = self.env["res.partner"].create({"name": "Payer", "is_company": True})
        order = self.create_order(partner_invoice_id=payer.id)
        self.assertFalse(self.codes(order))
        payer.with_user(self.controller).sudo().order_block = True
        self.assertEqual(self.codes(order), ["customer"])

    def test_block_of_a_company_counts_in_its_branch(self):
        self.enforce("customer")
        branch = self.env["res.company"].sudo().create({"name": "Branch", "parent_id": self.company.id})
        self.env.user.company_ids += branch
        order = self.create_order()
        self.customer.with_user(self.controller).sudo().order_block = True
        order.sudo().company_id = branch
        self.assertEqual(self.codes(order), ["customer"])

    def test_duplicate_of_a_blocked_customer_is_blocked(self):
        self.customer.with_user(self.controller).sudo().order_block = True
        self.assertTrue(self.customer.with_user(self.seller).sudo().copy().order_block)

    # value

    def test_value_equal_to_the_limit_passes(self):
        rule = self.enforce("value", amount_limit=200)
        order = self.create_order()
        self.assertFalse(self.codes(order))
        rule.amount_limit = 199.99
        self.assertEqual(self.codes(order), ["value"])

    def test_value_counts_taxes(self):
        self.enforce("value", amount_limit=200)
        order = self.create_order()
        order.order_line.tax_ids = self.company_data["default_tax_sale"]
        self.assertEqual(self.codes(order), ["value"])

    def test_value_of_an_order_in_another_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2000-01-01", 2.0)])
        self.enforce("value", amount_limit=100)
        order = self.create_order()
        order.currency_id = euro
        self.assertEqual(order.amount_total, 200)
        self.assertFalse(self.codes(order), "200 EUR are 100 in the company's currency")
        order.order_line.write({"product_uom_qty": 2.02, "price_unit": 100})
        [finding] = self.found(order)
        self.assertEqual(finding.measure, 202)

    def test_limit_in_another_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2000-01-01", 2.0)])
        rule = self.enforce("value", amount_limit=400, currency_id=euro.id)
        order = self.create_order()
        self.assertFalse(self.codes(order))
        rule.amount_limit = 399
        self.assertEqual(self.codes(order), ["value"])

    def test_limit_of_nothing_holds_everything(self):
        self.enforce("value")
        self.assertEqual(self.codes(self.create_order()), ["value"])
        self.assertFalse(self.codes(self.create_order(order_line=[])))

    # margin

    def test_margin_equal_to_the_floor_passes(self):
        rule = self.enforce("margin", margin_floor=40)
        order = self.create_order()
        self.assertFalse(self.codes(order))
        rule.margin_floor = 40.01
        self.assertEqual(self.codes(order), ["margin"])

    def test_margin_is_compared_as_it_is_shown(self):
        self.enforce("margin", margin_floor=33.34)
        order = self.create_order()
        order.order_line.price_unit = 90
        [finding] = self.found(order)
        self.assertEqual(finding.figures, {"margin": "33.33 %", "floor": "33.34 %"})
        self.assertEqual(finding.measure, Decimal("-33.33"))

    def test_margin_of_the_whole_order_counts(self):
        self.enforce("margin", margin_floor=30)
        order = self.create_order()
        order.order_line = [Command.create({"product_id": self.valve.id, "product_uom_qty": 1, "price_unit": 10})]
        self.assertFalse(self.codes(order), "130 of cost for 210 are 38 percent")

    def test_unknown_cost_is_not_judged(self):
        self.enforce("margin", margin_floor=99)
        free = self._create_good("Sample", 5.0)
        line = Command.create({"product_id": free.id, "product_uom_qty": 1, "price_unit": 5})
        self.assertFalse(self.codes(self.create_order(order_line=[line])))

    def test_sold_for_nothing(self):
        self.enforce("margin", margin_floor=0)
        order = self.create_order()
        for price in (0, -10):
            order.order_line.price_unit = price
            self.assertEqual(self.codes(order), ["margin"])

    def test_margin_in_another_unit_of_measure(self):
        self.enforce("margin", margin_floor=40)
        order = self.create_order(quantity=1)
        dozen = self.env.ref("uom.product_uom_dozen")
        order.order_line.write({"product_uom_id": dozen.id, "product_uom_qty": 1, "price_unit": 1200})
        self.assertFalse(self.codes(order))
        order.order_line.price_unit = 1199
        self.assertEqual(self.codes(order), ["margin"])

    def test_margin_of_an_order_in_another_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2000-01-01", 2.0)])
        self.enforce("margin", margin_floor=40)
        order = self.create_order()
        order.currency_id = euro
        order.order_line.price_unit = 200
        self.assertFalse(self.codes(order), "200 EUR are 100, at a cost of 60")
        order.order_line.price_unit = 199
        self.assertEqual(self.codes(order), ["margin"])

    def test_discount_without_a_cost_lowers_the_margin(self):
        self.enforce("margin", margin_floor=30)
        order = self.create_order()
        discount = self._create_good("Discount", 0.0, type="service")
        order.order_line = [Command.create({"product_id": discount.id, "product_uom_qty": 1, "price_unit": -150})]
        self.assertEqual(self.codes(order), ["margin"])

    # address

    def test_address_without_a_street(self):
        self.enforce("address")
        order = self.create_order()
        self.assertFalse(self.codes(order))
        self.customer.street = False
        self.assertEqual(self.codes(order), ["address"])

    def test_address_of_delivery_counts(self):
        self.enforce("address")
        address = self.env["res.partner"].create({"name": "Site", "type": "delivery", "parent_id": self.customer.id})
        address.write({"street": "2 Dock", "city": False, "country_id": self.customer.country_id.id})
        order = self.create_order(partner_shipping_id=address.id)
        [finding] = self.found(order)
        self.assertEqual(finding.figures["missing"], "city")

    def test_services_need_no_address(self):
        self.enforce("address")
        self.customer.street = False
        service = self._create_good("Advice", 50.0, type="service")
        line = Command.create({"product_id": service.id, "product_uom_qty": 1, "price_unit": 50})
        self.assertFalse(self.codes(self.create_order(order_line=[line])))

    # first_order

    def test_first_order_of_a_customer(self):
        self.enforce("first_order", severity="warning")
        first, second = self.create_order(), self.create_order()
        self.assertEqual(self.codes(first), ["first_order"])
        first.action_confirm()
        self.assertFalse(self.codes(second))

    def test_first_order_stays_the_first_when_it_grows(self):
        rule = self.enforce("first_order", severity="warning")
        order = self.create_order()
        order.action_confirm()
        rule.severity = "block"
        with self.assertHeld(order):
            order.order_line.product_uom_qty = 9

    def test_order_of_a_colleague_counts(self):
        self.enforce("first_order", severity="warning")
        ann, bob = self.env["res.partner"].create(
            [{"name": name, "parent_id": self.customer.id} for name in ("Ann", "Bob")]
        )
        self.create_order(partner_id=ann.id).action_confirm()
        self.assertFalse(self.codes(self.create_order(partner_id=bob.id)))

    def test_cancelled_order_does_not_count(self):
        self.enforce("first_order", severity="warning")
        first = self.create_order()
        first.action_confirm()
        first._action_cancel()
        self.assertEqual(self.codes(self.create_order()), ["first_order"])

    def test_order_in_another_company_does_not_count(self):
        other = self.setup_other_company()["company"]
        self.enforce("first_order", severity="warning")
        vals = {"partner_id": self.customer.id, "company_id": other.id}
        self.env["sale.order"].sudo().with_company(other).create(vals).action_confirm()
        self.assertEqual(self.codes(self.create_order()), ["first_order"])

    # customer

    def test_blocked_customer(self):
        self.enforce("customer")
        order = self.create_order()
        self.assertFalse(self.codes(order))
        self.block(self.customer, "Returned cheques.")
        [finding] = self.found(order)
        self.assertIn("Returned cheques.", finding.message)

    def test_contact_of_a_blocked_customer(self):
        self.enforce("customer")
        contact = self.env["res.partner"].create({"name": "Ann", "parent_id": self.customer.id})
        order = self.create_order(partner_id=contact.id)
        self.block(self.customer)
        self.assertEqual(self.codes(order), ["customer"])

    def test_blocked_contact_of_a_good_customer(self):
        self.enforce("customer")
        contact = self.env["res.partner"].create({"name": "Ann", "parent_id": self.customer.id})
        self.block(contact)
        self.assertEqual(self.codes(self.create_order(partner_id=contact.id)), ["customer"])
        self.assertFalse(self.codes(self.create_order()))

    def test_archived_customer(self):
        self.enforce("customer")
        order = self.create_order()
        self.customer.active = False
        self.assertEqual(self.codes(order), ["customer"])

    def test_block_is_for_one_company(self):
        other = self.setup_other_company()["company"]
        self.enforce("customer")
        self.boss.company_ids |= other
        self.customer.with_user(self.boss).sudo().with_company(other).order_block = True
        self.assertFalse(self.codes(self.create_order()))

    def test_merging_into_a_blocked_customer_keeps_its_block(self):
        self.customer.with_user(self.boss).sudo().order_block = True
        double = self.env["res.partner"].create({"name": "Aqua Works Ltd"})
        clerk = self._create_user("clerk", "base.group_user,base.group_partner_manager")
        merging = self.env["base.partner.merge.automatic.wizard"].with_user(clerk)
        partners = self.customer | double
        merging.create({"partner_ids": [Command.set(partners.ids)], "dst_partner_id": self.customer.id}).action_merge()
        self.assertFalse(double.exists())
        self.assertTrue(self.customer.order_block)

    def test_only_controllers_block_and_unblock(self):
        for user in (self.seller, self.env.ref("base.user_root")):
            for vals in ({"order_block": True}, {"order_block_reason": "Mine"}):
                with self.subTest(user=user.login, vals=vals), self.assertRaises(AccessError):
                    self.customer.with_user(user).sudo().write(vals)
        self.env["res.partner"].create({"name": "Born blocked", "order_block": True})
