from datetime import timedelta
from decimal import Decimal

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..exceptions import AcceptedOrderIsBinding, OrderIncomplete, OrderStateRefused
from .common import CustomerOrderCommon


@tagged("post_install", "-at_install")
class TestCustomerOrder(CustomerOrderCommon):
    def test_form_fills_what_follows_from_customer_and_product(self):
        with Form(self.env["customer.order"].with_user(self.clerk)) as form:
            form.partner_id = self.customer
            with form.line_ids.new() as line:
                line.product_id = self.pump
                line.quantity = 3
                line.requested_date = "2027-03-01"
        order = form.record
        self.assertEqual(order.currency_id, self.company.currency_id)
        self.assertEqual(order.line_ids.price_unit, 100.0)
        self.assertEqual(order.line_ids.tax_ids, self.company.account_sale_tax_id)
        self.assertEqual(str(order.line_ids.promised_date), "2027-03-01")
        self.assertEqual(order.partner_shipping_id, self.customer)
        self.assertEqual(order.amount_untaxed, 300.0)

    def test_all_faults_are_named_at_once(self):
        order = self._create_order([{"name": "  ", "quantity": 0}, {"product_id": self.pump.id}], partner_id=False)
        order.line_ids[1].product_uom_id = self.env.ref("uom.product_uom_hour")
        with self.assertRaises(OrderIncomplete) as refusal:
            order.action_receive()
        for sentence in (
            "The customer is missing.",
            "Line 1 has neither a product nor a description.",
            "Line 1 needs a quantity above zero.",
            "Line 2 is in Hours, which cannot be converted to Units, the unit of the product.",
        ):
            self.assertIn(sentence, str(refusal.exception))
        self.assertEqual(order.state, "draft")

    def test_order_without_lines_is_not_received(self):
        order = self._create_order()
        order.line_ids.unlink()
        with self.assertRaisesRegex(OrderIncomplete, "There is no line"):
            order.action_receive()

    def test_numbers_follow_each_other_per_company(self):
        orders = self._create_order() + self._create_order()
        orders.action_receive()
        self.assertEqual(orders.mapped("name"), ["CO00001", "CO00002"])

    def test_a_failed_receipt_takes_no_number(self):
        first, second = self._create_order(), self._create_order()
        with self.assertRaises(OrderStateRefused), self.env.cr.savepoint():
            first.action_receive()
            first.action_receive()
        second.action_receive()
        self.assertEqual(second.name, "CO00001")

    def test_received_twice_is_refused(self):
        order = self._create_order()
        order.action_receive()
        with self.assertRaises(OrderStateRefused):
            order.action_receive()

    def test_receipt_is_today_unless_taken_over(self):
        today = fields.Date.context_today(self.env.user)
        fresh = self._create_order(received_date="2020-01-01")
        taken_over = self._create_order(received_date="2020-01-01", is_taken_over=True)
        (fresh + taken_over).action_receive()
        self.assertEqual(fresh.received_date, today)
        self.assertEqual(str(taken_over.received_date), "2020-01-01")

    def test_receipt_fixes_company_and_day(self):
        order = self._create_order()
        order.action_receive()
        for vals in ({"company_id": self.company.id}, {"is_taken_over": True}, {"received_date": "2020-01-01"}):
            with self.subTest(vals), self.assertRaises(OrderStateRefused):
                order.write(vals)

    def test_taken_over_order_has_days_that_can_have_been(self):
        tomorrow = fields.Date.context_today(self.env.user) + timedelta(days=1)
        order = self._create_order(is_taken_over=True, received_date=tomorrow)
        with self.assertRaises(OrderIncomplete):
            order.action_receive()
        order.received_date = "2026-05-02"
        order.action_receive()
        for day in ("2026-05-01", tomorrow):
            order.accepted_date = day
            with self.subTest(day), self.assertRaises(OrderIncomplete):
                order.with_user(self.manager).action_accept()

    def test_day_of_an_act_is_that_of_the_company(self):
        self.company.partner_id.tz = "Europe/Amsterdam"
        # 25 hours apart: these two never write the same day.
        self.clerk.sudo().tz = "Pacific/Kiritimati"
        self.manager.sudo().tz = "Pacific/Midway"
        order = self._accept(self._create_order())
        self.assertEqual(order.accepted_date, order.received_date)

    def test_contact_is_one_of_the_customer(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        with self.assertRaises(ValidationError):
            self._create_order(contact_id=stranger.id)
        order = self._create_order()
        order.partner_id = self.partner_a
        self.assertFalse(order.contact_id)

    def test_orders_that_nobody_could_fulfil_are_refused(self):
        combo = self._create_good("Set", 10, type="combo", combo_ids=self._create_combo().ids)
        cases = {
            "below zero": self._create_order([{"name": "Rebate", "quantity": 1, "price_unit": -5}]),
            "combo": self._create_order([{"product_id": combo.id}]),
        }
        for sentence, order in cases.items():
            with self.subTest(sentence), self.assertRaisesRegex(OrderIncomplete, sentence):
                order.action_receive()

    def test_archived_currency_is_not_accepted(self):
        currency = self.setup_other_currency("CHF")
        order = self._create_order(currency_id=currency.id)
        order.action_receive()
        currency.sudo().active = False
        with self.assertRaisesRegex(OrderIncomplete, "CHF is archived"):
            order.with_user(self.manager).action_accept()

    def _create_combo(self):
        items = [Command.create({"product_id": self.pump.id})]
        return self.env["product.combo"].create({"name": "Set", "combo_item_ids": items})

    def test_price_is_proposed_as_a_sales_order_would(self):
        included = self.percent_tax(25, price_include_override="tax_included")
        exempt = self.percent_tax(0)
        position = self.env["account.fiscal.position"].create({"name": "Export", "company_id": self.company.id})
        exempt.write({"fiscal_position_ids": position.ids, "original_tax_ids": included.ids})
        self.pump.taxes_id = included
        foreign = self.setup_other_currency("CHF", rates=[("2020-01-01", 2.0)])
        order = self._create_order([{"product_id": self.pump.id}], fiscal_position_id=position.id)
        self.assertEqual(order.line_ids.price_unit, 80.0)
        order = self._create_order([{"product_id": self.pump.id}], pricelist_id=False, currency_id=foreign.id)
        self.assertEqual(order.line_ids.price_unit, 200.0)

    def test_source_file_is_sealed_at_receipt(self):
        file = self.env["ir.attachment"].with_user(self.clerk).create({"name": "po.txt", "raw": b"We order"})
        order = self._create_order(source_attachment_ids=file.ids)
        order.action_receive()
        with self.assertRaisesRegex(Exception, "(?i)sealed|evidence"), self.env.cr.savepoint():
            file.raw = b"We order twice as much"

    def test_files_of_a_new_order_become_readable_for_colleagues(self):
        files = self.env["ir.attachment"].with_user(self.clerk)
        source, drawing = files.create([{"name": "po.txt", "raw": b"We order"}, {"name": "d7.txt", "raw": b"Drawing"}])
        with self.assertRaises(AccessError):
            source.with_user(self.manager).read(["raw"])
        order = self._create_order(
            [{"name": "Flange", "attachment_ids": drawing.ids}], source_attachment_ids=source.ids
        )
        self.assertEqual((source + drawing).mapped("res_id"), [order.id, order.id])
        (source + drawing).with_user(self.manager).read(["raw"])

    def test_reject_needs_a_reason_and_keeps_it(self):
        order = self._create_order()
        order.action_receive()
        order = order.with_user(self.manager)
        with self.assertRaises(OrderIncomplete):
            order.action_reject(" ")
        wizard = self.env["customer.order.reject"].with_user(self.manager)
        wizard.create({"order_id": order.id, "reason": "No capacity"}).action_reject()
        self.assertEqual((order.state, order.reject_reason), ("rejected", "No capacity"))
        self.assertEqual(self._get_events(order)[-1], "customer_order.rejected")
        with self.assertRaises(OrderStateRefused):
            order.action_accept()

    def test_states_are_not_written(self):
        order = self._create_order()
        for vals in ({"state": "accepted"}, {"name": "CO1"}, {"amount_total": 1}, {"shipped_percent": 100}):
            for env in (self.env(user=self.clerk), self.env(su=True), self.env(context={"force": True})):
                with self.subTest(vals=vals), self.assertRaises(OrderStateRefused):
                    order.with_env(env).write(vals)
        with self.assertRaises(OrderStateRefused):
            self._create_order(state="accepted")
        with self.assertRaises(OrderStateRefused):
            self.env["customer.order"].with_user(self.clerk).with_context(default_state="accepted").create({})

    def test_only_drafts_are_deleted(self):
        draft, received = self._create_order(), self._create_order()
        received.action_receive()
        draft.unlink()
        with self.assertRaises(AcceptedOrderIsBinding):
            received.sudo().unlink()

    def test_copy_is_a_fresh_draft(self):
        order = self._accept(self._create_order())
        copy = order.copy()
        self.assertRecordValues(
            copy,
            [{"state": "draft", "name": "New", "customer_reference": False, "current_version_id": False}],
        )
        self.assertEqual(copy.line_ids.mapped("quantity"), [2.0, 1.0])
        self.assertFalse(copy.sale_order_ids)

    def test_due_dates_follow_promises_and_terms(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Half in advance",
                "line_ids": [
                    fields.Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                    fields.Command.create({"value": "percent", "value_amount": 50, "nb_days": 30}),
                ],
            }
        )
        order = self._create_order(payment_term_id=term.id)
        self.assertEqual(sum(order.due_ids.mapped("amount")), order.amount_total)
        self.assertEqual(
            order.due_ids.mapped(lambda due: str(due.date)), ["2027-03-01", "2027-03-15", "2027-03-31", "2027-04-14"]
        )
        order.line_ids.promised_date = "2027-06-01"
        self.assertEqual(order.due_ids.mapped(lambda due: str(due.date)), ["2027-06-01", "2027-07-01"])

    def test_totals_equal_those_of_sales_orders_with_global_rounding(self):
        self.company.tax_calculation_rounding_method = "round_globally"
        order = self._accept(
            self._create_order(
                [
                    {"product_id": self.pump.id, "price_unit": 0.03, "requested_date": f"2027-03-{day:02}"}
                    for day in range(1, 8)
                ]
            )
        )
        sales = order.sudo().sale_order_ids
        self.assertEqual(len(sales), 7)
        self.assertAlmostEqual(sum(sales.mapped("amount_total")), order.amount_total, 2)
        self.assertEqual(order.tax_totals["total_amount_currency"], order.amount_total)

    def test_amount_in_words_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.customer.lang = "de_DE"
        order = self._create_order([{"name": "Flansch", "quantity": 1, "price_unit": 21.0, "tax_ids": False}])
        self.assertEqual(order._money(order.amount_total), Decimal("21.00"))
        self.assertTrue(order.amount_in_words.startswith("Einundzwanzig "), order.amount_in_words)
