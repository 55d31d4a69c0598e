from odoo import api, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.exceptions import AccessError

from ..exceptions import HoldStateRefused, ReleaseRefused
from ..tools import modes
from .order_hold import OPEN_STATES

CONTROLLERS = "order_gate.group_order_gate_controller"


class OrderHold(models.Model):
    """Releasing and rejecting: a person, a reason, a record."""

    _inherit = "order.hold"

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "order_hold.released": EventSchema(1, {"content": "hash", "findings": "hash", "codes": ["text"]}),
            "order_hold.rejected": EventSchema(1, {"content": "hash", "findings": "hash", "codes": ["text"]}),
        }

    def action_release(self, reason):
        """Let the documents pass as they are, for the causes found; the reason is kept and sealed."""
        self._decide("released", reason, four_eyes=True)
        for hold in self:
            hold._tell_decided(
                self.env._("%(document)s is released: %(reason)s", document=hold.document_name, reason=reason)
            )
        return True

    def action_release_and_resume(self, reason):
        """Release, then run the act that was held as the releasing person. It is judged again.

        :return: what the button of the act returns, or where to look when the document is held for another cause
        """
        self.action_release(reason)
        return self.action_resume()

    def action_reject(self, reason):
        """Decline to let the documents pass; they stay held until they ask for something else."""
        self._decide("rejected", reason, four_eyes=False)
        for hold in self:
            hold._tell_decided(
                self.env._("%(document)s is not released: %(reason)s", document=hold.document_name, reason=reason)
            )
        return True

    def action_resume(self):
        """Run the act that was held, as the current user: it is judged again and may be held for another cause."""
        self.ensure_one()
        self.check_access("read")
        if self.state not in ("ready", "released") or self.passed_at:
            raise HoldStateRefused(self.env._("%(hold)s has nothing to resume.", hold=self.name))
        document = self._get_document()
        if not document:
            raise HoldStateRefused(self.env._("%(document)s does not exist any more.", document=self.document_name))
        if self.act == "change":
            # The change was rolled back; only its author knows it.
            return document._get_records_action()
        # The act runs with the rights of this person, held or not: sudo of a caller ends here.
        document = document.with_env(self.env(su=False))
        with modes.quietly():
            result = document._gate_resume(self.checkpoint)
        # sudo: only to learn whether the act was done.
        held = self._get_latest(document).get(document.id)
        if held and held.state in OPEN_STATES and document.sudo()._gate_is_ahead(self.checkpoint):
            return held._get_records_action()
        return result if isinstance(result, dict) else document._get_records_action()

    def _decide(self, state, reason, *, four_eyes):
        self._check_controller()
        reason = (reason or "").strip()
        if not reason:
            raise ReleaseRefused(self.env._("Please give a reason: it is kept with the hold."))
        self._claim()
        for hold in self:
            if hold.state not in OPEN_STATES:
                current = dict(self._fields["state"]._description_selection(self.env))[hold.state]
                raise HoldStateRefused(
                    self.env._("%(hold)s is %(state)s already.", hold=hold.name, state=current.lower())
                )
            if four_eyes:
                hold._check_four_eyes()
        decision = {"state": state, "decision_reason": reason, "decided_by_id": self.env.uid}
        self._advance(**decision, decided_at=self.env.cr.now())
        payloads = {hold: hold._prepare_decision_payload() for hold in self}
        self._seal_batch(f"order_hold.{state}", payloads, reason=reason)
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def _prepare_decision_payload(self):
        codes = self.finding_ids.mapped("code")
        return {"content": self.content_hash, "findings": self.findings_hash, "codes": codes}

    # Who may

    def _check_controller(self):
        """Only a controller decides; superuser mode does not replace that person."""
        self.check_access("write")
        if not self._may_decide():
            raise AccessError(self.env._("Only a controller of held documents may release or reject them."))

    @api.model
    def _may_decide(self):
        return self.env.user.has_group(CONTROLLERS)

    def _may_release(self):
        """Whether the current user may release this hold."""
        self.ensure_one()
        return self._may_decide() and not (self._needs_four_eyes() and self.env.user in self._get_authors())

    def _check_four_eyes(self):
        if self._needs_four_eyes() and self.env.user in self._get_authors():
            raise ReleaseRefused(
                self.env._("%(document)s is yours: another person must release it.", document=self.document_name)
            )

    # Hooks

    def _needs_four_eyes(self):
        """Whether another person than the author must release this hold."""
        self.ensure_one()
        return self.company_id.order_gate_four_eyes

    def _get_authors(self):
        """Return the users who may not release this hold where four eyes are asked for."""
        self.ensure_one()
        return self.author_ids
