from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

from odoo import fields
from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .rule_common import CreditRuleCommon


@tagged("post_install", "-at_install")
class TestCreditRuleLimit(CreditRuleCommon):
    """Rules about the limit, with the cases of the domain."""

    def test_4_s4_equality_passes(self):
        self._rule("limit_used", percent=100)
        self._limit(100000)
        self._invoice(99900, self._today())
        self.assertFalse(self._findings(self._order([(self.pump, 1, 100.0)])))
        [finding] = self._findings(self._order([(self.pump, 1, 100.01)]))
        self.assertEqual(finding.measure, Decimal("0.01"))

    def _over(self, orders):
        """Return by how much each of ``orders`` is over the limit."""
        return [finding.measure for finding in self._findings(orders)]

    def test_quotations_use_the_limit_where_the_company_says_so(self):
        self._rule("limit_used", percent=100)
        self._limit(1000)
        first, second = (self._order([(self.pump, 1, price)]) for price in (700.0, 400.0))
        self.assertFalse(self._over(first))
        self.company.credit_counts_quotations = True
        self.assertEqual(self._over(first), [Decimal(100)], "itself counts once, the other quotation too")
        self.assertEqual(self._over(second), [Decimal(100)])
        second.sudo()._action_cancel()
        self.assertFalse(self._over(first))

    def test_quotation_that_counts_takes_its_rebate_and_its_cover_with_it(self):
        self._rule("limit_used", percent=100)
        self._limit(500)
        self.company.credit_counts_quotations = True
        order = self._order([(self.pump, 10, 100.0), (self.pump, 1, -200.0)])
        self.assertEqual(self._over(order), [Decimal(300)])
        self._cover(250, type="guarantee")
        self.assertEqual(self._over(order), [Decimal(50)])
        self._cover(50, type="guarantee")
        self.assertFalse(self._over(order))

    def test_quotation_that_counts_is_taken_off_itself_and_not_off_an_invoice(self):
        """An invoice that is covered, and a quotation for later that is not."""
        today = self._today()
        self._rule("limit_used", percent=100)
        self._limit(1000)
        self.company.credit_counts_quotations = True
        self._cover(5000, type="guarantee", valid_to=today + timedelta(days=10))
        self._invoice(1000, today, due=today + timedelta(days=5))
        later = fields.Datetime.to_datetime(today + timedelta(days=60))
        self.assertFalse(self._over(self._order([(self.pump, 10, 100.0)], commitment_date=later)))
        more = self._order([(self.pump, 11, 100.0)], commitment_date=later)
        self.assertEqual(self._over(more), [Decimal(100)], "what others are offered falls due today, and is covered")

    def test_hold_of_a_new_customer_stays_while_quotations_count(self):
        self._rule("limit_used", percent=100)
        self.company.write({"credit_counts_quotations": True, "credit_empty_limit": "none"})
        order = self._order([(self.pump, 10, 100.0)], partner_id=self._customer("New Here").id)
        with self.assertHeld(order) as held:
            order.action_confirm()
        self.assertFalse(self.env["credit.profile"]._find_for(order.partner_id, self.company))
        held.hold.sudo()._rejudge()
        self.assertEqual(held.hold.state, "active")

    def test_quotation_that_counts_is_left_out_beyond_the_horizon(self):
        self._rule("limit_used", percent=100, horizon="dynamic", horizon_days=60)
        self._limit(500)
        self.company.credit_counts_quotations = True
        late = fields.Datetime.to_datetime(self._today() + timedelta(days=180))
        self.assertFalse(self._over(self._order([(self.pump, 6, 100.0)], commitment_date=late)))
        soon = self._order([(self.pump, 1, 100.0)])
        self.assertEqual(self._over(soon), [Decimal(200)], "an offer says no day that binds: it counts")

    def test_what_if_of_a_quotation_that_counts(self):
        self._rule("limit_used", percent=100)
        self._limit(1000)
        self.company.credit_counts_quotations = True
        order = self._order([(self.pump, 16, 100.0)])
        with self.assertHeld(order) as held:
            order.action_confirm()
        self.assertIn("62", held.hold.with_user(self.controller).credit_options)
        held.hold.with_user(self.controller).action_release("Agreed with the director.")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_orders_confirmed_together_that_count_as_quotations(self):
        self._rule("limit_used", percent=100)
        self._limit(1000)
        self.company.credit_counts_quotations = True
        orders = self._order([(self.pump, 5, 100.0)]) + self._order([(self.pump, 5, 100.0)])
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["sale", "sale"])

    def test_4_s3_exceeded_by(self):
        self._rule("limit_used", percent=100)
        self._limit(5000)
        self._invoice(10000, self._today())
        [finding] = self._findings(self._order([(self.pump, 1, 2902.06)]))
        self.assertEqual(finding.measure, Decimal("7902.06"))

    def _owe_as_in_4_s1(self, *soon):
        """Owe 38,000, and confirm orders of ``soon`` and one of 12,000 for half a year later; return all of them."""
        today = self._today()
        self._limit(100000)
        self._invoice(42000, today, due=today + timedelta(days=30))
        self.env["account.payment"].create(
            {"partner_id": self.customer.id, "amount": 4000, "payment_type": "inbound", "partner_type": "customer"}
        ).action_post()
        orders = [
            self._order(
                [(self.pump, 1, price)], commitment_date=fields.Datetime.to_datetime(today + timedelta(days=days))
            )
            for price, days in (*((price, 20) for price in soon), (12000, 180))
        ]
        for order in orders:
            order.action_confirm()
        return orders

    def test_4_s2_net_of_a_letter_of_credit(self):
        """20,000 of the open orders are backed by 18,000: 86,000 are net, and 14,000 available."""
        backed, *_others = self._owe_as_in_4_s1(20000, 19000)
        self._cover(18000, type="guarantee", order_ids=[Command.set(backed.ids)])
        order = self._order([(self.pump, 1, 15000.0)])
        rule = self._rule("limit_used", percent=86)
        self.assertFalse(self._findings(order))
        rule.percent = 85
        [finding] = self._findings(order)
        self.assertEqual(finding.measure, Decimal("1000.00"))

    def test_4_s1_static_and_dynamic(self):
        self._owe_as_in_4_s1(39000)
        order = self._order([(self.pump, 1, 15000.0)])
        static = self._rule("limit_used", percent=100)
        [finding] = self._findings(order)
        self.assertEqual(finding.measure, Decimal("4000.00"))
        static.write({"horizon": "dynamic", "horizon_days": 60})
        self.assertFalse(self._findings(order))

    def test_seller_learns_of_no_figure(self):
        self._rule("limit_used", percent=100)
        self._limit(98765)
        order = self._order([(self.pump, 1000, 100.0)])
        with self.assertHeld(order) as held:
            order.action_confirm()
        finding = held.hold.finding_ids
        shown = " ".join([held.error, finding.message, finding.figures_text, held.hold.reason])
        self.assertNotIn("98", shown.replace(order.name, ""))
        with self.assertRaises(AccessError):
            finding.with_user(self.seller).read(["explanation"])
        self.assertIn("98,765.00", finding.with_user(self.reader).sudo().explanation)

    def test_limit_zero_and_empty(self):
        self._rule("limit_used", percent=100)
        order = self._order()
        self.assertFalse(self._findings(order))
        self.company.credit_empty_limit = "none"
        self.assertTrue(self._findings(order))
        self._limit(0)
        self.company.credit_empty_limit = "unlimited"
        self.assertTrue(self._findings(order))
        self.company.credit_zero_limit = "unlimited"
        self.assertFalse(self._findings(order))

    def test_limit_that_ended_counts_and_is_found(self):
        today = self._today()
        self._limit(50, date_from=today - timedelta(days=90), date_to=today - timedelta(days=10))
        self._rule("limit_used", percent=100)
        self.assertTrue(self._findings(self._order()))
        rule = self._rule("limit_expired", grace_days=10)
        self.assertEqual(len(self._findings(self._order())), 1)
        rule.grace_days = 9
        self.assertEqual(len(self._findings(self._order())), 2)

    def test_limit_of_the_group_that_ended_leaves_nobody_unlimited(self):
        daughter = self._customer("Aqua Leeds", parent_id=self.customer.id)
        self._profile(daughter)
        today = self._today()
        self._limit(1000, date_from=today - timedelta(days=90), date_to=today - timedelta(days=10))
        self._rule("limit_used", percent=100)
        self._rule("limit_expired", grace_days=9)
        self._invoice(600, today)
        order = self._order([(self.pump, 1, 401.0)], partner_id=daughter.id)
        codes = [finding.code for finding in self._findings(order)]
        self.assertEqual(codes, ["credit_limit_used", "credit_limit_expired"])
        self._limit(5000, partner=daughter)
        self.assertFalse(self._findings(order), "it has a limit of its own")

    def test_limit_of_the_group(self):
        daughter = self._customer("Aqua Leeds", parent_id=self.customer.id)
        self._profile(daughter)
        self._limit(1000)
        self._limit(900, partner=daughter)
        self._rule("limit_used", percent=100)
        self._invoice(600, self._today())
        self.assertFalse(self._findings(self._order([(self.pump, 1, 400.0)], partner_id=daughter.id)))
        [finding] = self._findings(self._order([(self.pump, 1, 401.0)], partner_id=daughter.id))
        self.assertIn("of its group", finding.explanation)
        self.assertTrue(self._findings(self._order([(self.pump, 1, 901.0)], partner_id=daughter.id)))

    def test_nobody_leaves_the_limit_of_a_group_by_its_contact(self):
        """Whoever keeps contacts does not thereby decide about credit."""
        contacts = self.env.ref("base.group_partner_manager")
        (self.seller | self.manager).sudo().write({"group_ids": [Command.link(contacts.id)]})
        daughter = self._customer("Aqua Leeds", parent_id=self.customer.id)
        sister = self._customer("Aqua York", parent_id=self.customer.id)
        profile = self._profile(daughter | sister)[0]
        contact = daughter.with_user(self.seller)
        contact.parent_id = False
        self.assertFalse(profile.parent_id, "no limit is at stake")
        contact.parent_id = self.customer
        self._limit(1000)
        self._rule("limit_used", percent=100)
        order = self._order([(self.pump, 1, 1001.0)], partner_id=daughter.id)
        for change in ({"parent_id": False}, {"parent_id": self._customer("Stranger").id}):
            with self.subTest(change):
                contact.write(change)
                self.assertEqual(profile.parent_id, self._profile())
                self.assertTrue(self._findings(order))
        profile.with_user(self.controller).group_partner_id = False
        contact.parent_id = self.customer
        contact.parent_id = sister
        self.assertEqual(profile.parent_id, self._profile(sister), "it may change its place within the group")
        contact.with_user(self.manager).parent_id = False
        self.assertFalse(profile.parent_id)

    def test_change_after_confirmation_is_checked(self):
        self._rule("limit_used", percent=100)
        self._limit(500)
        order = self._order([(self.pump, 4, 100.0)])
        order.action_confirm()
        with self.assertRaises(OrderHeld):
            order.order_line.product_uom_qty = 6


@tagged("post_install", "-at_install")
class TestCreditRuleCost(CreditRuleCommon):
    def test_limit_adds_three_queries_to_a_confirmation(self):
        rule = self._rule("limit_used", percent=100)
        self._limit(10**6)

        def confirming():
            order = self._order([(self.pump, 1, 100.0)])
            self.env.flush_all()
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.action_confirm()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        confirming()
        enforced = confirming()
        rule.mode = "observe"
        confirming()
        self.assertLessEqual(enforced - confirming(), 3)

    def test_a_confirmation_takes_three_queries_more_than_without_the_gate(self):
        self._rule("limit_used", percent=100)
        self._limit(10**6)
        ungated = dict.fromkeys(
            ("_gate_enter", "_gate_require", "_gate_touch"), lambda records, *_args, **_act: records
        )

        def confirming():
            order = self._order([(self.pump, 1, 100.0)])
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.action_confirm()
            # What looks at the documents again before the commit counts, too.
            self.env.cr.flush()
            return self.env.cr.sql_log_count - before

        for _round in range(2):
            gated = confirming()
            with (
                patch.multiple(self.env.registry["sale.order"], **ungated),
                patch.multiple(self.env.registry["stock.picking"], **ungated),
            ):
                plain = confirming()
        self.assertLessEqual(gated - plain, 3)
