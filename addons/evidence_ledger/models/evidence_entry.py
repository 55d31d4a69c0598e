import json
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ..exceptions import EvidenceIsImmutable
from ..logic import canonical, chain
from ..tools import guard_table

QUEUE = """
    CREATE OR REPLACE FUNCTION evidence_entry_queue() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO evidence_unsealed (entry_ref, company_ref) VALUES (NEW.id, NEW.company_ref);
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER evidence_entry_queue AFTER INSERT ON evidence_entry
        FOR EACH ROW EXECUTE FUNCTION evidence_entry_queue();
"""


class EntryDraft(NamedTuple):
    """An entry before it has its place in the chain. ``personal`` is ``{path: (salt, value)}``, ``files`` is
    ``{path: (attachment, sha256)}``."""

    company: models.BaseModel
    subject_model: str
    subject_key: str
    event: str
    event_version: int
    payload: str
    reason: str | None
    personal: dict
    files: dict

    @property
    def subject(self):
        return self.company.id, self.subject_model, self.subject_key


class EvidenceEntry(models.Model):
    """One thing that happened, sealed: the entries of a subject form a hash chain.

    Only ``evidence.mixin._seal`` makes entries. Subject, company and author are plain text and numbers, not relations:
    a foreign key could change or delete the row with what it points to.
    """

    _name = "evidence.entry"
    _description = "Evidence Entry"
    _log_access = False
    _order = "id desc"

    company_ref = fields.Integer("Company ID", required=True)
    company_name = fields.Char("Company", required=True)
    subject_model = fields.Char("Document Type", required=True, help="The technical name of the document's model.")
    subject_key = fields.Char("Document", required=True, index="trigram", help="The business number of the document.")
    sequence = fields.Integer("No.", required=True, help="Position of this entry among those of the document.")
    event = fields.Char(required=True, index=True)
    event_version = fields.Integer(required=True)
    format = fields.Integer(required=True)
    payload = fields.Text(required=True, help="What was recorded, in canonical form (RFC 8785).")
    payload_hash = fields.Char(required=True)
    previous_hash = fields.Char(required=True, help="The hash of the entry before this one.")
    entry_hash = fields.Char(required=True, help="Covers everything above, and through the previous hash all before.")
    author = fields.Char(required=True, help="The user who acted, by number: a name can be erased, a number stays.")
    sealed_at = fields.Datetime("Sealed on", required=True, index=True, help="Time of the database server.")
    reason = fields.Char(help="A salted hash: the text itself is kept apart, where it can be erased.")

    _one_place = models.Constraint("UNIQUE (company_ref, subject_model, subject_key, sequence)")
    _one_hash = models.Constraint("UNIQUE (entry_hash)")

    def init(self):
        guard_table(self.env.cr, self._table)
        # A trigger and not the ORM: an entry that got into the table by any way gets into a checkpoint.
        self.env.cr.execute(QUEUE)

    @api.depends("subject_key", "sequence")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"{entry.subject_key} #{entry.sequence}"

    @api.model_create_multi
    def create(self, vals_list):
        raise EvidenceIsImmutable(self.env._("Evidence is sealed by the acts it records; nobody writes it by hand."))

    def write(self, vals):
        raise EvidenceIsImmutable(self.env._("Sealed evidence cannot be changed. Record a correction instead."))

    @api.ondelete(at_uninstall=True)
    def _unlink_except_sealed(self):
        raise EvidenceIsImmutable(self.env._("Sealed evidence cannot be deleted."))

    @api.model
    def _append(self, drafts):
        """Insert one entry per draft (each of another subject) in the current transaction, and return them.

        Plain SQL, since ``create`` is closed; three queries for any number of drafts, one more for personal values
        and one for files.
        """
        places = self.env["evidence.head"]._advance([draft.subject for draft in drafts])
        rows = [self._prepare_row(draft, *places[draft.subject][1:]) for draft in drafts]
        columns = SQL(", ").join(map(SQL.identifier, rows[0]))
        values = SQL(", ").join(SQL("%s", tuple(row.values())) for row in rows)
        query = SQL("INSERT INTO evidence_entry (%s) VALUES %s RETURNING id", columns, values)
        entries = self.browse(entry_id for (entry_id,) in self.env.execute_query(query))
        heads = {places[draft.subject][0]: row["entry_hash"] for draft, row in zip(drafts, rows, strict=True)}
        self.env["evidence.head"]._remember(heads)
        self._keep_originals(entries, drafts)
        return entries

    def _prepare_row(self, draft, sequence, previous_hash, sealed_at):
        record = chain.EntryRecord(
            format=chain.FORMAT,
            company_id=draft.company.id,
            company=draft.company.name,
            subject_model=draft.subject_model,
            subject_key=draft.subject_key,
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

    def _keep_originals(self, entries, drafts):
        self.env["evidence.personal"]._keep(entries, drafts)
        self.env["evidence.file"]._keep(entries, drafts)
