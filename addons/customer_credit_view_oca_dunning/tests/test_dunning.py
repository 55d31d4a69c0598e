from datetime import timedelta

from odoo.addons.customer_credit_view.tests.common import CreditCommon
from odoo.fields import Command
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestDunning(CreditCommon):
    """A run reminds of what is late, and of nothing that is contested or promised."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.sudo().group_ids |= cls.env.ref("account_credit_control.group_account_credit_control_manager")
        cls.today = cls.company._get_credit_today()
        cls.late, cls.other = (cls._owe(amount) for amount in (1000, 500))
        mails = cls.env["mail.template"].search([("model", "=", "credit.control.communication")], limit=1)
        level = {
            "name": "First",
            "level": 1,
            "computation_mode": "net_days",
            "delay_days": 5,
            "channel": "letter",
            "email_template_id": mails.id,
            "custom_text": "Please pay.",
            "custom_mail_text": "Please pay.",
        }
        policy = {"name": "Letters", "account_ids": [Command.set(cls.late.line_ids.account_id.ids)]}
        cls.policy = cls.env["credit.control.policy"].create({**policy, "level_ids": [Command.create(level)]})
        cls.company.credit_policy_id = cls.policy

    @classmethod
    def _owe(cls, amount):
        return cls._invoice(amount, cls.today - timedelta(days=60), cls.today - timedelta(days=30))

    def _run(self):
        """Return the invoices that a run of today reminds of."""
        vals = {"date": self.today, "company_id": self.company.id, "policy_ids": [Command.set(self.policy.ids)]}
        run = self.env["credit.control.run"].create(vals)
        self.env.flush_all()
        run._generate_credit_lines()
        return run.line_ids.invoice_id

    def test_what_is_late_is_reminded_of(self):
        self.assertEqual(self._run(), self.late | self.other)

    def test_contested_invoice_is_not(self):
        dispute = (
            self.env["credit.dispute"]
            .with_user(self.analyst)
            .create({"move_id": self.other.id, "reason": "quality", "description": "Leaks."})
        )
        self.assertEqual(self._run(), self.late)
        dispute.settlement = "They do not leak."
        dispute.action_reject()
        self.assertEqual(self._run(), self.late | self.other)

    def test_promised_item_is_not_until_its_day_has_passed(self):
        days = {"given_date": self.today, "promised_date": self.today + timedelta(days=5)}
        pledges = self.env["credit.pledge"].with_user(self.analyst)
        pledge = pledges.create({"profile_id": self._profile().id, **days})
        self.assertFalse(self._run())
        pledge.action_withdraw("A mistake.")
        self.assertEqual(self._run(), self.late | self.other)
