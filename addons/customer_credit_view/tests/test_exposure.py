from decimal import Decimal

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..logic.exposure import Exposure, total
from .common import CreditCommon

PARTS = Exposure._fields[:9]


@tagged("post_install", "-at_install")
class TestExposure(CreditCommon):
    """Each case of the rules of exposure, on documents made as people make them."""

    def assertExposure(self, expected, partner=None, company=None, day=None):
        """``expected`` are the parts that are not zero."""
        self.env.flush_all()
        profile = self._profile(partner, company)
        exposure = profile._get_exposure(day)[profile]
        found = {part: getattr(exposure, part) for part in PARTS if getattr(exposure, part)}
        self.assertEqual(found, {part: Decimal(str(amount)) for part, amount in expected.items()})
        return exposure

    def _confirm(self, order):
        order.sudo().action_confirm()
        return order.sudo()

    def test_item_is_due_later_until_the_day_after_its_due_date(self):
        self._invoice(1000, "2027-01-10", "2027-02-09")
        self.assertExposure({"open_due_later": 1000}, day=self._day("2027-02-09"))
        exposure = self.assertExposure({"overdue": 1000}, day=self._day("2027-02-10"))
        self.assertEqual(exposure.oldest_overdue_date, self._day("2027-02-09"))

    def _day(self, text):
        return self.env["account.move"]._fields["date"].to_date(text)

    def test_part_payment_and_credit_are_counted(self):
        invoice = self._invoice(1000, "2027-01-10", "2027-02-09")
        self._pay(invoice, "2027-01-20", 400)
        self.assertExposure({"open_due_later": 600}, day=self._day("2027-01-20"))
        self._invoice(50, "2027-01-21", move_type="out_refund")
        self.assertExposure({"open_due_later": 600, "unapplied": -50}, day=self._day("2027-01-21"))

    def test_draft_invoice_is_counted_and_a_draft_credit_is_not(self):
        draft = self._invoice(300, "2027-01-10", post=False)
        self._invoice(1000, "2027-01-10", move_type="out_refund", post=False)
        self.assertExposure({"draft": 300})
        draft.button_cancel()
        self.assertExposure({})

    def test_draft_credit_note_takes_nothing_back_yet(self):
        order = self._confirm(self._order([(self.pump, 10, 100.0)]))
        self._deliver(order)
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertExposure({"open_due_later": 1000})
        reversal = self.env["account.move.reversal"].with_context(active_model="account.move", active_ids=invoice.ids)
        reversal.create({"journal_id": invoice.journal_id.id}).reverse_moves()
        credit = invoice.reversal_move_ids
        self.assertEqual(credit.state, "draft")
        self.assertExposure({"open_due_later": 1000})
        credit.action_post()
        profile = self._profile()
        self.assertEqual(profile._get_exposure()[profile].gross, 1000, "delivered, and to be invoiced once more")

    def test_order_goes_through_the_parts_and_is_counted_once(self):
        order = self._order([(self.pump, 10, 100.0)])
        self.assertExposure({"quoted": 1000})
        self._confirm(order)
        self.assertExposure({"undelivered": 1000})
        self._deliver(order, 0.6)
        self.assertExposure({"undelivered": 400, "delivered": 600})
        invoice = order.sudo()._create_invoices()
        self.assertExposure({"undelivered": 400, "draft": 600})
        invoice.action_post()
        self.assertExposure({"undelivered": 400, "open_due_later": 600})

    def test_quotations_count_where_the_company_says_so(self):
        self._order([(self.pump, 12, 100.0), (self.pump, 1, -200.0)])
        self._confirm(self._order([(self.pump, 1, 100.0)]))
        profile = self._profile()
        row = self.env["credit.exposure"].sudo().browse(profile.id)
        for is_counted, expected in ((False, 100), (True, 1100)):
            self.company.credit_counts_quotations = is_counted
            self.env.invalidate_all()
            with self.subTest(is_counted=is_counted):
                self.assertEqual(self.assertExposure({"quoted": 1000, "undelivered": 100}).gross, expected)
                self.assertEqual((profile.quoted_amount, profile.exposure_amount), (1000, expected))
                self.assertEqual((row.quoted_amount, row.exposure_amount), (1000, expected))
                self.assertIn(profile, profile.search([("exposure_amount", "=", expected)]))

    def test_cancelled_remainder_is_not_counted(self):
        order = self._confirm(self._order([(self.pump, 10, 100.0)]))
        self._deliver(order, 0.6)
        order.picking_ids.filtered(lambda picking: picking.state != "done").action_cancel()
        self.assertExposure({"delivered": 600})

    def test_cancelled_order_is_not_counted(self):
        order = self._confirm(self._order([(self.pump, 10, 100.0)]))
        order._action_cancel()
        self.assertExposure({})

    def test_order_of_a_contact_counts_for_its_company(self):
        self._confirm(self._order([(self.pump, 2, 100.0)], partner_id=self.buyer.id))
        self.assertExposure({"undelivered": 200})

    def test_who_is_invoiced_is_the_debtor(self):
        payer = self._customer("Group Payer")
        self._confirm(self._order([(self.pump, 2, 100.0)], partner_invoice_id=payer.id))
        self.assertExposure({})
        self.assertExposure({"undelivered": 200}, payer)

    def test_amounts_are_with_tax(self):
        tax = self.env["account.tax"].create({"name": "Tax 20", "amount": 20.0})
        order = self._order([(self.pump, 10, 100.0)])
        order.sudo().order_line.tax_ids = [Command.set(tax.ids)]
        self._confirm(order)
        self._deliver(order, 0.5)
        self.assertExposure({"undelivered": 600, "delivered": 600})

    def test_down_payment_is_counted_once(self):
        self.pump.invoice_policy = "delivery"
        order = self._confirm(self._order([(self.pump, 10, 100.0)]))
        wizard = (
            self.env["sale.advance.payment.inv"].sudo().with_context(active_model="sale.order", active_ids=order.ids)
        )
        wizard.create({"advance_payment_method": "percentage", "amount": 30}).create_invoices()
        advance = order.invoice_ids
        self.assertExposure({"undelivered": 1000, "delivered": -300, "draft": 300})
        advance.action_post()
        self._pay(advance, advance.date)
        self.assertExposure({"undelivered": 1000, "delivered": -300})
        self._deliver(order)
        final = order._create_invoices(final=True)
        final.action_post()
        self.assertExposure({"open_due_later": 700})

    def test_foreign_items_are_converted_from_the_company_and_orders_from_their_own_currency(self):
        """Open invoice over 1,000 at 0.8 is 1,250; so is an order over 1,000 in that currency."""
        currency = self.setup_other_currency("CAD", rates=[("2020-01-01", 0.8)])
        pricelist = self.env["product.pricelist"].create({"name": "CAD", "currency_id": currency.id})
        self._invoice(1000, self._today(), currency_id=currency.id)
        self._invoice(1000, self._today(), currency_id=currency.id, post=False)
        self._confirm(self._order([(self.pump, 10, 100.0)], pricelist_id=pricelist.id))
        self.assertExposure({"open_due_later": 1250, "draft": 1250, "undelivered": 1250})

    def test_companies_do_not_share_exposure(self):
        other = self.setup_other_company()["company"]
        self._invoice(1000, self._today())
        self.assertExposure({}, company=other)

    def test_branches_count_for_their_company(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.cr.precommit.run()  # loads the branch's part of the chart
        self.env.user.company_ids |= branch
        self._invoice(1000, self._today(), company_id=branch.id)
        self._invoice(200, self._today())
        self.assertExposure({"open_due_later": 1200}, day=self._today())
        exposure = self.assertExposure({"open_due_later": 1200}, company=branch, day=self._today())
        self.assertEqual(exposure.gross, 1200, "who asks in the branch is told what the company is owed")
        rows = self.env["credit.exposure"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(rows.mapped("exposure_amount"), [1200], "nothing counts twice")

    def test_each_customer_of_a_group_owes_for_itself_and_the_group_for_all(self):
        daughter = self._customer("Aqua Leeds", parent_id=self.customer.id)
        self._profile(daughter)
        self._invoice(1000, self._today(), partner=daughter)
        self._invoice(200, self._today())
        day = self._today()
        own = self.assertExposure({"open_due_later": 200}, day=day)
        other = self.assertExposure({"open_due_later": 1000}, daughter, day=day)
        self.assertEqual(total([own, other]).gross, 1200)
        self.assertEqual(self._profile(daughter).parent_id, self._profile())

    def test_order_that_is_invoiced_by_delivery_counts_before_it_is_delivered(self):
        """Core's own figure is 0 until goods left."""
        self.assertEqual(self.pump.invoice_policy, "delivery")
        self._confirm(self._order([(self.pump, 3, 100.0)]))
        self.assertEqual(self.customer.with_company(self.company).credit_to_invoice, 0)
        self.assertExposure({"undelivered": 300})

    def test_order_that_is_invoiced_ahead_counts_once(self):
        self.pump.invoice_policy = "order"
        order = self._confirm(self._order([(self.pump, 10, 100.0)]))
        order._create_invoices().action_post()
        self.assertExposure({"open_due_later": 1000})
        self._deliver(order)
        self.assertExposure({"open_due_later": 1000})

    def test_goods_that_come_back_are_not_counted_twice(self):
        order = self._confirm(self._order([(self.pump, 10, 100.0)]))
        self._deliver(order)
        order._create_invoices().action_post()
        self._invoice(300, self._today(), move_type="out_refund")
        self.assertExposure({"open_due_later": 1000, "unapplied": -300})

    def test_restructured_balance_counts_when_its_parts_are_due(self):
        """A plan that moves an old balance to later days: entries on the receivable account."""
        today = self._today()
        old = self._invoice(900, fields.Date.subtract(today, days=90))
        receivable = self.company_data["default_account_receivable"]
        shared = {"account_id": receivable.id, "partner_id": self.customer.id}
        parts = [{**shared, "debit": 300.0, "date_maturity": fields.Date.add(today, days=30 * n)} for n in (1, 2, 3)]
        lines = [{**shared, "credit": 900.0}, *parts]
        plan = self.env["account.move"].create({"line_ids": [Command.create(line) for line in lines]})
        plan.action_post()
        items = old.line_ids | plan.line_ids.filtered("credit")
        items.filtered(lambda line: line.account_id == receivable).reconcile()
        exposure = self.assertExposure({"open_due_later": 900})
        self.assertEqual([maturity.amount for maturity in exposure.maturities], [300] * 3)
        self.assertExposure({"overdue": 300, "open_due_later": 600}, day=fields.Date.add(today, days=31))

    def test_batch_adds_to_each_total_once_and_not_once_for_each_invoice(self):
        other = self._customer("Other")
        mine = (self.customer.id, other.id)
        drafts = self.env["account.move"].union(
            *(self._invoice(10, "2027-01-10", partner=one, post=False) for one in (self.customer, other) * 10)
        )
        self.env.flush_all()
        self.env["credit.counter"]._fold()
        drafts.action_post()
        self.env.flush_all()
        # One row for each total that a statement of Odoo changes; Odoo's flush takes two at most.
        self.env.cr.execute(
            "SELECT partner_id, SUM(amount), COUNT(*) FROM credit_counter_change"
            " WHERE part = 'open' AND partner_id IN %s GROUP BY partner_id ORDER BY partner_id",
            [mine],
        )
        for partner_id, amount, count in self.env.cr.fetchall():
            self.assertIn(partner_id, mine)
            self.assertEqual(amount, 100)
            self.assertLessEqual(count, 2)
        self.env["credit.counter"]._fold()
        self.env.cr.execute(
            "SELECT partner_id, amount FROM credit_counter WHERE part = 'open' AND partner_id IN %s ORDER BY 1", [mine]
        )
        self.assertEqual(self.env.cr.fetchall(), [(self.customer.id, 100), (other.id, 100)])

    def test_totals_without_days_are_those_with_days(self):
        today = self._today()
        for days in (-40, -10, -1, 0, 5, 90):
            self._invoice(100 + days, today, fields.Date.add(today, days=days))
        order = self._confirm(self._order([(self.pump, 10, 100.0)]))
        self._deliver(order, 0.5)
        self.env.flush_all()
        profile = self._profile()
        whole = profile._get_exposure()[profile]
        short = profile._get_exposure(with_days=False, with_disputes=False)[profile]
        self.assertEqual(whole[:9], short[:9])
        self.assertEqual(whole.oldest_overdue_date, short.oldest_overdue_date)
        self.assertEqual(whole.commitments, short.commitments)
        self.assertEqual(len(short.maturities), 2)

    def test_day_of_which_all_is_paid_is_not_the_oldest(self):
        today = self._today()
        paid = self._invoice(100, today, fields.Date.add(today, days=-40))
        self._invoice(100, today, fields.Date.add(today, days=-10))
        self.env.flush_all()
        self.env["credit.counter"]._fold()
        self._pay(paid, today)
        self.env.flush_all()
        profile = self._profile()
        for exact in ({}, {"with_days": False}):
            with self.subTest(exact):
                exposure = profile._get_exposure(**exact)[profile]
                self.assertEqual(exposure.oldest_overdue_date, fields.Date.add(today, days=-10))
        self.assertEqual(profile._get_exposure(with_days=False, with_disputes=False)[profile].overdue, 100)

    def test_entry_on_the_receivable_account_is_counted(self):
        receivable = self.company_data["default_account_receivable"]
        lines = [
            {"account_id": receivable.id, "partner_id": self.customer.id, "debit": 77.0},
            {"account_id": self.company_data["default_account_revenue"].id, "credit": 77.0},
        ]
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": self._today(),
                "line_ids": [Command.create(line) for line in lines],
            }
        )
        self.assertExposure({})
        entry.action_post()
        exposure = self.assertExposure({"open_due_later": 77}, day=self._today())
        self.assertEqual(exposure.gross, 77)

    def test_sql_behind_the_orm_is_counted(self):
        self._invoice(1000, self._today())
        self.env.flush_all()
        self.env.cr.execute("UPDATE account_move_line SET amount_residual = 1 WHERE amount_residual = 1000")
        self.assertExposure({"open_due_later": 1})

    def test_folding_changes_no_total(self):
        self._invoice(1000, "2027-01-10", "2027-02-09")
        self._confirm(self._order([(self.pump, 2, 100.0)]))
        before = self.assertExposure({"open_due_later": 1000, "undelivered": 200}, day=self._day("2027-01-10"))
        for _time in range(2):
            self.env["credit.counter"]._fold()
            self.env.cr.execute("SELECT COUNT(*) FROM credit_counter_change")
            self.assertEqual(self.env.cr.fetchone()[0], 0)
            profile = self._profile()
            self.assertEqual(profile._get_exposure(self._day("2027-01-10"))[profile], before)

    def test_counting_anew_changes_no_total(self):
        self._invoice(1000, "2027-01-10", "2027-02-09")
        order = self._confirm(self._order([(self.pump, 10, 100.0)]))
        self._deliver(order, 0.5)
        day = self._day("2027-01-10")
        before = self.assertExposure({"open_due_later": 1000, "undelivered": 500, "delivered": 500}, day=day)
        self.env["credit.counter"]._rebuild()
        profile = self._profile()
        self.assertEqual(profile._get_exposure(day)[profile], before)

    def test_queries_do_not_grow_with_customers(self):
        counts = []
        for number in (2, 50):
            partners = self.env["res.partner"].create(
                [{"name": f"Customer {number}.{index}", "is_company": True} for index in range(number)]
            )
            for partner in partners:
                self._invoice(10, "2027-01-10", partner=partner, post=False)
            profiles = self._profile(partners)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(profiles._get_exposure()), number)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_figures_of_the_screen_are_searched_and_summed(self):
        today = self._today()
        self._invoice(1000, fields.Date.subtract(today, days=40), fields.Date.subtract(today, days=10))
        self._confirm(self._order([(self.pump, 2, 100.0)]))
        self.env.flush_all()
        profile = self._profile().with_user(self.reader)
        self.assertEqual((profile.overdue_amount, profile.undelivered_amount), (1000.0, 200.0))
        self.assertEqual(profile.exposure_amount, 1200.0)
        profiles = self.env["credit.profile"].with_user(self.reader)
        own = [("company_id", "=", self.company.id)]
        self.assertEqual(profiles.search([*own, ("exposure_amount", ">", 1199)]), profile)
        self.assertFalse(profiles.search([*own, ("exposure_amount", ">", 1200)]))
        self.assertEqual(profiles.search([*own, ("overdue_amount", ">", 0)]), profile)
        rows = self.env["credit.exposure"].with_user(self.reader)
        [[standing, total, overdue]] = rows._read_group(
            own, ["standing"], ["exposure_amount:sum", "overdue_amount:sum"]
        )
        self.assertEqual((standing, total, overdue), ("none", 1200.0, 1000.0))

    def test_rows_and_profile_say_the_same_in_foreign_currency(self):
        currency = self.setup_other_currency("CAD", rates=[("2020-01-01", 0.8)])
        pricelist = self.env["product.pricelist"].create({"name": "CAD", "currency_id": currency.id})
        self._confirm(self._order([(self.pump, 10, 100.0)], pricelist_id=pricelist.id))
        self.env.flush_all()
        profile = self._profile()
        self.assertEqual(self.env["credit.exposure"].browse(profile.id).exposure_amount, 1250.0)
        self.assertEqual(profile.exposure_amount, 1250.0)

    def test_subsidiary_among_the_contacts_owes_on_its_own(self):
        daughter = self._customer("Aqua Leeds", parent_id=self.customer.id)
        own = self._invoice(100, self._today())
        self._invoice(55, self._today(), partner=daughter)
        self.assertExposure({"open_due_later": 100})
        action = self._profile().with_user(self.controller).action_show_not_due()
        self.assertEqual(self.env["account.move.line"].search(action["domain"]).move_id, own)

    def test_each_figure_leads_to_its_rows(self):
        """The rows behind a figure add up to it."""
        today = self._today()
        self._invoice(1000, fields.Date.subtract(today, days=40), fields.Date.subtract(today, days=10))
        self._invoice(700, today, fields.Date.add(today, days=20))
        self._invoice(90, today, fields.Date.subtract(today, days=3)).action_toggle_block_payment()
        self._invoice(50, today, move_type="out_refund")
        self._invoice(300, today, post=False)
        order = self._confirm(self._order([(self.pump, 10, 100.0)]))
        self._deliver(order, 0.5)
        self._order([(self.pump, 1, 50.0)])
        profile = self._profile().with_user(self.controller)
        cases = [
            ("overdue", "action_show_overdue", "amount_residual", 1000),
            ("open_due_later", "action_show_not_due", "amount_residual", 700),
            ("disputed", "action_show_disputed", "amount_residual", 90),
            ("unapplied", "action_show_unapplied", "amount_residual", -50),
            ("draft", "action_show_drafts", "amount_residual", 300),
            ("undelivered", "action_show_undelivered", "credit_undelivered", 500),
            ("delivered", "action_show_delivered", "credit_delivered", 500),
            ("quoted", "action_show_quoted", "price_total", 50),
        ]
        for part, name, field, amount in cases:
            with self.subTest(part):
                action = getattr(profile, name)()
                rows = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(sum(rows.mapped(field)), amount)
                self.assertEqual(profile[f"{part}_amount"], amount)
