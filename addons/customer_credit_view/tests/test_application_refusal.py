from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common_application import ApplicationCommon


@tagged("post_install", "-at_install")
class TestApplicationRefusal(ApplicationCommon):
    @freeze_time("2026-08-31")
    def test_refusal_says_why_and_when_to_come_again(self):
        application = self._refuse(self._recommended("refuse"), customer_note="We sell to you against prepayment.")
        self.assertRecordValues(
            application,
            [{"state": "refused", "reapply_date": fields.Date.to_date("2027-02-28"), "decided_amount": 0.0}],
        )
        self.assertEqual(self._profile().standing, "none")
        told = application.message_ids.filtered(lambda message: self.buyer in message.partner_ids)
        self.assertIn("the figures do not fit", told.body)
        self.assertIn("02/28/2027", told.body)
        self.assertNotIn("Thin equity", told.body, "our own reasons are ours")

    def test_decision_loosens_no_hold(self):
        application = self._recommended()
        self._profile()._set_standing("hold", "Insolvency is rumoured.")
        wizards = self.env["credit.application.decide"].with_user(self.controller)
        wizard = wizards.create({"application_id": application.id, "note": "Not now."})
        self.assertEqual(wizard.standing, "hold")
        application.with_user(self.controller)._refuse_credit(self.reason, "Not now.")
        self.assertEqual(self._profile().standing, "hold")

    def test_nobody_applies_before_the_day(self):
        today = fields.Date.today()
        self._refuse(self._recommended("refuse"), reapply_date=today + timedelta(days=10))
        again = self._application()
        with freeze_time(today + timedelta(days=9)):
            self._assert_refused("can be made from", again.action_submit)
        with freeze_time(today + timedelta(days=10)):
            again.action_submit()
        self.assertEqual(again.state, "submitted")

    def test_nobody_applies_before_the_day_as_another_contact_with_the_same_tax_id(self):
        today = fields.Date.today()
        self.customer.vat = "BE0477472701"
        self._refuse(self._recommended("refuse"), reapply_date=today + timedelta(days=10))
        self.customer.action_archive()
        anew = self._customer("Aqua Works again", vat="BE0477472701")
        other = self._customer("Somebody else", vat="BE0428759497")
        for partner in (anew, other):
            application = self._application(partner_id=partner.id, contact_id=False)
            self._answer(application, "Register", document_ids=[Command.set(self._document(partner_id=partner.id).ids)])
            if partner == other:
                application.action_submit()
                continue
            self._assert_refused("can be made from", application.action_submit)
            with freeze_time(today + timedelta(days=10)):
                application.action_submit()
            self.assertEqual(application.state, "submitted")

    def test_older_contact_with_the_same_tax_id_waits_too(self):
        today = fields.Date.today()
        anew = self._customer("Aqua Works again", vat="BE0477472701")
        refused = self._recommended("refuse", partner_id=anew.id, contact_id=False)
        self._refuse(refused, reapply_date=today + timedelta(days=10))
        self.customer.vat = "BE0477472701"
        self._document()
        self._assert_refused("can be made from", self._application().action_submit)

    def test_customers_without_a_tax_id_are_not_one(self):
        """A slash says that there is none."""
        anew = self._customer("Somebody else", vat="/")
        refused = self._recommended("refuse", partner_id=anew.id, contact_id=False)
        self._refuse(refused, reapply_date=fields.Date.today() + timedelta(days=10))
        self.customer.vat = "/"
        self._document()
        application = self._application()
        application.action_submit()
        self.assertEqual(application.state, "submitted")
        self.assertFalse(self._profile()._get_double() | self._profile(anew)._get_double())

    def test_refusal_needs_a_reason_and_no_day_in_the_past(self):
        application = self._recommended("refuse").with_user(self.controller)
        none = self.env["credit.refusal.reason"]
        self._assert_refused("choose why", application._refuse_credit, none, "x")
        past = fields.Date.today() - timedelta(days=1)
        self._assert_refused("from today on", application._refuse_credit, self.reason, "x", reapply_date=past)
        self._assert_refused("give a reason", application._refuse_credit, self.reason, " ")
