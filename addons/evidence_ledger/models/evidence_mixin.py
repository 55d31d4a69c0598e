from odoo import api, models

from ..exceptions import EvidencePayloadError, UnknownEvidenceEvent
from ..logic.event_schema import EventSchema
from ..tools.draft import Subject


class EvidenceMixin(models.AbstractModel):
    """A document whose acts are sealed: inherit it, name the events, call ``_seal`` where the act happens."""

    _name = "evidence.mixin"
    _description = "Subject of Evidence"

    def _seal(self, event, payload, *, reason=None):
        """Append one ``evidence.entry`` for this record in the current transaction and return it.

        ``event`` and the keys of ``payload`` must be in the catalogue (``_get_evidence_events``). Personal values and
        the ``reason`` are given as plain text; the entry keeps their salted hashes, the text can be erased later.
        """
        self.ensure_one()
        return self._seal_batch(event, {self: payload}, reason=reason)

    @api.model
    def _seal_batch(self, event, payload_by_record, *, reason=None):
        """``_seal`` for many records at once, in the same number of queries; entries come in the given order."""
        schema = self._get_evidence_events().get(event)
        if not schema:
            raise UnknownEvidenceEvent(
                self.env._("%(model)s has no event “%(event)s” in its catalogue.", model=self._name, event=event)
            )
        drafts = [
            record._prepare_evidence_draft(event, schema, payload, reason)
            for record, payload in payload_by_record.items()
        ]
        # sudo: an act seals itself, whoever acts; no role may insert entries.
        return self.env["evidence.entry"].sudo()._append(drafts).with_env(self.env)

    def _prepare_evidence_draft(self, event, schema, payload, reason):
        # sudo: the entry names the company, whoever acts for it.
        company, key = self._get_evidence_company().sudo(), self._get_evidence_key()
        if not (company and key):
            message = self.env._("%(name)s needs a number and a company before it is recorded.", name=self.display_name)
            raise EvidencePayloadError(message)
        subject = Subject(company, self._name, key)
        return self.env["evidence.entry"]._prepare_draft(subject, event, schema, payload, reason)

    # Hooks

    def _get_evidence_key(self):
        """The business key that names this record in its entries: unique in company and model, never changed after
        the first act. The record's name, unless overridden."""
        self.ensure_one()
        return self[self._rec_name]

    def _get_evidence_company(self):
        """The company whose ledger this record belongs to, whoever acts. Override it where ``company_id`` is missing
        or may be empty."""
        self.ensure_one()
        return self.company_id

    @api.model
    def _get_evidence_events(self):
        """The catalogue of this model: ``{event: EventSchema}``. Extend it with ``super()``; an event that was ever
        sealed stays, and a change of its keys raises its version."""
        return {
            "personal.erased": EventSchema(1, {"values": [{"entry": "integer", "path": "text"}]}),
        }
