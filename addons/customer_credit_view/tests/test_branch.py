from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ..exceptions import CreditCoverRefused
from .common import EVERYTHING, READER
from .rule_common import CreditRuleCommon

CONTROLLER = f"customer_credit_view.group_credit_controller,{EVERYTHING}"


@tagged("post_install", "-at_install")
class TestBranch(CreditRuleCommon):
    """A company and its branches are one legal entity: one limit and one standing count wherever an order is taken."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north, cls.south = cls._branch("North"), cls._branch("South")
        cls.clerk = cls._user("clerk", CONTROLLER, cls.north)
        cls.seller_north = cls._user("seller_north", "sales_team.group_sale_salesman,stock.group_stock_user", cls.north)
        cls.everywhere = cls._user("everywhere", CONTROLLER, cls.company)
        (cls.everywhere + cls.analyst).company_ids = cls.company | cls.north | cls.south

    @classmethod
    def _branch(cls, name):
        branch = cls.env["res.company"].create({"name": name, "parent_id": cls.company.id})
        cls.cr.precommit.run()  # loads the branch's part of the chart
        cls.env.user.company_ids |= branch
        return branch

    def _order_in(self, branch, price, user=None, **vals):
        """Return a quotation of ``branch``."""
        user = user or self.everywhere
        line = {"product_id": self.pump.id, "price_unit": price, "tax_ids": [Command.clear()]}
        orders = self.env["sale.order"].with_user(user).with_company(branch)
        order = orders.create(
            {"partner_id": self.customer.id, "company_id": branch.id, "order_line": [Command.create(line)], **vals}
        )
        self.env.flush_all()
        return order

    # What is decided for the whole company counts in a branch

    def test_order_in_a_branch_uses_the_limit_of_the_company(self):
        self._rule("limit_used", percent=100)
        self._limit(1500)
        self._invoice(1000, self._today())
        with self.assertHeld(order := self._order_in(self.north, 501.0)) as held:
            order.action_confirm()
        self.assertEqual(held.hold.company_id, self.north)
        order = self._order_in(self.north, 500.0)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_what_branches_are_owed_uses_the_limit_of_the_company(self):
        self._rule("limit_used", percent=100)
        self._limit(1500)
        self._invoice(500, self._today(), company_id=self.south.id)
        self._order_in(self.north, 600.0).action_confirm()
        for company in (self.company, self.north, self.south):
            with self.subTest(company.name), self.assertHeld(order := self._order_in(company, 401.0)):
                order.action_confirm()

    def test_two_branches_in_one_act_go_over_the_limit_together(self):
        self._rule("limit_used", percent=100)
        self._limit(1500)
        orders = self._order_in(self.north, 1000.0) + self._order_in(self.south, 1000.0)
        orders = orders.with_context(allowed_company_ids=(self.north + self.south).ids)
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["sale", "draft"])

    def test_held_customer_is_held_in_every_branch(self):
        self._standing_rules()
        self._profile()._set_standing("hold", "Does not pay.")
        with self.assertHeld(order := self._order_in(self.north, 1.0, self.seller_north)):
            order.action_confirm()

    def test_days_overdue_in_one_branch_hold_an_order_in_another(self):
        self._rule("days_overdue", grace_days=5)
        due = self._today() - timedelta(days=6)
        self._invoice(10, due, company_id=self.south.id)
        with self.assertHeld(order := self._order_in(self.north, 1.0)):
            order.action_confirm()

    def test_terms_of_the_company_are_agreed_in_its_branches(self):
        self._rule("better_terms")
        self.customer.with_company(self.company).property_payment_term_id = self.pay_terms_b
        order = self._order_in(self.north, 1.0, payment_term_id=self.pay_terms_b.id)
        self.assertFalse(self._findings(order))

    def test_cover_for_an_order_of_a_branch(self):
        self._rule("limit_used", percent=100)
        self._limit(1000)
        order = self._order_in(self.north, 1500.0)
        with self.assertHeld(order):
            order.action_confirm()
        cover = self._cover(800, order_ids=[Command.set(order.ids)])
        self.assertEqual(cover.company_id, self.company)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        profile = self._profile()
        self.assertEqual(profile._get_covered()[profile].covered, 800)

    def test_cover_for_an_order_of_another_company(self):
        other = self.setup_other_company()["company"]
        (self.everywhere + self.analyst).company_ids |= other
        self._profile(company=other)
        with self.assertRaises(CreditCoverRefused):
            self._cover(800, in_force=False, order_ids=[Command.set(self._order_in(other, 1.0).ids)])

    def test_deposit_in_the_company_keeps_the_condition_of_a_branch(self):
        self._rule("limit_used", percent=100)
        self._limit(1500)
        self._invoice(1000, self._today())
        with self.assertHeld(order := self._order_in(self.north, 600.0)) as held:
            order.action_confirm()
        panel = self.env["credit.what.if"].with_user(self.clerk).with_context(allowed_company_ids=self.north.ids)
        panel = panel.create({"hold_id": held.hold.id, "deposit": 100, "reason": "Fine."})
        self.assertEqual((panel.passes, panel.root_company_id), (True, self.company))
        panel.action_release_and_resume()
        self.assertEqual(order.state, "sale")
        condition = held.hold.sudo().release_condition_ids
        self.assertFalse(condition._is_met())
        vals = {"payment_type": "inbound", "partner_type": "customer", "company_id": self.company.id}
        self.env["account.payment"].create({"partner_id": self.customer.id, "amount": 100, **vals}).action_post()
        self.assertTrue(condition._is_met())

    # Where it is kept

    def test_profile_of_a_branch_is_that_of_its_company(self):
        profiles = self.env["credit.profile"].sudo()
        self.assertEqual(profiles._get_for(self.customer, self.north).company_id, self.company)
        self.assertEqual(profiles._find_for(self.buyer, self.south), self._profile())

    def test_nothing_of_credit_is_kept_in_a_branch(self):
        mixin = self.env.registry["credit.company.mixin"]
        models = [name for name, model in self.env.registry.items() if issubclass(model, mixin) and not model._abstract]
        self.assertGreater(len(models), 10)
        for name in models:
            default = self.env[name].with_company(self.north).default_get(["company_id"]).get("company_id", False)
            self.assertIn(default, (False, self.company.id), name)
        with self.assertRaisesRegex(ValidationError, "North is a branch"):
            profiles = self.env["credit.profile"].with_user(self.analyst)
            profiles.create({"partner_id": self._customer("New").id, "company_id": self.north.id})

    def test_settings_of_the_company_are_those_of_its_branches(self):
        self.company.write({"credit_zero_limit": "unlimited", "credit_screening_threshold": 91})
        self.assertEqual(self.south.credit_zero_limit, "unlimited")
        self.assertEqual(self._branch("West").credit_screening_threshold, 91)
        with self.assertRaises(ValidationError):
            self.north.credit_zero_limit = "none"

    def test_takeover_finds_customers_of_branches(self):
        invoiced, ordering = self._customer("Invoiced in North"), self._customer("Ordering in South")
        self._invoice(10, self._today(), partner=invoiced, company_id=self.north.id)
        self._order_in(self.south, 1.0, partner_id=ordering.id).sudo().action_confirm()
        takeover = self.env["credit.takeover"].with_user(self.manager).create({})
        takeover.action_start()
        takeover.sudo()._take_batch()
        self.assertLessEqual(invoiced + ordering, self.env["credit.profile"].sudo()._find_for(
            invoiced + ordering, self.company
        ).partner_id)  # fmt: skip

    # Who works in a branch

    def test_seller_of_a_branch_sees_the_standing_and_confirms(self):
        self._rule("limit_used", percent=100)
        self._limit(1500)
        self._profile()._set_standing("watch", "Pays later and later.")
        self.env.invalidate_all()
        customer = self.customer.with_user(self.seller_north).with_company(self.north)
        self.assertEqual(customer.credit_standing, "watch")
        self.assertEqual(customer.search([("credit_standing", "=", "watch"), ("id", "=", customer.id)]), customer)
        action = customer.action_open_credit_profile()
        profile = self.env["credit.profile"].with_user(self.seller_north).browse(action["res_id"])
        self.assertEqual(profile.search([("id", "=", profile.id)]), profile)
        self.assertEqual(Form(profile.with_company(self.north)).standing, "watch")
        order = self._order_in(self.north, 100.0, self.seller_north)
        self.assertEqual(order.credit_standing, "watch")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_controller_of_a_branch_reads_the_figures_of_the_whole(self):
        self._limit(1500)
        self._invoice(700, self._today() - timedelta(days=40), company_id=self.south.id)
        self._invoice(300, self._today())
        self.env.flush_all()
        self.env.invalidate_all()
        profile = self._profile().with_user(self.clerk).with_context(allowed_company_ids=self.north.ids)
        form = Form(profile)
        self.assertEqual((form.exposure_amount, form.limit_amount), (1000, 1500))
        row = profile.env["credit.exposure"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((row.exposure_amount, row.currency_id), (1000, self.company.currency_id))
        collected = profile.env["credit.collection"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((collected.overdue_amount, collected.profile_id), (700, profile))
        self.assertTrue(profile.env["credit.limit"].search([("profile_id", "=", profile.id)]))

    def test_reader_of_a_branch_opens_what_the_company_has(self):
        reader = self._user("reader_north", READER, self.north)
        self._limit(1500)
        self._invoice(700, self._today() - timedelta(days=40), company_id=self.south.id)
        self.env["credit.behaviour"].sudo()._refresh(self._profile())
        self.env.flush_all()
        self.env.invalidate_all()
        for name in (
            "credit.exposure",
            "credit.behaviour",
            "credit.concentration",
            "credit.collection",
            "credit.limit",
        ):
            records = self.env[name].with_user(reader).with_company(self.north)
            with self.subTest(name):
                found = records.search([("company_id", "=", self.company.id)], limit=1)
                self.assertTrue(found)
                found.web_read({field: {} for field in found.fields_get()})

    def test_morning_list_of_a_branch_has_the_work_of_its_company(self):
        self._profile().next_review_date = self._today()
        work = self.env["credit.work"].with_user(self.clerk).with_context(allowed_company_ids=self.north.ids)
        reviews = work.search([("code", "=", "reviews")])
        found = reviews.action_open()
        profiles = reviews.env["credit.profile"].search(found["domain"])
        self.assertEqual(profiles, self._profile())
        self.assertEqual(reviews.count, 1)

    def test_customer_applies_in_the_portal_of_a_branch(self):
        self.company.credit_application_portal = True
        vals = {"company_id": self.north.id, "company_ids": [Command.set(self.north.ids)]}
        pat = new_test_user(self.env, "credit_portal_north", groups="base.group_portal", **vals)
        pat.partner_id = self.buyer
        applications = self.env["credit.application"].with_user(pat).with_company(self.north)
        application = applications._portal_begin()
        self.assertEqual(application.sudo().company_id, self.company)
        self.assertEqual(applications.search([]), application)
        self.assertEqual(applications._portal_begin(), application)

    def test_statement_of_account_has_the_items_of_branches(self):
        self._invoice(700, self._today(), company_id=self.south.id)
        [part] = self._profile()._get_account_statements()
        self.assertEqual(part["statement"].closing, 700)

    def test_terms_of_many_customers_cost_like_those_of_two(self):
        self._rule("better_terms")
        counts = []
        for number in (2, 50):
            customers = [self._customer(f"Of North {number}.{index}") for index in range(number)]
            orders = [self._order_in(self.north, 10.0, partner_id=customer.id) for customer in customers]
            orders = self.env["sale.order"].union(*orders)
            judged = orders._gate_as_judge(self.north)
            for _time in ("warm", "counted"):
                judged._gate_claim("confirm")
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                judged.env["credit.rule"]._find(judged, "confirm")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_reader_of_a_branch_sees_the_rows_of_the_figures(self):
        """What is overdue in a sister branch is in the total that a reader of this branch sees; so are its rows."""
        # Figures are those of a profile, and so are their rows.
        self._profile()
        day = self._today() - timedelta(days=20)
        invoice = self._invoice(700, day, company_id=self.south.id)
        self._pay(self._invoice(300, day, company_id=self.south.id), self._today())
        self.env.flush_all()
        here = {"allowed_company_ids": self.north.ids}
        for model in ("credit.open.item", "credit.payment.experience"):
            rows = self.env[model].with_user(self.clerk).with_context(**here)
            with self.subTest(model):
                found = rows.search([("partner_id", "=", self.customer.id)])
                self.assertEqual(found.company_id, self.south)
        items = self.env["credit.open.item"].with_user(self.clerk).with_context(**here)
        self.assertEqual(items.search([("partner_id", "=", self.customer.id)]).move_id, invoice)

    def test_manager_of_a_branch_reads_the_rules_of_the_company(self):
        rule = self._rule("limit_used", company_id=self.company.id)
        manager = self._user("manager_north", f"customer_credit_view.group_credit_manager,{EVERYTHING}", self.north)
        rules = self.env["credit.rule"].with_user(manager).with_context(allowed_company_ids=self.north.ids)
        self.assertIn(rule.id, rules.search([]).ids)
