from datetime import timedelta

from odoo.addons.evidence_ledger.exceptions import ActRefused
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from ..exceptions import PledgeRefused
from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestPledge(CreditCommon):
    """A promise to pay, from the phone to its end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_credit_today()
        cls.company.credit_pledge_grace_days = 0

    def _day(self, days):
        return self.today + timedelta(days=days)

    def _pledge(self, amount=0, promised=5, given=0, user=None, **vals):
        pledges = self.env["credit.pledge"].with_user(user or self.analyst)
        return pledges.create(
            {
                "profile_id": self._profile().id,
                "amount": amount,
                "given_date": self._day(given),
                "promised_date": self._day(promised),
                **vals,
            }
        )

    def _owe(self, amount=1000, due=-10, **vals):
        return self._invoice(amount, self._day(due - 20), self._day(due), **vals)

    def test_pledge_is_over_what_is_due_by_its_day(self):
        late, soon = self._owe(), self._owe(500, due=3)
        self._owe(700, due=30)
        contested = self._owe(50)
        contested.action_toggle_block_payment()
        pledge = self._pledge()
        self.assertEqual(pledge.amount, 1500)
        self.assertEqual(set(pledge.item_ids.mapped("move_name")), {late.name, soon.name})
        self.assertTrue(pledge.name.startswith("PTP"))
        entries = self.env["evidence.entry"].sudo().search([("subject_key", "=", pledge.name)])
        self.assertEqual(entries.mapped("event"), ["credit.pledge_given"])

    def test_amount_of_chosen_items_is_all_that_is_open_on_them(self):
        self._owe(700)
        chosen = self._owe(300)
        due = chosen.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        pledge = self._pledge(amount=False, item_ids=[Command.create({"line_id": due.id})])
        self.assertEqual((pledge.amount, pledge.item_ids.mapped("move_name")), (300, [chosen.name]))

    def test_kept(self):
        invoice = self._owe()
        pledge = self._pledge(promised=0)
        pledge._judge()
        self.assertEqual(pledge.state, "open")
        self._pay(invoice, self.today)
        pledge.invalidate_recordset()
        self.assertEqual(pledge.paid_amount, 1000)
        pledge.with_user(self.reader).action_judge()
        self.assertEqual((pledge.state, pledge.kept_amount, pledge.ended_date), ("kept", 1000, self.today))

    def test_partly_and_broken(self):
        for paid, state in ((400, "partly"), (0, "broken")):
            with self.subTest(state):
                invoice = self._owe()
                pledge = self._pledge(1000, promised=-1, given=-5)
                if paid:
                    self._pay(invoice, self._day(-2), paid)
                pledge._judge()
                self.assertEqual((pledge.state, pledge.kept_amount), (state, paid))
                kind = self.env.ref("customer_credit_view.mail_activity_pledge")
                self.assertEqual(pledge.activity_ids.activity_type_id, kind)
                self.assertEqual(pledge.activity_ids.user_id, self.analyst)
                self._pay(invoice, self.today)
        self.assertEqual(self._profile().broken_pledge_count, 2)
        found = self.env["credit.profile"].search([("broken_pledge_count", ">", 0)])
        self.assertIn(self._profile(), found)

    def test_payment_before_the_promise_keeps_nothing(self):
        invoice = self._owe()
        self._pay(invoice, self._day(-6), 400)
        pledge = self._pledge(promised=-1, given=-5)
        self.assertEqual(pledge.amount, 600)
        pledge._judge()
        self.assertEqual((pledge.state, pledge.kept_amount), ("broken", 0))

    def test_promise_given_long_ago_is_not_kept_by_what_was_paid_before_it_was_taken_down(self):
        invoice = self._owe(1000)
        self._pay(invoice, self._day(-5), 400)
        self.env.flush_all()
        ids = invoice.line_ids.matched_credit_ids._ids
        self.env.cr.execute("UPDATE account_partial_reconcile SET create_date = '2020-01-01' WHERE id IN %s", [ids])
        pledge = self._pledge(given=-8, promised=1)
        self.assertEqual((pledge.amount, pledge.paid_amount), (600, 0))
        self._pay(invoice, self.today, 200)
        pledge._judge()
        self.assertEqual(pledge.state, "open")
        self._pay(invoice, self.today, 400)
        pledge._judge()
        self.assertEqual((pledge.state, pledge.kept_amount), ("kept", 600))

    def test_grace_and_tolerance(self):
        self.company.write({"credit_pledge_grace_days": 2, "credit_pledge_tolerance": 1})
        invoice = self._owe()
        pledge = self._pledge(promised=-2, given=-5)
        self._pay(invoice, self.today, 999)
        pledge._judge()
        self.assertEqual(pledge.state, "kept")

    def test_credit_note_is_no_payment_and_lessens_the_promise(self):
        invoice = self._owe()
        pledge = self._pledge(promised=-1, given=-5)
        credit = self._invoice(1000, self._day(-3), move_type="out_refund")
        items = (invoice + credit).line_ids.filtered(lambda line: line.display_type == "payment_term")
        items.reconcile()
        pledge._judge()
        self.assertEqual(pledge.state, "void")

    def test_item_is_promised_once_at_a_time(self):
        self._owe()
        first = self._pledge(promised=-1, given=-5)
        with self.assertRaises(ValidationError):
            self._pledge()
        line = first.item_ids.line_id
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self._pledge(item_ids=[Command.create({"line_id": line.id})])
        first._judge()
        self.assertEqual(first.state, "broken")
        self.assertEqual(self._pledge().amount, 1000)

    def test_promise_beyond_what_is_open_is_refused(self):
        self._owe()
        for vals in (
            {"amount": 1001},
            {"amount": -1},
            {"promised": -1, "given": 0},
            {"given": 1, "promised": 5},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self._pledge(**vals)

    def test_items_of_others_are_refused(self):
        other = self._owe(partner=self._customer("Bello"))
        self._owe()
        line = other.line_ids.filtered(lambda line: line.display_type == "payment_term")
        income = other.line_ids - line
        for refused in (line, income):
            with self.subTest(refused.account_id.name), self.assertRaises(ValidationError):
                self._pledge(item_ids=[Command.create({"line_id": refused[0].id})])

    def test_other_currency_is_a_promise_of_its_own(self):
        currency = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        self._owe(600, currency_id=currency.id)
        with self.assertRaises(ValidationError):
            self._pledge()
        pledge = self._pledge(currency_id=currency.id)
        self.assertEqual((pledge.amount, pledge.company_amount), (600, 300))

    def test_promise_stays_as_it_was_given(self):
        self._owe()
        pledge = self._pledge()
        for vals in ({"amount": 1}, {"promised_date": self._day(90)}, {"profile_id": self._profile(self.partner_a).id}):
            with self.subTest(vals), self.assertRaises(PledgeRefused):
                pledge.write(vals)
        for vals in ({"state": "kept"}, {"kept_amount": 1000}):
            with self.subTest(vals), self.assertRaises(ActRefused):
                pledge.write(vals)
        with self.assertRaises(PledgeRefused):
            pledge.item_ids.sudo().write({"is_open": False})
        with self.assertRaises(PledgeRefused):
            pledge.sudo().unlink()
        pledge.note = "Called back."

    def test_nothing_is_added_to_a_promise(self):
        self._owe()
        pledge = self._pledge(promised=5)
        other = self._owe(300).line_ids.filtered("date_maturity")
        items = self.env["credit.pledge.item"].with_user(self.analyst)
        with self.assertRaises(PledgeRefused):
            items.create({"pledge_id": pledge.id, "line_id": other.id})

    def test_withdrawn_with_a_reason(self):
        self._owe()
        pledge = self._pledge()
        with self.assertRaises(PledgeRefused):
            pledge.action_withdraw()
        pledge.action_withdraw("Taken down for the wrong customer.")
        self.assertEqual(pledge.state, "void")
        with self.assertRaises(PledgeRefused):
            pledge.action_withdraw("Again.")
        self.assertEqual(self._pledge().amount, 1000)

    def test_readers_take_no_promises(self):
        self._owe()
        with self.assertRaises(AccessError):
            self._pledge(user=self.reader)
        with self.assertRaises(AccessError):
            self.env["credit.pledge"].with_user(self.seller).search([])

    def test_kept_share_is_in_the_behaviour(self):
        for paid in (300, 0):
            invoice = self._owe(300)
            pledge = self._pledge(promised=-1, given=-5)
            if paid:
                self._pay(invoice, self._day(-1))
            pledge._judge()
            if not paid:
                self.assertEqual(pledge.state, "broken")
        self.env.flush_all()
        profile = self._profile()
        figures = profile._get_behaviour()[profile]
        self.assertEqual((figures.pledge_count, float(figures.pledge_kept_share)), (2, 0.5))

    def test_chosen_items_are_promised_from_their_list(self):
        self._owe()
        chosen = self._owe(300)
        items = self.env["credit.open.item"].with_user(self.analyst).search([("move_id", "=", chosen.id)])
        context = items.action_pledge()["context"]
        pledge = (
            self.env["credit.pledge"]
            .with_user(self.analyst)
            .with_context(**context)
            .create({"promised_date": self._day(3)})
        )
        self.assertEqual((pledge.amount, pledge.item_ids.mapped("move_name")), (300, [chosen.name]))

    def test_every_night(self):
        self._owe()
        pledge = self._pledge(promised=-1, given=-5)
        with self.enter_registry_test_mode():
            self.env.ref("customer_credit_view.ir_cron_credit_pledges").method_direct_trigger()
        self.assertEqual(pledge.state, "broken")

    def test_judging_takes_a_constant_number_of_queries(self):
        counts = []
        for number in (2, 20):
            pledges = self.env["credit.pledge"]
            for index in range(number):
                partner = self._customer(f"Promising {number}.{index}")
                self._owe(partner=partner)
                pledges += (
                    self.env["credit.pledge"]
                    .with_user(self.analyst)
                    .create({"profile_id": self._profile(partner).id, "promised_date": self._day(5)})
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            pledges._judge()
            counts.append(self.env.cr.sql_log_count - before)
        # The first also fills caches that stay.
        self.assertLessEqual(counts[1], counts[0])
