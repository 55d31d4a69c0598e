import logging

from odoo import api, fields, models
from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.exceptions import UserError

from ...exceptions import CounterOfferExpired, OrderIncomplete, OrderStateRefused
from ...logic.given import is_said

_logger = logging.getLogger(__name__)


class CustomerOrderAmendment(models.Model):
    """How both sides come to agree on an amendment, or do not."""

    _inherit = "customer.order.amendment"

    @api.depends("consent_ids.party", "consent_ids.content_hash", "content_hash")
    def _compute_agreed(self):
        # Who agreed to something else did not agree to this.
        for amendment in self:
            consents = amendment.consent_ids.filtered(lambda c, own=amendment: c.content_hash == own.content_hash)
            amendment.is_customer_agreed = "customer" in consents.mapped("party")
            amendment.is_company_agreed = "company" in consents.mapped("party")

    def action_propose(self):
        """Agree to the amendments in the company's name and ask the customer, where it has not agreed yet."""
        self.order_id._check_manager()
        for amendment in self:
            amendment._propose()
        return True

    def _propose(self):
        self._begin("draft")
        self._check_possible()
        self._freeze(self._rehearse())
        order = self.order_id
        self._advance("proposed", proposed_at=self.env.cr.now(), valid_until=self._get_valid_until())
        order._seal("customer_order.amendment_proposed", self._prepare_evidence_payload(), reason=self.reason)
        self._consent(channel="user", party="company", name=self.env.user.name)
        self._follow_agreement()

    def action_send(self):
        """Open the mail that asks the customer to agree, with the link to the portal."""
        self.ensure_one()
        order = self.order_id
        if order._get_amendment_to_answer() != self:
            raise OrderStateRefused(self.env._("%s does not wait for the customer's answer.", self.name))
        return {
            **order._prepare_mail_action(self.env.ref("customer_order_mgmt.mail_template_customer_order_amendment")),
            "name": self.env._("Ask the customer"),
        }

    def _request_by_customer(self, consent_vals):
        """The customer itself asked for exactly this: in the portal, or by an electronic message.

        Its consent is kept with the content as it is now. If we agree to it unchanged, the amendment is agreed; if we
        change it first, the customer is asked again.
        """
        self._begin("draft")
        self._check_possible()
        self._freeze(self._rehearse(is_judged=False))
        self.order_id._seal("customer_order.amendment_requested", self._prepare_evidence_payload(), reason=self.reason)
        self._consent(**consent_vals)
        self._tell_responsible(
            self.env._("Amendment to decide"),
            self.env._(
                "The customer asks to change %(order)s: %(reason)s", order=self.order_id.name, reason=self.reason
            ),
        )

    def _record_customer_consent(self, consent_vals):
        """The customer agrees to what was proposed; ``consent_vals`` as for ``_confirm_counter``."""
        self._begin("proposed")
        if self.valid_until < self.order_id._get_today():
            raise CounterOfferExpired(
                self.env._("%(amendment)s could be agreed until %(day)s.", amendment=self.name, day=self.valid_until)
            )
        self._consent(**consent_vals)
        self._follow_agreement()

    def _consent(self, **vals):
        order = self.order_id
        self.env["customer.order.consent"]._record(order, order._prepare_consent_vals(amendment=self, **vals))

    def _follow_agreement(self):
        if not (self.is_customer_agreed and self.is_company_agreed):
            return
        self._advance("agreed")
        try:
            with self.env.cr.savepoint():
                # sudo: the customer's consent may be what carries the amendment out; both sides agreed to it.
                self.sudo()._apply()
        except OrderHeld:
            self.order_id._gate_keep_refused()
        except UserError as error:
            self._tell_responsible(
                self.env._("Agreed, but not carried out"),
                self.env._("%(amendment)s: %(reason)s", amendment=self.name, reason=error),
            )

    def action_apply(self):
        """Carry out what both sides agreed to, when what it waited for is settled."""
        self.order_id._check_manager()
        for amendment in self:
            amendment._begin("agreed")
            # sudo: sales orders follow, which the manager of customer orders need not be allowed to write.
            amendment.sudo()._apply()
        return True

    def _apply(self):
        self._check_possible()
        version = self.order_id._carry_out_amendment(self)
        self._advance("applied", version_id=version.id, decided_at=self.env.cr.now())
        # What else was proposed changes a version that is no longer in force: nobody can agree to it any more.
        for other in self.order_id.amendment_ids.filtered(lambda amendment: amendment.state == "proposed"):
            other._lapse()

    def action_decline(self, reason):
        """Refuse what the customer asks for."""
        self.order_id._check_manager()
        return self._end("declined", "customer_order.amendment_declined", reason, "draft", "proposed")

    def action_withdraw(self, reason):
        """Take back what was proposed, before the customer agreed; afterwards only what cannot be carried out."""
        self.order_id._check_manager()
        for amendment in self.filtered(lambda amendment: amendment.state == "agreed"):
            amendment._check_hindered()
        return self._end("withdrawn", "customer_order.amendment_withdrawn", reason, "draft", "proposed", "agreed")

    def _check_hindered(self):
        """Raise unless something keeps from being carried out what both sides agreed to."""
        try:
            self._check_possible()
            self._rehearse()
        except UserError:
            return
        raise OrderStateRefused(
            self.env._("Both sides agreed to %s, and nothing speaks against it: carry it out.", self.name)
        )

    def _decline_by_customer(self, reason):
        """The customer says no to what we proposed."""
        return self._end("declined", "customer_order.amendment_declined", reason, "proposed")

    def _end(self, state, event, reason, *states):
        if not is_said(reason):
            raise OrderIncomplete(self.env._("Please give the reason."))
        for amendment in self:
            amendment._begin(*states)
            if not amendment.content_hash:
                amendment._freeze()
            amendment._advance(state, decline_reason=reason, decided_at=self.env.cr.now())
            amendment.order_id._seal(event, amendment._prepare_evidence_payload(), reason=reason)
        return True

    def _begin(self, *states):
        """Take the amendment, and its order, for an act that is possible in ``states`` only."""
        self.ensure_one()
        self.check_access("write")
        self.order_id._claim()
        self.invalidate_recordset()
        if self.state not in states:
            current = dict(self._fields["state"]._description_selection(self.env))[self.state]
            raise OrderStateRefused(
                self.env._(
                    "%(amendment)s is %(state)s: this is not possible now.", amendment=self.name, state=current.lower()
                )
            )

    def _prepare_evidence_payload(self):
        return {
            "amendment": self.name,
            "content": self.content_hash,
            "amends": self.base_version_id.content_hash,
            "requested_by": self.requested_by,
            "requester": self.requester_id.name or None,
            "channel": self.channel,
            "valid_until": self.valid_until or None,
            "total": str(self.order_id._money(self.amount_total)) if self.amount_total else None,
            "files": list(self.source_attachment_ids),
        }

    @api.model
    def _cron_expire_amendments(self):
        """End what was proposed and not agreed in time."""
        waiting = self.search([("state", "=", "proposed"), ("valid_until", "<", fields.Date.today())])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(waiting))
        for amendment_id in waiting.ids:
            amendment = self.browse(amendment_id)
            try:
                with self.env.cr.savepoint():
                    amendment._expire()
            except UserError as error:
                _logger.info("%s was not followed: %s", amendment.name, error)
            if not cron._commit_progress(1):
                break

    def _expire(self):
        self._begin("proposed")
        if self.valid_until < self.order_id._get_today():
            self._lapse()

    def _lapse(self):
        self._advance("expired", decided_at=self.env.cr.now())
        self.order_id._seal("customer_order.amendment_expired", self._prepare_evidence_payload())
