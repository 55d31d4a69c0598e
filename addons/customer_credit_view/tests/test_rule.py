from datetime import timedelta
from unittest.mock import patch

from odoo.addons.evidence_ledger.exceptions import ActRefused, NumberRefused
from odoo.addons.order_gate.logic.findings import Checkpoint
from odoo.addons.order_gate.models.order_hold import UNHELD
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import CreditRuleRefused, UnknownCreditRule
from ..logic.credit_conditions import Measured
from .rule_common import CreditRuleCommon


@tagged("post_install", "-at_install")
class TestCreditRule(CreditRuleCommon):
    def test_rule_that_can_never_match_is_refused(self):
        cases = [
            {"scope": "customer"},
            {"scope": "customer", "customer_ids": [Command.set(self.buyer.ids)]},
            {"scope": "group"},
            {"scope": "grade", "grades": " , "},
            {"scope": "grade", "grades": "A, Z9"},
            {"kind": "standing"},
            {"kind": "overdue_amount", "percent": 100},
            {"kind": "better_discount", "percent": 100},
            {"kind": "better_terms", "checkpoint": "ship"},
            {"kind": "better_discount", "checkpoint": "invoice"},
            {"kind": "days_late", "payments": 0},
            {"days": -1},
            {"kind": "days_overdue", "grace_days": -5},
            {"percent": -1},
            {"percent": 1e9},
            {"effect": "exclude"},
            {"is_releasing": True},
            {"effect": "exclude", "scope": "grade", "grades": "A", "is_firm": True},
        ]
        for vals in cases:
            with self.subTest(vals), self.assertRaises(CreditRuleRefused):
                self._rule(vals.pop("kind", "limit_used"), mode="observe", **vals)
        for name, number in (("percent", float("nan")), ("percent", float("inf")), ("amount_limit", 1e300)):
            with self.subTest(number), self.assertRaises(NumberRefused):
                self._rule("limit_used", **{name: number})

    def test_rule_is_refused_when_it_is_changed_so_that_it_never_matches(self):
        rule = self._rule("better_terms")
        with self.assertRaises(CreditRuleRefused):
            rule.checkpoint = "ship"
        with self.assertRaises(CreditRuleRefused):
            rule.gate_rule_id.checkpoint = "ship"

    def test_part_of_the_gate_is_made_by_its_rule_alone(self):
        gate_rules = self.env["order.gate.rule"].sudo()
        with self.assertRaises(CreditRuleRefused):
            gate_rules.create({"name": "Credit", "kind": "credit"})
        with self.assertRaises(CreditRuleRefused):
            gate_rules.with_context(default_kind="credit").create({"name": "Credit"})
        rule, other = self._rule("limit_used"), self._rule("order_value")
        with self.assertRaises(CreditRuleRefused):
            rule.gate_rule_id.kind = "customer"
        for vals in ({"gate_rule_id": other.gate_rule_id.id},):
            with self.assertRaises(ActRefused):
                rule.write(vals)
            with self.assertRaises(ActRefused):
                self._rule("limit_used", **vals)
        gate_rule = rule.gate_rule_id
        rule.unlink()
        self.assertFalse(gate_rule.exists())

    def test_copy_observes(self):
        self.assertEqual(self._rule("limit_used").copy().mode, "observe")

    def test_managers_write_rules_and_readers_read_them(self):
        rule = self._rule("limit_used")
        rule.with_user(self.manager).write({"percent": 90, "name": "Over 90 %"})
        self.assertEqual(rule.with_user(self.reader).name, "Over 90 %")
        for user in (self.reader, self.analyst, self.controller):
            with self.subTest(user.login), self.assertRaises(AccessError):
                rule.with_user(user).write({"percent": 80})
        with self.assertRaises(AccessError):
            rule.with_user(self.seller).read(["percent"])
        made = self.env["credit.rule"].with_user(self.manager).create({"name": "By the manager"})
        made.unlink()
        plain = self.env["order.gate.rule"].sudo().create({"name": "Value", "kind": "value"})
        with self.assertRaises(AccessError):
            plain.with_user(self.manager).write({"name": "Mine"})

    def test_rule_of_another_company_does_not_count(self):
        other = self.setup_other_company()["company"]
        self._rule("order_value", amount_limit=1).sudo().company_id = other
        self.assertFalse(self._findings(self._order()))

    def test_unknown_kind_is_named(self):
        rule = self._rule("limit_used")
        self.env.flush_all()
        self.env.cr.execute("UPDATE credit_rule SET kind = 'acme' WHERE id = %s", [rule.id])
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        with self.assertRaises(UnknownCreditRule):
            self._findings(self._order())

    def test_kind_of_a_client(self):
        rules = type(self.env["credit.rule"])
        measured = Measured(True, None, {"why": "full moon"})
        rule = self._rule("limit_used")
        self.env.flush_all()
        self.env.cr.execute("UPDATE credit_rule SET kind = 'acme' WHERE id = %s", [rule.id])
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        with (
            patch.object(rules, "_measure_acme", lambda rule, facts, setting: measured, create=True),
            patch.object(rules, "_tell_acme", lambda rule, figures: figures["why"], create=True),
        ):
            [finding] = self._findings(self._order())
        self.assertEqual(finding.code, "credit_acme")
        self.assertIn("Full moon", finding.explanation)


@tagged("post_install", "-at_install")
class TestCreditRuleJudging(CreditRuleCommon):
    def test_standing_says_what_is_allowed(self):
        self.env["credit.rule"].sudo().search([]).action_archive()
        self._standing_rules()
        profile = self._profile()
        expected = {
            "none": {},
            "good": {},
            "under_review": {"accept": "warning", "confirm": "warning"},
            "watch": {"accept": "warning", "confirm": "warning", "ship": "warning"},
            "hold": {"accept": "block", "confirm": "block", "ship": "block"},
        }
        for standing, severities in expected.items():
            profile._set_standing(standing, "Because.") if standing != "none" else None
            for checkpoint in ("accept", "confirm", "ship"):
                with self.subTest(standing=standing, checkpoint=checkpoint):
                    found = self._findings(self._order(), checkpoint)
                    self.assertEqual(
                        [one.severity for one in found], [severities[checkpoint]] if checkpoint in severities else []
                    )
        self.assertIn("confirmation", profile.standing_effect)

    def test_hold_of_the_payer_or_of_the_customer_counts(self):
        self._rule("standing", standing="hold")
        payer = self._customer("Aqua Finance")
        order = self._order(partner_invoice_id=payer.id)
        self.assertFalse(self._findings(order))
        self._profile(payer)._set_standing("hold", "Insolvent.")
        self.assertTrue(self._findings(order))
        self._profile(payer)._set_standing("good", "Paid.")
        self._profile()._set_standing("hold", "Insolvent.")
        self.assertTrue(self._findings(order))

    def test_order_value_and_its_release(self):
        self._rule("order_value", amount_limit=100)
        self.assertFalse(self._findings(self._order([(self.pump, 1, 100.0)])))
        order = self._order([(self.pump, 2, 100.0)])
        with self.assertHeld(order) as held:
            order.action_confirm()
        held.hold.with_user(self.controller).action_release("Fine.")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_days_overdue_with_grace(self):
        rule = self._rule("days_overdue", grace_days=5)
        today = self._today()
        self._invoice(50, today - timedelta(days=40), due=today - timedelta(days=5))
        order = self._order()
        self.assertFalse(self._findings(order))
        self._invoice(50, today - timedelta(days=40), due=today - timedelta(days=12))
        [finding] = self._findings(order)
        self.assertIn("12 days overdue, grace 5", finding.explanation)
        self.assertIn(f"rule {rule.id}", finding.message)
        self.assertNotIn("12", finding.message.split("(")[0])

    def test_trace_tells_why_no_exclusion_helped(self):
        today = self._today()
        self._invoice(50, today - timedelta(days=40), due=today - timedelta(days=12))
        self._rule("days_overdue", grace_days=5)
        other = self._rule(
            "days_overdue", effect="exclude", scope="customer", customer_ids=[Command.set(self.customer.ids)], days=10
        )
        order = self._order()
        [finding] = self._findings(order)
        self.assertIn(f"Rule {other.id} did not exclude it: 12 days overdue, 10 allowed, grace 0.", finding.explanation)
        other.days = 12
        self.assertFalse(self._findings(order))
        trace = "\n".join(self.env["credit.rule"].with_company(self.company)._explain(order.sudo(), "confirm"))
        self.assertIn(f"rule {other.id} excludes it", trace)

    def test_released_by_a_small_order(self):
        self._rule("standing", standing="watch")
        self._profile()._set_standing("watch", "Slow.")
        self._rule("order_value", effect="exclude", is_releasing=True, amount_limit=150)
        self.assertFalse(self._findings(self._order([(self.pump, 1, 150.0)])))
        self.assertTrue(self._findings(self._order([(self.pump, 1, 151.0)])))

    def test_scopes(self):
        tag = self.env["res.partner.category"].create({"name": "Builders"})
        cases = [
            ({"scope": "customer", "customer_ids": [Command.set(self.customer.ids)]}, True),
            ({"scope": "customer", "customer_ids": [Command.set(self._customer("Other").ids)]}, False),
            ({"scope": "group", "partner_tag_ids": [Command.set(tag.ids)]}, False),
            ({"scope": "grade", "grades": "D, E"}, False),
        ]
        order = self._order()
        for vals, found in cases:
            rule = self._rule("order_value", amount_limit=1, **vals)
            with self.subTest(vals):
                self.assertEqual(bool(self._findings(order)), found)
            rule.action_archive()
        self.customer.category_id = tag
        self._rule("order_value", amount_limit=1, scope="group", partner_tag_ids=[Command.set(tag.ids)])
        self.assertTrue(self._findings(order))

    def test_rule_for_a_group_head_is_for_those_below(self):
        daughter = self._customer("Aqua Leeds", parent_id=self.customer.id)
        self._profile(daughter)
        self._rule("order_value", amount_limit=1, scope="customer", customer_ids=[Command.set(self.customer.ids)])
        self.assertTrue(self._findings(self._order(partner_id=daughter.id)))

    def test_terms_better_than_agreed(self):
        self._rule("better_terms")
        self.customer.property_payment_term_id = self.env.ref("account.account_payment_term_30days")
        order = self._order()
        self.assertFalse(self._findings(order))
        order.payment_term_id = self.env.ref("account.account_payment_term_15days")
        self.assertFalse(self._findings(order))
        order.payment_term_id = self.env.ref("account.account_payment_term_45days")
        self.assertTrue(self._findings(order))

    def test_due_date_that_somebody_wrote_counts_as_terms(self):
        self._rule("better_terms", checkpoint="invoice")
        today = self._today()
        self.assertFalse(self._findings(self._invoice(10, today, post=False), "invoice"))
        late = self._invoice(10, today, due=today + timedelta(days=60), post=False)
        self.assertTrue(self._findings(late, "invoice"))

    def test_discount_better_than_the_price_list(self):
        self._rule("better_discount", percent=5)
        self.assertFalse(self._findings(self._order([(self.pump, 1, 95.0)])))
        self.assertTrue(self._findings(self._order([(self.pump, 1, 94.0)])))
        order = self._order([(self.pump, 1, 100.0)])
        order.order_line.discount = 6
        self.assertTrue(self._findings(order))

    def test_discount_as_a_line_of_its_own_is_one_of_the_order(self):
        self._rule("better_discount", percent=5)
        rebate = self._good("Discount", 0.0, type="service")
        self.assertFalse(self._findings(self._order([(self.pump, 10, 100.0), (rebate, 1, -50.0)])))
        self.assertTrue(self._findings(self._order([(self.pump, 10, 100.0), (rebate, 1, -50.1)])))
        self.assertFalse(self._findings(self._order([(self.pump, 10, 110.0), (rebate, 1, -150.0)])))

    def test_review_overdue(self):
        self._rule("review_overdue", grace_days=2)
        profile, today = self._profile(), self._today()
        for days, found in ((0, False), (2, False), (3, True)):
            profile.next_review_date = today - timedelta(days=days)
            with self.subTest(days):
                self.assertEqual(bool(self._findings(self._order())), found)

    def test_overdue_amount_and_share(self):
        self._rule("overdue_amount", amount_limit=100, percent=50)
        today = self._today()
        self._invoice(150, today - timedelta(days=40), due=today - timedelta(days=1))
        self.assertTrue(self._findings(self._order()))
        self._invoice(150, today, due=today + timedelta(days=30))
        self.assertFalse(self._findings(self._order()))

    def test_observing_holds_nothing_and_shows_the_past(self):
        rule = self._rule("order_value", amount_limit=100, mode="observe")
        order = self._order([(self.pump, 2, 100.0)])
        self.assertFalse(self._findings(order))
        order.action_confirm()
        rule.action_observe()
        self.assertEqual(rule.observed_count, 1)
        self.assertIn("Would have held 1", rule.observation)

    def test_check_shows_the_trace(self):
        rule = self._rule("order_value", amount_limit=100, mode="observe")
        order = self._order([(self.pump, 2, 100.0)])
        action = order.with_user(self.controller).action_check_gate()
        check = self.env["order.gate.check"].with_user(self.controller).browse(action["res_id"])
        self.assertIn(f"Rule {rule.id}", check.credit_trace)
        self.assertIn("Observes only", check.credit_trace)

    def test_context_loosens_nothing(self):
        self._rule("order_value", amount_limit=100)
        order = self._order([(self.pump, 2, 100.0)]).with_context(active_test=False, credit_skip=True, bypass_risk=True)
        with self.assertHeld(order):
            order.sudo().action_confirm()

    def test_rules_cost_the_same_for_two_and_for_fifty(self):
        for kind in ("limit_used", "days_overdue", "overdue_amount", "better_terms", "review_overdue", "limit_expired"):
            self._rule(kind, severity="info", percent=10)
        partners = self.env["res.partner"].create([{"name": f"C {number}", "is_company": True} for number in range(52)])
        self._profile(partners)
        orders = self.env["sale.order"].union(*(self._order(partner_id=partner.id) for partner in partners))

        def judging(records):
            self.env.flush_all()
            self.env.invalidate_all()
            # Another transaction knows nothing of who had no hold in this one.
            self.cr.precommit.data.pop(UNHELD, None)
            before = self.env.cr.sql_log_count
            records._gate_judge(Checkpoint.CONFIRM)
            return self.env.cr.sql_log_count - before

        few, many = orders[:2], orders[2:]
        judging(few)
        self.assertLessEqual(judging(many), judging(few))


@tagged("post_install", "-at_install")
class TestCreditRuleAccess(CreditRuleCommon):
    def test_portal_reads_nothing_of_it(self):
        portal = self._user("portal", "base.group_portal")
        rule, cover = self._rule("limit_used"), self._cover(100)
        for record in (rule, cover, self.env["credit.release.condition"], self.env["credit.what.if"]):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_user(portal).search([])

    def test_auditor_reads_and_changes_nothing(self):
        auditor = self._user("auditor", "evidence_ledger.group_evidence_auditor")
        rule, cover = self._rule("limit_used"), self._cover(100)
        for record, vals in ((rule, {"percent": 7}), (cover, {"note": "Mine"})):
            self.assertTrue(record.with_user(auditor).read(list(vals)))
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_user(auditor).write(vals)
