from datetime import timedelta

from odoo.addons.evidence_ledger.exceptions import ActRefused
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from ..exceptions import DisputeRefused
from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestDispute(CreditCommon):
    """What a customer contests: blocked as core blocks, with an owner and an end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_credit_today()
        cls.invoice = cls._invoice(1000, cls.today - timedelta(days=40), cls.today - timedelta(days=10))

    def _dispute(self, user=None, **vals):
        vals = {"move_id": self.invoice.id, "reason": "quality", "user_id": self.analyst.id, **vals}
        return self.env["credit.dispute"].with_user(user or self.analyst).create(vals)

    def test_dispute_blocks_the_invoice(self):
        dispute = self._dispute(amount=200)
        self.assertEqual(self.invoice.payment_state, "blocked")
        self.assertEqual((dispute.state, dispute.partner_id), ("open", self.customer))
        self.assertEqual(dispute.activity_ids.user_id, self.analyst)
        profile = self._profile()
        exposure = profile._get_exposure()[profile]
        self.assertEqual((exposure.disputed, exposure.overdue), (1000, 0))
        self.assertEqual(profile.dispute_count, 1)

    def test_contested_is_not_overdue_in_searches_and_rows_either(self):
        profiles = self.env["credit.profile"].with_user(self.reader)
        domain = [("partner_id", "=", self.customer.id), ("overdue_amount", ">", 0)]
        profile = self._profile()
        self.env.flush_all()
        self.assertEqual(profiles.search(domain), profile)
        self._dispute()
        self.env.flush_all()
        self.assertFalse(profiles.search(domain))
        row = self.env["credit.exposure"].with_user(self.reader).browse(profile.id)
        self.assertEqual((row.overdue_amount, row.disputed_amount, row.open_amount), (0, 1000, 1000))

    def test_part_payment_leaves_it_contested(self):
        dispute = self._dispute()
        payment = self.env["account.payment"].create(
            {"partner_id": self.customer.id, "amount": 300, "payment_type": "inbound", "partner_type": "customer"}
        )
        payment.action_post()
        items = (payment.move_id | self.invoice).line_ids
        items.filtered(lambda item: item.account_type == "asset_receivable").reconcile()
        self.env.flush_all()
        profile = self._profile()
        self.assertEqual((dispute.state, profile._get_exposure()[profile].disputed), ("open", 700))

    def test_contested_is_what_was_said_and_no_more_than_is_open(self):
        dispute = self._dispute()
        self.assertEqual(dispute.contested_amount, 1000)
        dispute.settlement = "Looked at."
        dispute.action_reject()
        self.env.flush_all()
        self.assertEqual(self._dispute(amount=200).contested_amount, 200)

    def test_settled_dispute_frees_the_invoice(self):
        for act, state in (("action_accept", "accepted"), ("action_reject", "rejected")):
            with self.subTest(state):
                dispute = self._dispute()
                with self.assertRaises(DisputeRefused):
                    getattr(dispute, act)()
                dispute.settlement = "Looked at the photos."
                getattr(dispute, act)()
                self.assertEqual((dispute.state, dispute.settled_by_id), (state, self.analyst))
                self.assertEqual(self.invoice.payment_state, "not_paid")
                self.assertFalse(dispute.activity_ids)
                with self.assertRaises(DisputeRefused):
                    getattr(dispute, act)()
                with self.assertRaises(DisputeRefused):
                    dispute.settlement = "Something else."

    def test_partly_paid_invoice_is_partly_paid_again(self):
        self._pay(self.invoice, self.today, 400)
        dispute = self._dispute()
        self.assertEqual(self.invoice.payment_state, "blocked")
        dispute.settlement = "Found."
        dispute.action_reject()
        self.assertEqual(self.invoice.payment_state, "partial")

    def test_core_button_does_not_free_what_is_contested(self):
        self._dispute()
        with self.assertRaises(DisputeRefused):
            self.invoice.action_toggle_block_payment()
        self.assertEqual(self.invoice.payment_state, "blocked")

    def test_core_button_works_as_before_without_a_dispute(self):
        self.invoice.action_toggle_block_payment()
        profile = self._profile()
        self.assertEqual(profile._get_exposure()[profile].disputed, 1000)
        self.invoice.action_toggle_block_payment()
        self.assertEqual(self.invoice.payment_state, "not_paid")

    def test_one_open_dispute_for_an_invoice(self):
        self._dispute()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self._dispute()

    def test_senseless_disputes_are_refused(self):
        paid = self._invoice(100, self.today)
        self._pay(paid, self.today)
        draft = self._invoice(100, self.today, post=False)
        credit = self._invoice(100, self.today, move_type="out_refund")
        for vals in (
            {"amount": -1},
            {"amount": 1001},
            {"raised_date": self.today + timedelta(days=1)},
            {"deadline_date": self.today - timedelta(days=1)},
            {"move_id": paid.id},
            {"move_id": draft.id},
            {"move_id": credit.id},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self._dispute(**vals)

    def test_what_is_contested_stays(self):
        dispute = self._dispute()
        for vals in ({"amount": 5}, {"move_id": self._invoice(5, self.today).id}, {"reason": "price"}):
            with self.subTest(vals), self.assertRaises(DisputeRefused):
                dispute.write(vals)
        with self.assertRaises(ActRefused):
            dispute.write({"state": "rejected"})
        with self.assertRaises(DisputeRefused):
            dispute.sudo().unlink()
        dispute.user_id = self.controller

    def test_owner_settles_what_others_do_not_see(self):
        dispute = self._dispute(user_id=self.seller.id)
        other = self._user("other_seller", "sales_team.group_sale_salesman")
        self.assertFalse(self.env["credit.dispute"].with_user(other).search([]))
        own = self.env["credit.dispute"].with_user(self.seller).search([])
        self.assertEqual(own, dispute)
        own.settlement = "The customer has sent photos."
        own.action_accept()
        self.assertEqual(self.invoice.payment_state, "not_paid")

    def test_readers_see_and_do_not_write(self):
        dispute = self._dispute().with_user(self.reader)
        self.assertEqual(dispute.open_amount, 1000)
        with self.assertRaises(AccessError):
            dispute.settlement = "x"
        with self.assertRaises(AccessError):
            self._dispute(user=self.reader, move_id=self._invoice(5, self.today).id)

    def test_acts_are_sealed(self):
        dispute = self._dispute(description="Wet boxes", amount=10)
        dispute.settlement = "Found."
        dispute.action_accept()
        entries = self.env["evidence.entry"].sudo().search([("subject_key", "=", dispute.name)], order="sequence")
        self.assertEqual(entries.mapped("event"), ["credit.dispute_raised", "credit.dispute_settled"])
        self.assertNotIn("Wet boxes", "".join(entries.mapped("payload")))
