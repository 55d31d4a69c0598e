import json

from odoo import api, fields, models
from odoo.tools import SQL

from ..exceptions import EvidencePayloadError
from ..logic import canonical, chain
from ..logic.event_schema import ProblemCode
from ..tools.draft import EntryDraft, Originals
from ..verification import Scope, findings

QUEUE = """
    CREATE OR REPLACE FUNCTION evidence_entry_queue() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO evidence_unsealed (entry_ref, company_ref) VALUES (NEW.id, NEW.company_ref);
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER evidence_entry_queue AFTER INSERT ON evidence_entry
        FOR EACH ROW EXECUTE FUNCTION evidence_entry_queue();
"""


class EvidenceEntry(models.Model):
    """One thing that happened, sealed: the entries of a subject form a hash chain.

    Only ``evidence.mixin._seal`` makes entries. Subject, company and author are plain text and numbers, not relations:
    a foreign key could change or delete the row with what it points to.
    """

    _name = "evidence.entry"
    _inherit = ["evidence.sealed"]
    _description = "Evidence Entry"
    _order = "id desc"

    company_ref = fields.Integer("Company ID", required=True, readonly=True)
    company_name = fields.Char("Company", required=True, readonly=True)
    subject_model = fields.Char(
        "Document Model", required=True, readonly=True, help="The technical name of the document's model."
    )
    subject_key = fields.Char(
        "Document", required=True, readonly=True, index="trigram", help="The business number of the document."
    )
    sequence = fields.Integer(
        "No.", required=True, readonly=True, help="Position of this entry among those of the document."
    )
    event = fields.Char(required=True, readonly=True, index=True)
    event_version = fields.Integer(required=True, readonly=True)
    format = fields.Integer(required=True, readonly=True)
    payload = fields.Text(required=True, readonly=True, help="What was recorded, in canonical form (RFC 8785).")
    payload_hash = fields.Char(required=True, readonly=True)
    previous_hash = fields.Char(required=True, readonly=True, help="The hash of the entry before this one.")
    entry_hash = fields.Char(
        required=True, readonly=True, help="Covers this entry, and through the previous hash all before it."
    )
    author = fields.Char(
        "Author (number)",
        required=True,
        readonly=True,
        help="The user who acted, by number: a name can be erased, a number stays.",
    )
    sealed_at = fields.Datetime(
        "Sealed on", required=True, readonly=True, index=True, help="Time of the database server."
    )
    reason = fields.Char(
        "Reason (hash)", readonly=True, help="A salted hash: the text is kept apart, where it can be erased."
    )

    subject_type = fields.Char("Document Type", compute="_compute_subject_type")
    reason_text = fields.Text("Reason", compute="_compute_reason_text")
    payload_pretty = fields.Text("Content", compute="_compute_payload_pretty")
    author_id = fields.Many2one("res.users", "Author", compute="_compute_author_id")
    personal_ids = fields.One2many("evidence.personal", "entry_ref", "Personal Values", readonly=True)
    file_ids = fields.One2many("evidence.file", "entry_ref", "Files", readonly=True)
    leaf_ids = fields.One2many("evidence.checkpoint.leaf", "entry_ref", "Leaf", readonly=True)
    checkpoint_number = fields.Integer(
        "Checkpoint", compute="_compute_checkpoint_number", help="0: waits for the next checkpoint."
    )

    _one_place = models.Constraint("UNIQUE (company_ref, subject_model, subject_key, sequence)")
    _one_hash = models.Constraint("UNIQUE (entry_hash)")

    def init(self):
        # A trigger and not the ORM: an entry that got into the table by any way gets into a checkpoint.
        self.env.cr.execute(QUEUE)
        return super().init()

    @api.depends("subject_key", "sequence")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"{entry.subject_key} #{entry.sequence}"

    @api.depends("subject_model")
    def _compute_subject_type(self):
        for entry in self:
            # An addon may be gone while the evidence on its documents stays.
            entry.subject_type = self.env["ir.model"]._get(entry.subject_model).name or entry.subject_model

    @api.depends("personal_ids.value")
    def _compute_reason_text(self):
        for entry in self:
            entry.reason_text = entry.personal_ids.filtered(lambda kept: kept.path == "reason").value

    @api.depends("payload")
    def _compute_payload_pretty(self):
        for entry in self:
            entry.payload_pretty = json.dumps(json.loads(entry.payload), indent=2, ensure_ascii=False)

    @api.depends("author")
    def _compute_author_id(self):
        users = self.env["res.users"].with_context(active_test=False)
        existing = set(users.search([("id", "in", [entry._get_author_number() for entry in self])]).ids)
        for entry in self:
            number = entry._get_author_number()
            entry.author_id = number if number in existing else False

    @api.depends("leaf_ids")
    def _compute_checkpoint_number(self):
        for entry in self:
            entry.checkpoint_number = entry.leaf_ids[:1].checkpoint_number

    def _get_author_number(self):
        return int(self.author.removeprefix("user:"))

    # Sealing

    @api.model
    def _prepare_draft(self, subject, event, schema, payload, reason):
        """Read ``payload`` by its ``schema``; what it must not hold goes to the originals."""
        originals = Originals()
        plain, problems = schema.parse(payload, {"personal": originals.conceal, "file": originals.describe})
        if problems:
            raise EvidencePayloadError(self._problem_message(event, problems))
        return EntryDraft(
            subject=subject,
            event=event,
            event_version=schema.version,
            payload=canonical.canonical_bytes(plain).decode(),
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

    # Verification

    @api.model
    def _verify(self, domain=None):
        """Recompute the ledger of the current companies (as superuser: of all) and return a list of ``Finding``, each
        naming its entry or checkpoint. With a ``domain``: only the whole chains of the entries that match.

        It reads one snapshot and locks nothing.
        """
        companies = None if self.env.su else self.env.companies.ids
        if domain is None:
            self.check_access("read")
            scope = Scope(companies)
        else:
            subjects = self._search(domain).select(
                *map(SQL.identifier, ("company_ref", "subject_model", "subject_key"))
            )
            scope = Scope(companies, subjects)
        self.env.flush_all()
        return list(findings(self.env, scope))
