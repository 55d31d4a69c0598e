from datetime import timedelta

from odoo import Command, fields
from odoo.tests import Form, tagged

from .common import OrderGateCommon


@tagged("post_install", "-at_install")
class TestOrderGateObservation(OrderGateCommon):
    """What a rule would have held, computed on the past of its own company."""

    def observe(self, kind, checkpoint="confirm", **vals):
        """Return a rule of the company that only observes, computed."""
        rule = self.enforce(kind, checkpoint, mode="observe", company_id=self.company.id, **vals)
        rule.with_user(self.boss).action_observe()
        return rule.with_user(self.boss)

    def confirm_order(self, quantity=2, days_ago=0, **vals):
        """Return an order that was confirmed so many days ago."""
        order = self.create_order(quantity, **vals).sudo()
        order.action_confirm()
        order.date_order = fields.Datetime.now() - timedelta(days=days_ago)
        return order

    def get_rows(self, rule):
        rows = self.env["order.gate.observation"].with_user(self.boss)
        return rows.search([("rule_id", "=", rule.id)], order="day, id")

    def get_documents(self, rule):
        return sorted(self.get_rows(rule).mapped("document_name"))

    def test_orders_over_the_limit_are_counted_and_listed(self):
        large = self.confirm_order(10)
        self.confirm_order(2)
        rule = self.observe("value", amount_limit=500)
        self.assertEqual((rule.judged_count, rule.observed_count, rule.observed_amount), (2, 1, 1000))
        self.assertIn("held 1 of 2 documents", rule.observation)
        row = self.get_rows(rule)
        self.assertRecordValues(
            row,
            [
                {
                    "res_model": "sale.order",
                    "res_id": large.id,
                    "document_name": large.name,
                    "partner_id": self.customer.id,
                    "amount": 1000,
                    "company_id": self.company.id,
                    "severity": "block",
                }
            ],
        )
        self.assertIn("1,000", row.message)

    def test_orders_before_the_window_and_quotations_do_not_count(self):
        self.confirm_order(10, days_ago=91)
        self.create_order(10)
        inside = self.confirm_order(10, days_ago=89)
        rule = self.observe("value", amount_limit=500)
        self.assertEqual(rule.judged_count, 1)
        self.assertEqual(self.get_documents(rule), [inside.name])

    def test_observing_holds_nothing_and_changes_no_document(self):
        order = self.confirm_order(10)
        before = order.write_date, order.message_ids.ids
        self.observe("value", amount_limit=500)
        self.assertEqual((order.write_date, order.message_ids.ids), before)
        self.assertFalse(self.env["order.hold"].search([("res_id", "=", order.id), ("res_model", "=", order._name)]))

    def test_figures_are_replaced_not_added(self):
        self.confirm_order(10)
        rule = self.observe("value", amount_limit=500)
        rule.action_observe()
        self.assertEqual(rule.observed_count, 1)
        self.assertEqual(len(self.get_documents(rule)), 1)

    def test_figures_of_another_limit_are_dropped(self):
        self.confirm_order(10)
        rule = self.observe("value", amount_limit=500)
        rule.amount_limit = 5000
        self.assertFalse(rule.observed_at)
        self.assertEqual(rule.observed_count, 0)
        self.assertEqual(self.get_documents(rule), [])

    def test_enforcing_a_rule_keeps_its_figures(self):
        self.confirm_order(10)
        rule = self.observe("value", amount_limit=500)
        rule.mode = "enforce"
        self.assertEqual(rule.observed_count, 1)

    def test_a_rule_in_force_is_observed_too(self):
        self.confirm_order(10)
        rule = self.enforce("value", amount_limit=500, company_id=self.company.id)
        rule._observe()
        self.assertEqual(rule.observed_count, 1)

    def test_an_enforced_rule_that_comes_first_keeps_its_documents(self):
        mine, other = self.confirm_order(10), self.confirm_order(10, user=self.controller)
        self.assertEqual(mine.user_id, self.seller)
        self.enforce("value", amount_limit=9000, author_ids=[Command.set(self.seller.ids)], sequence=1)
        rule = self.observe("value", amount_limit=500, sequence=2)
        self.assertEqual(self.get_documents(rule), [other.name])
        rule = self.observe("value", amount_limit=500, sequence=0)
        self.assertEqual(self.get_documents(rule), sorted((mine | other).mapped("name")))

    def test_the_first_order_of_the_past_is_found(self):
        first = self.confirm_order(days_ago=20)
        self.confirm_order(days_ago=10)
        rule = self.observe("first_order")
        self.assertEqual(self.get_documents(rule), [first.name])

    def test_a_warning_says_that_it_warns(self):
        self.confirm_order(10)
        rule = self.observe("value", amount_limit=500, severity="warning")
        self.assertIn("warned about 1 of 1 documents", rule.observation)

    def test_an_invoice_would_only_be_warned_about_where_invoices_are_not_held(self):
        self.confirm_order(10)._create_invoices().action_post()
        rule = self.observe("value", checkpoint="invoice", amount_limit=500)
        self.assertIn("warned about 1 of 1 documents", rule.observation)
        self.company.order_gate_invoice_blocks = True
        rule.action_observe()
        self.assertIn("held 1 of 1 documents", rule.observation)

    def test_a_down_payment_is_not_among_the_invoices(self):
        order = self.confirm_order(10)
        context = {"active_model": order._name, "active_ids": order.ids}
        wizards = self.env["sale.advance.payment.inv"].sudo().with_context(**context)
        wizard = wizards.create({"advance_payment_method": "percentage", "amount": 60})
        wizard._create_invoices(order).action_post()
        rule = self.observe("value", checkpoint="invoice", amount_limit=500)
        self.assertEqual((rule.judged_count, rule.observed_count), (0, 0))
        self.assertIn("No document passed", rule.observation)

    def test_shipments_are_judged_on_the_day_they_left(self):
        order = self.confirm_order(10)
        picking = order.picking_ids
        picking.move_ids.quantity = 10
        picking.button_validate()
        picking.date_done = fields.Datetime.now() - timedelta(days=30)
        rule = self.observe("value", checkpoint="ship", amount_limit=500)
        row = self.get_rows(rule)
        self.assertEqual((row.document_name, row.amount), (picking.name, 1000))
        self.assertEqual(row.day, fields.Date.today() - timedelta(days=30))

    def test_picking_is_observed_where_the_rule_asks_for_it(self):
        warehouse = self.env["stock.warehouse"].sudo().search([("company_id", "=", self.company.id)], limit=1)
        warehouse.delivery_steps = "pick_ship"
        picking = self.confirm_order(10).picking_ids
        picking.move_ids.quantity = 10
        picking.button_validate()
        self.assertEqual((picking.picking_type_code, picking.state), ("internal", "done"))
        self.assertEqual(self.observe("value", checkpoint="ship", amount_limit=500).judged_count, 0)
        rule = self.observe("value", checkpoint="ship", amount_limit=500, use_internal_steps=True)
        self.assertEqual(self.get_documents(rule), [picking.name])

    def test_value_is_converted_on_the_day_of_each_document(self):
        day = fields.Date.today()
        rates = [(day - timedelta(days=200), 2.0), (day - timedelta(days=20), 4.0)]
        foreign = self.setup_other_currency("CAD", rates=rates)
        pricelist = self.env["product.pricelist"].create({"name": "Abroad", "currency_id": foreign.id})
        self.confirm_order(10, days_ago=30, pricelist_id=pricelist.id)
        self.confirm_order(10, days_ago=10, pricelist_id=pricelist.id)
        rule = self.observe("value", amount_limit=100)
        rows = self.get_rows(rule)
        self.assertEqual(rows.mapped("amount"), [500, 250])
        self.assertEqual(rule.observed_amount, 750)

    def test_sum_is_in_the_currency_of_the_rule(self):
        day = fields.Date.today()
        foreign = self.setup_other_currency("CAD", rates=[(day - timedelta(days=200), 2.0)])
        self.confirm_order(10)
        rule = self.observe("value", amount_limit=100, currency_id=foreign.id)
        self.assertEqual(rule.observed_amount, 2000)
        self.assertIn("2,000", rule.observation)

    def test_each_company_reads_its_own_figures(self):
        other = self.setup_other_company()["company"]
        stranger = self._create_user("stranger", "order_gate.group_order_gate_manager", company=other)
        self.confirm_order(10)
        rule = self.enforce("value", mode="observe", amount_limit=500)
        rule._observe()
        self.assertEqual(rule.with_user(self.boss).observed_count, 1)
        self.assertEqual(rule.with_user(stranger).observed_count, 0)
        rows = self.env["order.gate.observation"].with_user(stranger).search([("rule_id", "=", rule.id)])
        self.assertFalse(rows)

    def test_a_rule_of_one_company_does_not_look_at_another(self):
        other = self.setup_other_company()["company"]
        self.confirm_order(10)
        rule = self.enforce("value", mode="observe", amount_limit=500, company_id=other.id)
        rule._observe()
        self.assertEqual((rule.judged_count, rule.observed_count), (0, 0))

    def test_only_a_manager_computes(self):
        rule = self.enforce("value", mode="observe", amount_limit=500)
        with self.assertRaisesRegex(Exception, "not allowed to modify"):
            rule.with_user(self.controller).action_observe()

    def test_nobody_writes_figures_by_hand(self):
        self.confirm_order(10)
        rule = self.observe("value", amount_limit=500)
        row = self.get_rows(rule)
        with self.assertRaisesRegex(Exception, "not allowed to modify"):
            row.amount = 0

    def test_the_documents_open_from_the_rule(self):
        order = self.confirm_order(10)
        rule = self.observe("value", amount_limit=500)
        action = rule.action_view_observations()
        row = self.env[action["res_model"]].with_user(self.boss).search(action["domain"])
        self.assertEqual(row.action_view_document()["res_id"], order.id)

    def test_the_nightly_look_takes_rules_that_observe_and_are_not_fresh(self):
        self.confirm_order(10)
        observing = self.enforce("value", mode="observe", amount_limit=500, company_id=self.company.id)
        enforced = self.enforce("value", amount_limit=500, company_id=self.company.id)
        with self.enter_registry_test_mode():
            self.env.ref("order_gate.ir_cron_observe_rules").method_direct_trigger()
        self.assertEqual(observing.observed_count, 1)
        self.assertFalse(enforced.observed_at)

    def test_the_rule_form_shows_the_sentence(self):
        self.confirm_order(10)
        rule = self.observe("value", amount_limit=500)
        self.assertIn("held 1 of 1 documents", Form(rule).observation)

    def test_fifty_documents_cost_as_many_queries_as_two(self):
        rules = [
            self.enforce(kind, mode="observe", company_id=self.company.id, **vals)
            for kind, vals in {
                "customer": {"partner_tag_ids": [Command.create({"name": "Watched"})]},
                "value": {"amount_limit": 100},
                "margin": {"margin_floor": 90},
                "address": {},
                "first_order": {},
            }.items()
        ]
        counts = []
        for number in (2, 48):
            firms = self.env["res.partner"].create([{"name": f"Firm {index}"} for index in range(number)])
            firms.is_company = True
            partners = self.env["res.partner"].create([{"name": "Buyer", "parent_id": firm.id} for firm in firms])
            for partner in partners:
                self.confirm_order(partner_id=partner.id, order_line=self.get_new_good_line())
            counts.append([self.count_queries(rule) for rule in rules])
        self.assertEqual(counts[0], counts[1])
        self.assertEqual(rules[1].observed_count, 50)

    def test_shipments_and_invoices_cost_no_query_each(self):
        vals = {"amount_limit": 100, "company_id": self.company.id}
        rules = [self.enforce("value", checkpoint, mode="observe", **vals) for checkpoint in ("ship", "invoice")]
        counts = []
        for number in (2, 8):
            for _time in range(number):
                order = self.confirm_order(order_line=self.get_new_good_line())
                order.picking_ids.move_ids.quantity = 10
                order.picking_ids.button_validate()
                order._create_invoices().action_post()
            counts.append([self.count_queries(rule) for rule in rules])
        self.assertEqual(counts[0], counts[1])
        self.assertEqual([rule.observed_count for rule in rules], [10, 10])

    def get_new_good_line(self):
        good = self._create_good("Other", 100.0, standard_price=60.0)
        return [Command.create({"product_id": good.id, "product_uom_qty": 10, "price_unit": 100.0})]

    def count_queries(self, rule):
        # Twice before: the first times fill caches that outlive a transaction.
        for _time in range(2):
            rule._observe()
            self.env.flush_all()
            self.env.invalidate_all()
        before = self.cr.sql_log_count
        rule._observe()
        self.env.flush_all()
        return self.cr.sql_log_count - before
