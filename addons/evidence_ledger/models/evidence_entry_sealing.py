from odoo import api, models

from ..exceptions import EvidencePayloadError
from ..logic import canonical, chain
from ..logic.event_schema import ProblemCode
from ..tools.draft import EntryDraft, Originals


class EvidenceEntry(models.Model):
    _inherit = "evidence.entry"

    @api.model
    def _prepare_draft(self, subject, event, schema, payload, reason):
        """Read ``payload`` by its ``schema``; what it must not hold goes to the originals."""
        originals = Originals()
        plain, problems = schema.parse(payload, {"personal": originals.conceal, "file": originals.describe})
        if problems:
            raise EvidencePayloadError(self._problem_message(event, problems))
        try:
            payload_bytes = canonical.canonical_bytes(plain)
        except canonical.CanonicalError as error:
            raise EvidencePayloadError(str(error)) from error
        return EntryDraft(
            subject=subject,
            event=event,
            event_version=schema.version,
            payload=payload_bytes.decode(),
            reason=originals.conceal("reason", reason) if reason else None,
            originals=originals,
        )

    def _problem_message(self, event, problems):
        wordings = {
            ProblemCode.UNKNOWN_KEY: self.env._("is not in the catalogue"),
            ProblemCode.MISSING_KEY: self.env._("is missing"),
            ProblemCode.WRONG_TYPE: self.env._("is not of the kind that the catalogue says:"),
        }
        lines = [f"{problem.path} {wordings[problem.code]} {problem.expected}".rstrip() for problem in problems]
        return self.env._("Event “%(event)s” was not sealed:\n%(problems)s", event=event, problems="\n".join(lines))

    @api.model
    def _append(self, drafts):
        """Insert one entry per draft (each of another subject) in the current transaction, and return them.

        Three queries for any number of drafts, one more for personal values and one for files.
        """
        places = [draft.subject.place for draft in drafts]
        if len(set(places)) < len(places):
            raise ValueError("One subject cannot take two places in its chain at once: seal one after the other.")
        heads = self.env["evidence.head"]._advance(places)
        rows = [self._prepare_row(draft, *heads[draft.subject.place][1:]) for draft in drafts]
        entries = self._insert(rows)
        ends = {heads[draft.subject.place][0]: row["entry_hash"] for draft, row in zip(drafts, rows, strict=True)}
        self.env["evidence.head"]._remember(ends)
        self._keep_originals(entries, drafts)
        self.env["evidence.checkpoint"]._seal_after_commit()
        return entries

    def _prepare_row(self, draft, sequence, previous_hash, sealed_at):
        record = chain.EntryRecord(
            format=chain.FORMAT,
            company_id=draft.subject.company.id,
            company=draft.subject.company.name,
            subject_model=draft.subject.model,
            subject_key=draft.subject.key,
            sequence=sequence,
            event=draft.event,
            event_version=draft.event_version,
            payload_hash=canonical.digest(draft.payload.encode()),
            author=f"user:{self.env.uid}",
            sealed_at=canonical.utc(sealed_at),
            reason=draft.reason,
        )
        row = record._asdict()
        row["company_ref"], row["company_name"] = row.pop("company_id"), row.pop("company")
        return {
            **row,
            "sealed_at": sealed_at,
            "payload": draft.payload,
            "previous_hash": previous_hash,
            "entry_hash": chain.link(previous_hash, record),
        }

    @api.model
    def _keep_originals(self, entries, drafts):
        owners = [
            (draft.originals, {"entry_ref": entry_id, "company_ref": draft.subject.company.id})
            for entry_id, draft in zip(entries._ids, drafts, strict=True)
        ]
        # sudo: whoever acts leaves the originals of the act and guards its files, without a right on those of others.
        self.env["evidence.personal"].sudo().create(
            [{**owner, "path": path, **vals} for kept, owner in owners for path, vals in kept.personal.items()]
        )
        self.env["evidence.file"].sudo().create(
            [{**owner, "path": path, **vals} for kept, owner in owners for path, vals in kept.files.items()]
        )
