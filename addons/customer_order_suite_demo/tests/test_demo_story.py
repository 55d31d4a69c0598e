from collections import Counter

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoStory(TransactionCase):
    """The story that every first screen tells."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("customer_order_suite_demo.company")
        cls.env = cls.env(context={"allowed_company_ids": cls.company.ids, "tracking_disable": True})
        cls.orders = cls.env["customer.order"].search([("company_id", "=", cls.company.id)])
        cls.bound = cls.orders.filtered(lambda order: order.state in ("accepted", "fulfilled", "settled"))

    def test_orders_in_every_state_used(self):
        expected = {"draft": 3, "received": 4, "rejected": 2, "accepted": 10, "fulfilled": 5, "settled": 7}
        expected |= {"countered": 1, "cancelled": 1}
        self.assertEqual(Counter(self.orders.mapped("state")), expected)

    def test_eight_customers_in_four_countries_and_three_currencies(self):
        customers = self.orders.commercial_partner_id
        self.assertEqual(len(customers), 8)
        self.assertEqual(set(customers.country_id.mapped("code")), {"NL", "DE", "GB", "US"})
        self.assertEqual(set(self.orders.currency_id.mapped("name")), {"EUR", "GBP", "USD"})
        self.assertEqual(self.company.currency_id.name, "EUR")

    def test_taxes_follow_the_customer(self):
        rates = {
            order.commercial_partner_id.country_id.code: order.line_ids.tax_ids.mapped("name") for order in self.orders
        }
        expected = {"NL": ["VAT 21 %"], "DE": ["VAT 0 % EU"], "GB": ["VAT 0 % export"], "US": ["VAT 0 % export"]}
        self.assertEqual(rates, expected)

    def test_accepted_orders_have_a_version_and_bound_sales_orders(self):
        for order in self.bound:
            self.assertTrue(order.current_version_id, order.name)
            self.assertTrue(order.sale_order_ids, order.name)
            self.assertEqual(order.sale_order_ids.customer_order_version_id, order.current_version_id)
            self.assertEqual(sum(order.sale_order_ids.mapped("amount_total")), order.amount_total)

    def test_numbers_follow_the_days_of_receipt_without_gaps(self):
        numbered = self.orders.filtered(lambda order: order.state != "draft").sorted("name")
        self.assertEqual(numbered.mapped("name"), [f"CO{number:05d}" for number in range(1, len(numbered) + 1)])
        days = numbered.mapped("received_date")
        self.assertEqual(days, sorted(days))

    def test_history_is_marked_as_taken_over(self):
        received = self.orders.filtered("is_taken_over")
        self.assertEqual(len(received), 28)
        self.assertGreater((max(days := received.mapped("received_date")) - min(days)).days, 250)
        # Sealing time is never given: it is the server's, far from the business date.
        entries = self.env["evidence.entry"].search([("subject_key", "=", self.orders[-1].name)])
        self.assertTrue(all((entry.sealed_at.date() - min(days)).days > 200 for entry in entries))

    def test_deliveries_invoices_and_payments_are_native(self):
        sales = self.orders.sale_order_ids
        states = Counter(sales.picking_ids.mapped("state"))
        self.assertGreater(states["done"], 15)
        self.assertTrue(sales.picking_ids.filtered("backorder_id"), "no partial delivery")
        moves = sales.invoice_ids
        self.assertEqual(set(moves.mapped("state")), {"posted"})
        self.assertEqual(set(moves.mapped("move_type")), {"out_invoice", "out_refund"})
        self.assertLessEqual({"paid", "partial", "not_paid"}, set(moves.mapped("payment_state")))

    def test_evidence_holds(self):
        self.assertFalse(self.env["evidence.entry"]._verify([("company_ref", "=", self.company.id)]))
        last = self.env["evidence.verification"]._get_last(self.company)
        self.assertEqual(last.state, "sound")

    def test_german_customers_read_german(self):
        german = self.env.ref("customer_order_suite_demo.order_23").current_version_id
        english = self.env.ref("customer_order_suite_demo.order_15").current_version_id
        self.assertEqual((german.language, english.language), ("de_DE", "en_US"))
        self.assertIn("Gleitringdichtung", german.line_ids[0].name)
        self.assertIn("Kaufrecht", german.terms)
        self.assertIn("Deviations", english.terms)
        self.assertEqual((german.payment_term_name, english.payment_term_name), ("60 Tage netto", "60 days net"))

    def test_gate_holds_orders_a_quotation_and_a_shipment(self):
        holds = self.env["order.hold"].search([("company_id", "=", self.company.id)])
        self.assertEqual(
            Counter(holds.mapped(lambda hold: (hold.checkpoint, hold.state))),
            {
                ("accept", "active"): 2,
                ("accept", "released"): 1,
                ("confirm", "rejected"): 1,
                ("confirm", "released"): 1,
                ("ship", "active"): 1,
            },
        )
        self.assertEqual(holds.user_id, self.env.ref("customer_order_suite_demo.user_controller"))

    def test_amendments_in_every_stage(self):
        amendments = self.orders.amendment_ids
        self.assertEqual(Counter(amendments.mapped("state")), {"applied": 1, "proposed": 1, "draft": 1})
        self.assertEqual(len(self.orders.filtered("repudiated_date")), 1)
        for order in amendments.filtered("version_id").order_id:
            order._check_as_accepted(order._get_open_sales())

    def test_desks_are_not_empty(self):
        intake = self.env["customer.order.intake"].search([("company_id", "=", self.company.id)])
        self.assertEqual((intake.state, intake.order_id.customer_reference), ("captured", "CD-88731"))
        waiting = self.env["customer.order.uninvoiced"].search([("company_id", "=", self.company.id)])
        self.assertEqual(waiting.mapped("reason"), ["plan_day"])
        self.assertTrue(self.orders.check_line_ids)
        self.assertEqual(len(self.orders.arrangement_ids), 4)
        self.assertEqual(len(self.orders.requirement_ids), 4)
        self.assertEqual(self.env["customer.order.incident"].search_count([("order_id", "in", self.orders.ids)]), 1)

    def test_months_of_the_register_are_closed(self):
        closings = self.env["customer.order.register.closing"].search([("company_id", "=", self.company.id)])
        self.assertGreater(len(closings), 5)
        self.assertFalse(any(closings.mapped("missing")))
        self.assertGreater(min(closings.mapped("order_count")), 0)
        self.assertFalse(list(closings._get_findings(self.company)))

    def test_no_customer_is_mailed(self):
        waiting = self.env["mail.mail"].search([("state", "=", "outgoing")])
        self.assertFalse(waiting.recipient_ids.filtered("partner_share"))

    def test_cast_can_log_in(self):
        for login in ("clerk", "manager", "controller", "accountant", "auditor", "analyst", "director", "portal"):
            user = self.env.ref(f"customer_order_suite_demo.user_{login}")
            credential = {"login": login, "password": login, "type": "password"}
            self.assertEqual(user._login(credential, {"interactive": False})["uid"], user.id)

    def test_story_is_told_once(self):
        counted = ("customer.order", "order.hold", "res.partner", "account.move", "stock.picking", "evidence.entry")
        counted += ("credit.profile", "credit.statement", "credit.limit", "credit.rule", "credit.application")
        before = [self.env[model].search_count([]) for model in counted]
        self.env["customer.order.suite.demo"]._load()
        self.assertEqual([self.env[model].search_count([]) for model in counted], before)
