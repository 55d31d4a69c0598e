from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .rule_common import CreditRuleCommon


@tagged("post_install", "-at_install")
class TestRuleKinds(CreditRuleCommon):
    """Rules that look for what other parts know, from the document that tells it to the order that is held."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_credit_today()

    def _ago(self, days):
        return self.today - timedelta(days=days)

    def _codes(self):
        return [finding.code for finding in self._findings(self._order())]

    def _paid_late(self, days, amount=100):
        due = self._ago(days + 30)
        self._pay(self._invoice(amount, due, due), due + timedelta(days=days))

    def _count(self):
        self.env.flush_all()
        self.env["credit.behaviour"].sudo()._refresh(self._profile())

    def test_average_days_late(self):
        self._rule("days_late", days=10, payments=2)
        self._paid_late(10)
        self._count()
        self.assertFalse(self._codes(), "one payment is not yet an average of two")
        self._paid_late(10)
        self._count()
        self.assertFalse(self._codes(), "what is exactly at the threshold passes")
        self._paid_late(13)
        self._count()
        [finding] = self._findings(self._order())
        self.assertEqual(finding.code, "credit_days_late")
        self.assertIn("11 days late on average of 3 payments, 10 allowed", finding.explanation)

    def test_broken_promise(self):
        self._rule("broken_pledge")
        invoice = self._invoice(100, self._ago(20), self._ago(10))
        vals = {"profile_id": self._profile().id, "given_date": self._ago(8), "promised_date": self._ago(1)}
        self.company.credit_pledge_grace_days = 0
        pledge = self.env["credit.pledge"].with_user(self.analyst).create(vals)
        self.assertFalse(self._codes(), "nobody has judged it yet")
        pledge._judge()
        self.assertEqual(pledge.state, "broken")
        [finding] = self._findings(self._order())
        self.assertEqual(finding.code, "credit_broken_pledge")
        self._pay(invoice, self.today)
        self.assertEqual(self._codes(), ["credit_broken_pledge"], "a promise that was broken stays so")

    def test_missing_document(self):
        self.env["credit.checklist.item"].sudo().search([]).action_archive()
        kind = self.env["credit.document.type"].sudo().create({"name": "Register", "valid_months": 12})
        row = {"name": "Register", "kind": "document", "type_id": kind.id, "is_kept": True}
        self.env["credit.checklist.item"].sudo().create(row)
        self._rule("missing_document")
        [finding] = self._findings(self._order())
        self.assertEqual(finding.code, "credit_missing_document")
        self.assertIn("Register", finding.explanation)
        vals = {"partner_id": self.customer.id, "company_id": self.company.id, "file": "JVBERi0xLjc="}
        document = (
            self.env["credit.document"]
            .with_user(self.analyst)
            .create({**vals, "type_id": kind.id, "file_name": "register.pdf", "expiry_date": fields.Date.today()})
        )
        document.action_accept()
        self.assertFalse(self._codes(), "its last day counts")

    def test_limit_expired_with_grace(self):
        self._rule("limit_expired", grace_days=3)
        limit = self._limit(1000, date_from=self._ago(30), date_to=self._ago(3))
        self.assertFalse(self._codes())
        self.env.cr.execute("UPDATE credit_limit SET date_to = %s WHERE id = %s", [self._ago(4), limit.id])
        self.env.invalidate_all()
        self.assertEqual(self._codes(), ["credit_limit_expired"])
