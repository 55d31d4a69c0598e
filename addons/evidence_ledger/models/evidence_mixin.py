import secrets

from odoo import api, models

from ..exceptions import EvidencePayloadError, UnknownEvidenceEvent
from ..logic import canonical
from ..logic.event_schema import EventSchema, ProblemCode
from .evidence_entry import EntryDraft


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
        originals = _Originals()
        plain, problems = schema.read(payload, {"personal": originals.conceal, "file": originals.describe})
        if problems:
            raise EvidencePayloadError(self._evidence_problem_message(event, problems))
        return EntryDraft(
            company=self._get_evidence_company(),
            subject_model=self._name,
            subject_key=self._get_evidence_key(),
            event=event,
            event_version=schema.version,
            payload=canonical.canonical_bytes(plain).decode(),
            reason=originals.conceal("reason", reason) if reason else None,
            personal=originals.personal,
            files=originals.files,
        )

    def _evidence_problem_message(self, event, problems):
        wordings = {
            ProblemCode.UNKNOWN_KEY: self.env._("is not in the catalogue"),
            ProblemCode.MISSING_KEY: self.env._("is missing"),
            ProblemCode.WRONG_TYPE: self.env._("is of another kind"),
        }
        lines = [f"{problem.path} {wordings[problem.code]} {problem.expected}".rstrip() for problem in problems]
        return self.env._("Event “%(event)s” was not sealed:\n%(problems)s", event=event, problems="\n".join(lines))

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
            "personal.erased": EventSchema(1, {"entry": "integer", "paths": ["text"]}),
        }


class _Originals:
    """Takes from a payload what an entry must not hold, and hands out what stands for it."""

    def __init__(self):
        self.personal = {}
        self.files = {}

    def conceal(self, path, value):
        if not isinstance(value, str):
            raise ValueError(path)
        salt = secrets.token_hex(16)
        self.personal[path] = (salt, value)
        return canonical.salted(salt, value)

    def describe(self, path, attachment):
        if not isinstance(attachment, models.BaseModel) or attachment._name != "ir.attachment" or len(attachment) != 1:
            raise ValueError(path)
        # sudo: the file is hashed, not shown; the caller chose which document it belongs to.
        content = attachment.sudo().raw or b""
        sha256 = canonical.digest(content)
        self.files[path] = (attachment, sha256)
        return {"sha256": sha256, "size": len(content), "mimetype": attachment.sudo().mimetype or ""}
