from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.exceptions import AccessError

from ...exceptions import DocumentRefused

ANALYST = "customer_credit_view.group_credit_analyst"


class CreditDocument(models.Model):
    """Checking a document: accepted or rejected by a person, and sealed with its file."""

    _inherit = "credit.document"

    def action_accept(self):
        self._check_analyst()
        for document in self:
            if document.type_id.must_expire and not document.expiry_date:
                raise DocumentRefused(self.env._("%s: please enter until when it holds.", document.display_name))
            if document.is_expired:
                raise DocumentRefused(
                    self.env._("%s has expired: it cannot be accepted any more.", document.display_name)
                )
        self._check("accepted")
        return True

    def action_reject(self):
        """Open the form that asks for the reason."""
        self._check_analyst()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reject"),
            "res_model": "credit.application.reason",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_act": "reject", "default_res_ids": str(self.ids)},
        }

    def _reject(self, reason):
        self._check_analyst()
        reason = (reason or "").strip()
        if not reason:
            raise DocumentRefused(self.env._("Please say why: the customer reads it."))
        self._check("rejected", reason)

    def _check(self, state, reason=None):
        for document in self:
            if document.state != "received":
                raise DocumentRefused(self.env._("%s was checked already.", document.display_name))
        self._act(
            {
                "state": state,
                "reject_reason": reason,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        payloads = {document: document._prepare_document_payload() for document in self}
        self._seal_batch(f"credit.document_{state}", payloads, reason=reason)

    def _check_analyst(self):
        self.check_access("write")
        if not self.env.user.has_group(ANALYST):
            raise AccessError(self.env._("Only analysts of credit check documents."))

    def _prepare_document_payload(self):
        return {"type": self.type_id.name, "file": self._get_file(), "expiry": self.expiry_date or None}

    @api.model
    def _get_evidence_events(self):
        keys = {"type": "text", "file": "file", "expiry?": "date"}
        return {
            **super()._get_evidence_events(),
            "credit.document_accepted": EventSchema(1, keys),
            "credit.document_rejected": EventSchema(1, keys),
        }
