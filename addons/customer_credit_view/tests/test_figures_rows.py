from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import CreditCommon

ITEMS = {
    "overdue": "action_show_overdue",
    "open_due_later": "action_show_not_due",
    "disputed": "action_show_disputed",
    "unapplied": "action_show_unapplied",
}
LINES = {"quoted": "price_total", "undelivered": "credit_undelivered", "delivered": "credit_delivered"}


@tagged("post_install", "-at_install")
class TestFiguresRows(CreditCommon):
    """Each figure of the profile is the sum of the rows that its button opens, and each number on a button theirs."""

    def rows(self, action):
        return self.env[action["res_model"]].sudo().search(action["domain"])

    def own(self, amount, currency):
        return currency._convert(amount, self.company.currency_id, self.company, self._today(), round=False)

    def assert_same(self, profile, **expected):
        """Compare each figure of ``profile`` with its rows, and with what is ``expected`` of some."""
        self.env.flush_all()
        self.env.invalidate_all()
        sums = {
            part: sum(self.rows(getattr(profile, name)()).mapped("amount_residual")) for part, name in ITEMS.items()
        }
        for part, name in LINES.items():
            lines = self.rows(getattr(profile, f"action_show_{part}")())
            sums[part] = sum(self.own(line[name], line.currency_id) for line in lines)
        drafts = self.rows(profile.action_show_drafts()).line_ids
        receivable = drafts.filtered(lambda item: item.account_type == "asset_receivable")
        sums["draft"] = sum(receivable.mapped("balance"))
        for part, amount in sums.items():
            with self.subTest(part):
                self.assertAlmostEqual(profile[f"{part}_amount"], amount, 2)
                self.assertAlmostEqual(amount, expected.get(part, amount), 2)

    def test_everything_at_once(self):
        today = self._today()
        late, later = today - timedelta(days=10), today + timedelta(days=20)
        daughter = self._customer("Aqua Leeds", parent_id=self.customer.id)
        for partner in (self.customer, self.buyer, daughter):
            self._invoice(1000, today - timedelta(days=40), due=late, partner=partner)
            self._invoice(700, today, due=later, partner=partner)
            self._invoice(90, today, due=late, partner=partner).action_toggle_block_payment()
            self._invoice(50, today, move_type="out_refund", partner=partner)
            self._invoice(300, today, post=False, partner=partner)
            self._invoice(-20, today, post=False, partner=partner)
            self._invoice(33, today, move_type="out_refund", post=False, partner=partner)
        self._profile(daughter)
        foreign = self.setup_other_currency("CAD", rates=[("2020-01-01", 0.8)])
        pricelist = self.env["product.pricelist"].create({"name": "CAD", "currency_id": foreign.id})
        abroad = self._order([(self.pump, 10, 100.0)], pricelist_id=pricelist.id, partner_id=self.buyer.id)
        paid_ahead = self._order([(self.pump, 4, 100.0)])
        (abroad + paid_ahead).sudo().action_confirm()
        self._deliver(abroad, 0.5)
        advance = self.env["sale.advance.payment.inv"].sudo()
        advance = advance.with_context(active_model="sale.order", active_ids=paid_ahead.ids)
        advance.create({"advance_payment_method": "percentage", "amount": 25}).create_invoices()
        paid_ahead.sudo().invoice_ids.action_post()
        self._order([(self.pump, 1, 60.0), (self.pump, 1, -10.0)], partner_id=self.buyer.id)
        profile = self._profile().with_user(self.controller)
        self.assert_same(
            profile,
            overdue=2000,
            disputed=180,
            unapplied=-100,
            draft=600,
            quoted=50,
            undelivered=625 + 400,
            delivered=625 - 100,
        )
        self.assert_same(self._profile(daughter).with_user(self.controller), overdue=1000, undelivered=0, draft=300)

    def test_numbers_on_buttons(self):
        today = self._today()
        profile = self._profile().with_user(self.controller)
        invoices = self._invoice(100, today) + self._invoice(200, today)
        disputes = self.env["credit.dispute"].with_user(self.controller)
        disputes = disputes.create([{"move_id": move.id, "reason": "price"} for move in invoices])
        disputes[0].write({"settlement": "Explained."})
        disputes[0].action_reject()
        self.assertEqual((profile.dispute_count, self.rows(profile.action_view_disputes())), (1, disputes[1]))
        pledges = self.env["credit.pledge"].sudo()
        for amount, state, ended in ((10, "broken", 5), (20, "kept", 5), (30, "partly", 900), (40, "partly", 6)):
            self._invoice(amount, today)
            vals = {"profile_id": profile.id, "amount": amount, "promised_date": today}
            pledge = pledges.create({**vals, "currency_id": self.company.currency_id.id})
            pledge._act({"state": state, "ended_date": today - timedelta(days=ended)})
        profile.invalidate_recordset()
        self.assertEqual(profile.broken_pledge_count, 2)
        self.assertEqual(sorted(self.rows(profile.action_view_broken_pledges()).mapped("amount")), [10, 40])
        self.assertEqual(len(self.rows(profile.action_view_pledges())), 4)

    def test_payments_of_branches_are_behind_the_figures_of_the_company(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.cr.precommit.run()  # loads the branch's part of the chart
        self.env.user.company_ids |= branch
        today = self._today()
        for company in (self.company, branch):
            invoice = self._invoice(100, today - timedelta(days=20), company_id=company.id)
            self._pay(invoice.with_company(company), today)
        self._profile()
        self.env.flush_all()
        self.env["credit.behaviour"]._count_all(self.company)
        row = self._profile().behaviour_ids
        paid = self.rows(row.action_view_payments())
        self.assertEqual((row.payment_count, len(paid)), (2, 2))
        months = self.rows(row.action_view_months())
        self.assertEqual(sum(months.mapped("payment_count")), 2)
        self.assertEqual(paid.company_id, self.company + branch)

    def test_orders_of_several_instalments(self):
        lines = [{"value": "percent", "value_amount": 50, "nb_days": days} for days in (0, 40)]
        terms = self.env["account.payment.term"].create(
            {"name": "Halves", "line_ids": [Command.create(line) for line in lines]}
        )
        today = self._today()
        self._invoice(100, today - timedelta(days=5), invoice_payment_term_id=terms.id)
        profile = self._profile().with_user(self.controller)
        self.assert_same(profile, overdue=50, open_due_later=50)
