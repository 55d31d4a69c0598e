from datetime import datetime
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import InvoicingRefused
from .invoicing_common import InvoicingCommon


@tagged("post_install", "-at_install")
class TestInvoicingCases(InvoicingCommon):
    """What plans meet in the life of a company."""

    def test_open_advance_alone_is_nothing_to_invoice(self):
        self._plan("per_delivery")
        order = self._accepted(2)
        wizard = self.env["sale.advance.payment.inv"].sudo()
        wizard = wizard.with_context(active_model="sale.order", active_ids=order.sudo().sale_order_ids.ids)
        wizard.create({"advance_payment_method": "percentage", "amount": 50.0}).create_invoices()
        order.sudo().sale_order_ids.invoice_ids.action_post()
        self.assertFalse(self._run("2027-03-01"))
        self._deliver_on(order, "2027-03-02", share=0.5)
        items = self._run("2027-03-02")
        self.assertEqual((items.state, items.invoice_ids.amount_untaxed), ("done", 0.0))
        self.assertFalse(self._run("2027-03-03"))

    def test_milestone_beside_goods_free_of_charge(self):
        self._plan("milestone")
        lines = [
            {"product_id": self.pump.id, "quantity": 2},
            {"product_id": self.valve.id, "price_unit": 0.0, "requested_date": "2027-05-01"},
        ]
        order = self._accept(self._create_order(lines))
        self.assertEqual(len(order.sale_order_ids), 2)
        order.milestone_ids = [Command.create({"name": "Start", "percent": 50})]
        order.milestone_ids.action_reach()
        items = self._run(order._get_today())
        self.assertEqual((items.state, items.error), ("done", False))
        self.assertEqual(items.invoice_ids.amount_untaxed, 100.0)

    def test_customer_that_was_archived_is_invoiced(self):
        self._plan("per_delivery")
        order = self._accepted()
        self._deliver_on(order, "2027-03-01")
        self.customer.child_ids.action_archive()
        self.customer.action_archive()
        self.assertEqual(self._run("2027-03-01").state, "done")

    def test_last_hours_of_the_year_belong_to_the_year_of_the_company(self):
        self._plan("monthly")
        self.company.partner_id.tz = "America/New_York"
        order = self._accepted()
        self._deliver(order)
        moment = datetime(2027, 1, 1, 3, 30)
        order.sudo().sale_order_ids.picking_ids.date_done = moment
        order.sudo().sale_order_ids.picking_ids.move_ids.date = moment
        self._commit_like(order)
        items = self._run("2027-01-01")
        self.assertEqual((items.state, str(items.invoice_ids.invoice_date)), ("done", "2026-12-31"))

    def test_month_is_one_invoice_per_currency_and_terms(self):
        self._plan("monthly")
        currency = self.setup_other_currency("CAD", rates=[("2020-01-01", 2.0)])
        pricelist = self.env["product.pricelist"].create({"name": "CAD", "currency_id": currency.id})
        term = self.env.ref("account.account_payment_term_30days")
        for vals in ({}, {}, {"pricelist_id": pricelist.id}, {"payment_term_id": term.id}):
            self._deliver_on(self._accepted(**vals), "2027-03-10")
        items = self._run("2027-04-01")
        self.assertEqual(set(items.mapped("state")), {"done"})
        self.assertEqual(sorted(len(item.sale_order_ids) for item in items), [1, 1, 2])
        self.assertTrue(all(len(item.invoice_ids) == 1 for item in items))

    def test_missing_journal_is_the_error_of_one_item(self):
        self._plan("per_delivery")
        order = self._accepted()
        self._deliver_on(order, "2027-03-01")
        journals = type(self.env["account.move"])
        refusal = InvoicingRefused("No journal could be found in company.")
        with patch.object(journals, "_search_default_journal", side_effect=refusal):
            item = self._run("2027-03-01")
        self.assertEqual(item.state, "error")
        self.assertIn("journal", item.error)
        item._attempt()
        self.assertEqual(item.state, "done")

    def test_list_says_what_odoo_says(self):
        """The value of what is delivered and not invoiced is core's, whatever the discount, parts and returns."""
        self._plan("per_delivery")
        lines = [
            {"product_id": self.pump.id, "quantity": 7, "discount": 12.5, "price_unit": 33.33},
            {"product_id": self.valve.id, "quantity": 3, "price_unit": 0.07},
        ]
        order = self._accept(self._create_order(lines))
        rows = self.env["customer.order.uninvoiced"]
        for day, share in (("2027-03-01", 3 / 7), ("2027-03-02", 0.5), ("2027-03-03", 1)):
            self._deliver_on(order, day, share=share)
            self.env.invalidate_all()
            listed = rows.search([("customer_order_id", "=", order.id)])
            sales_lines = order.sudo().sale_order_ids.order_line
            self.assertAlmostEqual(
                sum(listed.mapped("amount")), sum(sales_lines.mapped("untaxed_amount_to_invoice")), delta=0.011
            )
            if day == "2027-03-01":
                self._run(day)
                self.assertFalse(rows.search([("customer_order_id", "=", order.id)]))

    def test_invoice_now_says_when_there_is_nothing(self):
        self._plan("per_delivery")
        order = self._accepted()
        self._deliver_on(order, "2027-03-01")
        item = self._run("2027-03-01")
        item.invoice_ids._reverse_moves(cancel=True)
        self._commit_like(order)
        self.env.invalidate_all()
        rows = self.env["customer.order.uninvoiced"].search([("customer_order_id", "=", order.id)])
        self.assertEqual(rows.mapped("reason"), ["credited"])
        accountant = self._create_user("cases_accountant", "account.group_account_invoice")
        with self.assertRaises(InvoicingRefused):
            rows.with_user(accountant).action_invoice_now()
