import logging
from datetime import timedelta

from markupsafe import escape
from odoo import SUPERUSER_ID, api, fields, models

from .order_hold import OPEN_STATES

_logger = logging.getLogger(__name__)

BATCH = 100


class OrderHold(models.Model):
    """Who learns of a hold, when it is escalated, and the nightly look at all of them."""

    _inherit = "order.hold"

    @api.model
    def _get_responsible(self, refusal, company):
        """Return who must act on a new hold: named by the finding, else by the company, else nobody yet."""
        named = [finding.user_id for finding in refusal.findings if finding.user_id]
        people = self.env["res.users"].browse(named) | company.order_gate_user_id
        # With whoever has left, or never was in this company, the hold would wait unseen.
        return people.filtered(lambda user: user.active and company in user.company_ids)[:1]

    def _tell_placed(self):
        """A new hold becomes somebody's task; without a responsible person all controllers are told."""
        for hold in self:
            if hold.user_id:
                hold._schedule(hold.user_id, hold._get_note(hold.user_id.lang))
            else:
                note = hold._get_note(self.env.lang)
                hold.message_post(body=note, partner_ids=hold._get_controllers().partner_id.ids)
            hold._get_document()._message_log(
                body=self.env._("Held: %(reason)s (%(hold)s)", reason=hold.reason, hold=hold._get_html_link())
            )

    def _get_note(self, lang):
        """Say in the language of who must act that this document is held, and why."""
        hold = self.with_context(lang=lang)
        return hold.env._("%(document)s is held: %(reason)s", document=hold.document_name, reason=hold.reason)

    def _tell_ready(self):
        for hold in self:
            note = self.env._("%(document)s can go on: the cause is gone.", document=hold.document_name)
            people = hold.user_id | hold.author_id | hold.requested_by_id
            hold.message_post(body=note, partner_ids=hold._get_tellable(people).partner_id.ids)

    def _tell_decided(self, body):
        """Tell who waits for the decision."""
        self.ensure_one()
        people = self._get_tellable(self.author_id | self.requested_by_id) - self.env.user
        self.message_post(body=body, partner_ids=people.partner_id.ids)

    def _get_tellable(self, users):
        """Customers are told by the documents they see, not by our internal record."""
        return users.filtered(lambda user: user.active and user._is_internal())

    def _get_controllers(self):
        """The controllers who may act on this hold."""
        self.ensure_one()
        group = self.env.ref("order_gate.group_order_gate_controller")
        return group.all_user_ids.filtered(lambda user: user.active and self.company_id in user.company_ids)

    def _schedule(self, user, note):
        self.ensure_one()
        # In the system's name: whoever was refused could withdraw a task of his own.
        hold = self.with_user(SUPERUSER_ID).with_context(lang=user.lang)
        hold.activity_schedule(
            "mail.mail_activity_data_todo", date_deadline=self._get_today(), user_id=user.id, note=escape(note)
        )

    def _get_today(self):
        zone = self.company_id.partner_id.tz
        return fields.Date.context_today(self.with_context(tz=zone) if zone else self)

    # Crons

    @api.model
    def _cron_follow(self):
        """Every night: judge all open holds again, and escalate those that wait too long."""
        ids = self.search([("state", "in", OPEN_STATES)], order="id").ids
        self.env["ir.cron"]._commit_progress(remaining=len(ids))
        for start in range(0, len(ids), BATCH):
            self.browse(ids[start : start + BATCH]).exists()._look_again_or_log()
            if not self.env["ir.cron"]._commit_progress(len(ids[start : start + BATCH])):
                break

    def _look_again_or_log(self):
        try:
            with self.env.cr.savepoint():
                self.filtered(lambda hold: hold.state in OPEN_STATES)._rejudge()
                self._escalate()
        except Exception:
            if len(self) == 1:
                _logger.exception("The document of %s could not be judged again", self.name)
                return
            # One document that cannot be judged must not keep the others waiting.
            for hold in self:
                hold._look_again_or_log()

    def _escalate(self):
        """Give the holds that wait longer than their company allows to the person it names."""
        now = fields.Datetime.now()
        for hold in self.filtered(lambda hold: hold.state in OPEN_STATES and not hold.escalated_at):
            company = hold.company_id
            patience, user = company.order_gate_escalation_days, company.order_gate_escalation_user_id
            if not (patience and user.active) or hold.held_at > now - timedelta(days=patience):
                continue
            hold._advance(escalated_at=now)
            hold._schedule(
                user,
                self.env._(
                    "%(document)s has been held for %(days)s days: %(reason)s",
                    document=hold.document_name,
                    days=hold.age,
                    reason=hold.reason,
                ),
            )
