import random
from datetime import date, timedelta
from decimal import Decimal

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..logic.early_warning import MonthLate, slope
from ..logic.payment_index import index, risk
from ..logic.payment_timeliness import Payment, timeliness
from ..logic.receivable_days import MonthSales, count_back, delinquent_days, effectiveness, period_days
from .common import CreditCommon

TODAY = date(2027, 6, 30)


@tagged("post_install", "-at_install")
@freeze_time("2027-06-30 10:00:00")
class TestBehaviour(CreditCommon):
    """What counts as a payment, when, and how much; on documents made as people make them."""

    def _figures(self, partner=None, day=None, company=None):
        self.env.flush_all()
        profile = self._profile(partner, company)
        return profile._get_behaviour(day)[profile]

    def _entry(self, partner, amount, day, account=None, journal=None):
        """Return the receivable item of a journal entry that lowers what ``partner`` owes."""
        receivable = self.company_data["default_account_receivable"]
        other = account or self.company_data["default_account_expense"]
        move = self.env["account.move"].create(
            {
                "journal_id": (journal or self.company_data["default_journal_misc"]).id,
                "date": day,
                "line_ids": [
                    Command.create({"account_id": receivable.id, "partner_id": partner.id, "credit": amount}),
                    Command.create({"account_id": other.id, "debit": amount}),
                ],
            }
        )
        move.action_post()
        return move.line_ids.filtered(lambda line: line.account_id == receivable)

    def _items(self, invoice):
        return invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")

    def _bank_line(self, amount, day, invoice, **vals):
        """A line of the bank, matched with what ``invoice`` has open."""
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company_data["default_journal_bank"].id,
                "date": day,
                "payment_ref": "Transfer",
                "amount": amount,
                "partner_id": self.customer.id,
                **vals,
            }
        )
        _liquidity, suspense, _other = line._seek_for_lines()
        item = self._items(invoice).filtered(lambda item: not item.reconciled)[:1]
        suspense.write({"account_id": item.account_id.id, "partner_id": item.partner_id.id})
        (suspense + item).reconcile()
        return line

    def test_days_count_to_the_day_of_the_payment(self):
        invoice = self._invoice(1000, "2027-03-01", "2027-03-31")
        self._pay(invoice, "2027-04-20")
        figures = self._figures()
        self.assertEqual((figures.payment_count, float(figures.paid_amount)), (1, 1000.0))
        self.assertEqual((figures.days_to_pay, figures.days_late, figures.on_terms_share), (50, 20, 0))
        self.assertEqual(figures.last_paid_date, date(2027, 4, 20))

    def test_prepayment_is_paid_on_its_own_day(self):
        """``max_date`` of the reconciliation would be the day of the invoice."""
        payment = self.env["account.payment"].create(
            {"partner_id": self.customer.id, "amount": 1000, "date": "2027-02-10", "payment_type": "inbound"}
        )
        payment.action_post()
        invoice = self._invoice(1000, "2027-03-01", "2027-03-31")
        credit = payment.move_id.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        (credit + self._items(invoice)).reconcile()
        self.assertEqual(self._figures().days_to_pay, -19)

    def test_3_s5_partial_payments(self):
        invoice = self._invoice(1000, "2027-03-01", "2027-03-31")
        self._pay(invoice, "2027-03-21", 400)
        self._pay(invoice, "2027-04-20", 600)
        figures = self._figures()
        self.assertAlmostEqual(figures.days_late, 8.0)
        self.assertAlmostEqual(figures.days_late_floored, 12.0)
        self.assertEqual(figures.payment_count, 2)

    def test_3_s4_weighting(self):
        for amount, days in ((100, 10), (1000, 20)):
            self._pay(self._invoice(amount, "2027-03-01"), date(2027, 3, 1) + timedelta(days=days))
        self.assertAlmostEqual(self._figures().days_to_pay, 19.0909, 4)

    def test_instalments_have_their_own_due_dates(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Half now, half in 30 days",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 30}),
                ],
            }
        )
        invoice = self._invoice(1000, "2027-03-01", invoice_payment_term_id=term.id, invoice_date_due=False)
        self.assertEqual(len(self._items(invoice)), 2)
        self._pay(invoice, "2027-03-31", 1000)
        figures = self._figures()
        self.assertEqual((figures.payment_count, figures.days_late, figures.on_terms_share), (2, 15.0, 0.5))

    def test_3_s6_credit_note_pays_nothing(self):
        invoice = self._invoice(1000, "2027-03-01", "2027-03-31")
        credit = self._invoice(1000, "2027-05-20", move_type="out_refund")
        (self._items(invoice) + self._items(credit)).reconcile()
        figures = self._figures()
        self.assertEqual((figures.payment_count, figures.days_late, figures.payment_index), (0, None, None))

    def test_credit_note_beside_a_payment_leaves_the_payment(self):
        invoice = self._invoice(1000, "2027-03-01", "2027-03-31")
        credit = self._invoice(400, "2027-05-20", move_type="out_refund")
        (self._items(invoice) + self._items(credit)).reconcile()
        self._pay(invoice, "2027-04-10")
        figures = self._figures()
        self.assertEqual((figures.payment_count, float(figures.paid_amount), figures.days_late), (1, 600, 10))

    def test_write_off_by_entry_pays_nothing(self):
        invoice = self._invoice(1000, "2027-03-01", "2027-03-31")
        (self._items(invoice) + self._entry(self.customer, 1000, "2027-06-01")).reconcile()
        self.assertEqual(self._figures().payment_count, 0)

    def test_what_is_written_off_with_a_payment_is_not_paid(self):
        invoice = self._invoice(1000, "2027-03-01", "2027-03-31")
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        self.env["account.payment.register"].with_context(**context).create(
            {
                "payment_date": "2027-04-10",
                "amount": 900,
                "payment_difference_handling": "reconcile",
                "writeoff_account_id": self.company_data["default_account_expense"].id,
            }
        )._create_payments()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertAlmostEqual(float(self._figures().paid_amount), 900)

    def test_plan_entries_are_no_payments(self):
        """A restructuring moves invoices into instalments by an entry: neither side was paid by that."""
        invoice = self._invoice(1000, "2027-03-01", "2027-03-31")
        plan = self._entry(
            self.customer, 1000, "2027-05-01", account=self.company_data["default_account_receivable"].copy()
        )
        (self._items(invoice) + plan).reconcile()
        self.assertEqual(self._figures().payment_count, 0)

    def test_excluded_journals_are_left_out(self):
        invoice = self._invoice(1000, "2027-03-01", "2027-03-31")
        payment = self._pay(invoice, "2027-04-10")
        self.assertEqual(self._figures().payment_count, 1)
        self.company.credit_excluded_journal_ids = payment.journal_id
        self.assertEqual(self._figures().payment_count, 0)

    def test_bank_line_is_a_payment_of_its_day(self):
        invoice = self._invoice(1000, "2027-03-01", "2027-03-31")
        self._bank_line(1000, "2027-04-06", invoice)
        figures = self._figures()
        self.assertEqual((figures.payment_count, figures.days_late), (1, 6))

    def test_payment_unreconciled_is_no_payment(self):
        invoice = self._invoice(1000, "2027-03-01", "2027-03-31")
        payment = self._pay(invoice, "2027-04-10")
        self._items(invoice).remove_move_reconcile()
        self.assertEqual(self._figures().payment_count, 0)
        payment.action_draft()
        payment.action_cancel()
        figures = self._figures()
        self.assertEqual((figures.payment_count, figures.open_late_count), (0, 1))

    def test_refund_of_a_credit_is_no_payment_by_the_customer(self):
        credit = self._invoice(300, "2027-03-01", move_type="out_refund")
        self._pay(credit, "2027-03-20")
        self.assertEqual(self._figures().payment_count, 0)

    def test_exchange_difference_pays_nothing(self):
        currency = self.setup_other_currency("EUR", rates=[("2027-01-01", 2.0), ("2027-04-01", 4.0)])
        invoice = self._invoice(1000, "2027-03-01", "2027-03-31", currency_id=currency.id)
        self._bank_line(250, "2027-04-10", invoice, foreign_currency_id=currency.id, amount_currency=1000)
        self.assertEqual(invoice.amount_residual, 0)
        figures = self._figures()
        self.assertEqual((figures.payment_count, figures.days_late), (1, 10))
        self.assertAlmostEqual(float(figures.paid_amount), 250)
        self.assertEqual(figures.receivable_amount, 0)

    def test_group_payer_counts_for_the_customer_who_owed(self):
        head = self._customer("Aqua Holding")
        invoice = self._invoice(1000, "2027-03-01", "2027-03-31")
        payment = self.env["account.payment"].create(
            {"partner_id": head.id, "amount": 1000, "date": "2027-04-10", "payment_type": "inbound"}
        )
        payment.action_post()
        credit = payment.move_id.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        (credit + self._items(invoice)).reconcile()
        self.assertEqual(self._figures().payment_count, 1)
        self.assertEqual(self._figures(head).payment_count, 0)
        experience = self.env["credit.payment.experience"].search([("move_id", "=", invoice.id)])
        self.assertEqual((experience.partner_id, experience.payer_id), (self.customer, head))

    def test_items_of_contacts_count_for_their_company(self):
        self._pay(self._invoice(1000, "2027-03-01", "2027-03-31", partner=self.buyer), "2027-04-10")
        self.assertEqual(self._figures().payment_count, 1)

    def test_each_company_has_its_own_figures(self):
        other = self.setup_other_company()["company"]
        self._pay(self._invoice(1000, "2027-03-01", "2027-03-31"), "2027-04-10")
        self.assertEqual(self._figures(company=other).payment_count, 0)
        self.assertEqual(self._figures().payment_count, 1)

    def test_what_is_open_and_late_is_told_beside(self):
        self._invoice(1000, "2027-05-01", "2027-06-20")
        self._invoice(500, "2027-06-01", "2027-06-30")
        contested = self._invoice(300, "2027-05-01", "2027-06-20")
        contested.action_toggle_block_payment()
        figures = self._figures()
        self.assertEqual((figures.open_late_amount, figures.open_late_count, figures.open_late_days), (1000, 1, 10))
        self.assertEqual((figures.current_amount, figures.disputed_amount), (500, 300))
        self.assertEqual(figures.oldest_due_date, date(2027, 6, 20))

    def test_past_day_knows_nothing_of_later(self):
        invoice = self._invoice(1000, "2027-03-01", "2027-03-31")
        self._pay(invoice, "2027-04-10")
        before = self._figures(day=date(2027, 4, 5))
        self.assertEqual((before.payment_count, before.open_late_amount, before.receivable_amount), (0, 1000, 1000))
        after = self._figures(day=date(2027, 4, 10))
        self.assertEqual((after.payment_count, after.open_late_amount, after.receivable_amount), (1, 0, 0))

    def test_statement_agrees_with_the_rules(self):
        """Random invoices and payments: the statement for all customers gives what the rules give one by one."""
        generator = random.Random(5)
        customers = [self._customer(f"Customer {number}") for number in range(4)]
        payments, sales, open_items = {}, {}, {}
        for customer in customers:
            payments[customer], sales[customer], open_items[customer] = [], [], []
            for _number in range(generator.randint(3, 7)):
                day = TODAY - timedelta(days=generator.randint(5, 350))
                due, amount = day + timedelta(days=generator.choice((0, 14, 30, 60))), generator.randint(100, 9000)
                invoice = self._invoice(amount, day, due, partner=customer)
                sales[customer].append((day, Decimal(amount)))
                paid = generator.choice((0, amount, amount // 2))
                paid_day = min(due + timedelta(days=generator.randint(-40, 160)), TODAY)
                if paid:
                    self._pay(invoice, paid_day, paid)
                    payments[customer].append(Payment(Decimal(paid), day, due, paid_day))
                if amount > paid:
                    open_items[customer].append((due, Decimal(amount - paid)))
        profiles = self._profile(self.env["res.partner"].union(*customers))
        self.env.flush_all()
        for profile, figures in profiles._get_behaviour().items():
            with self.subTest(profile.display_name):
                self._compare_paid(figures, payments[profile.partner_id])
                self._compare_owed(figures, sales[profile.partner_id], open_items[profile.partner_id])

    def _compare_paid(self, figures, payments):
        expected = timeliness(payments)
        self.assertEqual(figures.payment_count, expected.count)
        for name in ("days_to_pay", "days_late", "days_late_floored"):
            self.assertSame(getattr(figures, name), getattr(expected, name), name)
        self.assertSame(figures.on_terms_share, expected.on_terms, "on terms")
        found = index((payment.amount, payment.days_late) for payment in payments)
        self.assertSame(figures.payment_index, found, "index")
        self.assertEqual(figures.payment_risk, found and str(risk(found)))
        months = {}
        for payment in payments:
            if payment.paid_date > date(2026, 12, 31):
                month = payment.paid_date.year * 12 + payment.paid_date.month
                months.setdefault(month, []).append(payment)
        trend = [MonthLate(month, timeliness(paid).days_late) for month, paid in sorted(months.items())]
        self.assertSame(figures.late_slope, slope(trend), "slope")

    def _compare_owed(self, figures, sales, open_items):
        receivable = sum((amount for _due, amount in open_items), Decimal(0))
        current = sum((amount for due, amount in open_items if due >= TODAY), Decimal(0))
        sold = sum((amount for _day, amount in sales), Decimal(0))
        months = []
        for back in range(24):
            first = fields.Date.subtract(TODAY.replace(day=1), months=back)
            last = min(fields.Date.end_of(first, "month"), TODAY)
            sales_of_month = sum((amount for day, amount in sales if first <= day <= last), Decimal(0))
            months.append(MonthSales(sales_of_month, (last - first).days + 1))
        counted = count_back(receivable, months)
        self.assertSame(float(figures.receivable_amount), float(receivable), "receivable")
        self.assertSame(figures.dso, period_days(receivable, sold, 365), "DSO")
        self.assertSame(figures.best_possible_dso, period_days(current, sold, 365), "best possible")
        self.assertSame(figures.days_delinquent, delinquent_days(receivable, current, sold, 365), "delinquent")
        self.assertSame(figures.dso_count_back, counted.days, "count-back")
        self.assertEqual(figures.is_dso_more, counted.is_more)
        self.assertSame(figures.effectiveness, effectiveness(Decimal(0), sold, receivable, current), "effectiveness")

    def assertSame(self, found, expected, name):
        if expected is None or found is None:
            self.assertEqual(found, expected, name)
        else:
            self.assertAlmostEqual(float(found), expected, 6, name)
