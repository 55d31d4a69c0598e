import json

from odoo import api, fields, models
from odoo.tools import SQL

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

    @api.model
    def _get_queue_function(self):
        """The trigger function as it was made; verification compares."""
        return QUEUE

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
            try:
                entry.payload_pretty = json.dumps(json.loads(entry.payload), indent=2, ensure_ascii=False)
            except ValueError:  # tampered with: it shows as it is
                entry.payload_pretty = entry.payload

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
        number = self.author.removeprefix("user:")
        return int(number) if number.isdecimal() else 0

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
