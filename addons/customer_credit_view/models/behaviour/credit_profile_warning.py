from datetime import timedelta

from markupsafe import escape
from odoo import SUPERUSER_ID, api, models

from ...logic.early_warning import Reason
from ..profile.credit_profile import READER

ACTIVITY = "customer_credit_view.mail_activity_early_warning"
LATELY = 30
WATCHED_FROM = ("none", "under_review", "good")


class CreditProfile(models.Model):
    """What an early warning does: a task for whoever acts on the customer, and *watch* where the company wants that."""

    _inherit = "credit.profile"

    def _take_warning(self, warnings):
        """Open one task for ``warnings`` unless one waits; put the customer on watch where the company wants that."""
        self.ensure_one()
        kind = self.env.ref(ACTIVITY)
        if not self.activity_ids.filtered(lambda activity: activity.activity_type_id == kind):
            self._schedule_warning(warnings)
        if self.company_id.credit_warning_sets_watch and self.standing in WATCHED_FROM:
            self._set_standing("watch", self._describe_warnings(warnings))

    def _schedule_warning(self, warnings):
        user = self._get_warned_person()
        # The log is for readers of credit. Where nobody of them is named, a seller gets the task, who reads no figures.
        self._message_log(body=self.with_context(lang=user.lang or self.env.lang)._describe_warnings(warnings))
        if not user:
            return
        told = self.with_context(lang=user.lang)
        note = told.env._(
            "There is an early warning about %(customer)s. Readers of credit find it under Payment Behaviour.",
            customer=self.partner_id.display_name,
        )
        # In the system's name: whoever it is for may not have written to this profile before.
        profile = self.with_user(SUPERUSER_ID)
        profile.activity_schedule(
            ACTIVITY,
            date_deadline=self.company_id._get_credit_today(),
            user_id=user.id,
            summary=told.env._("Early warning"),
            note=escape(note),
        )

    @api.model
    def _describe_warnings(self, warnings):
        """Return ``warnings`` in sentences, in the language of the environment."""
        return " ".join(self._describe_warning(warning) for warning in warnings)

    @api.model
    def _describe_warning(self, warning):
        match warning.reason:
            case Reason.SLOWING:
                return self.env._("Pays %(days)s days later each month.", days=f"{warning.found:.1f}")
            case Reason.BROKEN_TERMS:
                return self.env._(
                    "%(count)s items due in the last 90 days were paid late or are late.", count=int(warning.found)
                )
            case Reason.GRADE_DROP:
                return self.env._("The grade fell by %(steps)s.", steps=int(warning.found))

    # Hooks

    @api.model
    def _get_grade_drops(self, company):
        """Return ``{profile id: steps}`` of the profiles in ``company`` whose last assessment, of the last thirty days,
        gave a worse grade than the one before."""
        # sudo: the nightly look at all customers.
        assessments = self.env["credit.assessment"].sudo()
        since = company._get_credit_today() - timedelta(days=LATELY)
        done = [("company_id", "=", company.id), ("state", "=", "done"), ("date", ">", since)]
        latest = {made.profile_id: made for made in assessments.search(done, order="date, id")}
        return {profile.id: made.downgrade_steps for profile, made in latest.items() if made.downgrade_steps}

    def _get_credit_responsible(self):
        """Return who acts on this customer: its responsible, else who is named by the company, else nobody."""
        self.ensure_one()
        return self._get_credit_people()[:1]

    def _get_warned_person(self):
        """Return who is told of an early warning: the first of those who act on this customer who may read it."""
        people = self._get_credit_people()
        return (people.filtered(lambda user: user.has_group(READER)) or people)[:1]

    def _get_credit_people(self):
        people = self.user_id | self.company_id.credit_collector_id
        return people.filtered(lambda user: user.active and self.company_id in user.company_ids.root_id)
