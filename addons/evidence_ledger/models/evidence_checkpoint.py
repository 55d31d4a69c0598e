import logging
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL, groupby

from ..logic import canonical, chain, merkle, signature

_logger = logging.getLogger(__name__)

# "evidence", in the space of advisory locks.
SEALER_LOCK = 0x65766964


class Head(NamedTuple):
    """The end of a company's ledger, as printed and mailed."""

    number: int
    checkpoint_hash: str
    sealed_at: object
    key_fingerprint: str | None
    is_signed: bool


class EvidenceCheckpoint(models.Model):
    """A Merkle root over the entries since the last checkpoint, chained to it and signed.

    Sealing has its own short transaction after the business commits, so that business never waits for it.
    """

    _name = "evidence.checkpoint"
    _inherit = ["evidence.sealed"]
    _description = "Evidence Checkpoint"
    _order = "company_ref, number desc"
    _rec_name = "number"

    company_ref = fields.Integer("Company ID", required=True, readonly=True)
    company_name = fields.Char("Company", required=True, readonly=True)
    number = fields.Integer("No.", required=True, readonly=True, aggregator=None)
    format = fields.Integer(required=True, readonly=True, aggregator=None)
    size = fields.Integer("Entries", required=True, readonly=True)
    root = fields.Char("Merkle Root", required=True, readonly=True)
    previous = fields.Char("Previous Checkpoint", required=True, readonly=True)
    sealed_at = fields.Datetime("Sealed on", required=True, readonly=True)
    key_fingerprint = fields.Char("Key", readonly=True)
    checkpoint_hash = fields.Char(
        required=True, readonly=True, help="Publish it: nothing before it can change unnoticed."
    )
    signature = fields.Char(readonly=True)
    obstacle = fields.Selection(
        [
            ("no_secret", "No secret is configured"),
            ("other_secret", "The secret does not open the key"),
            ("copy", "This database is a copy"),
        ],
        string="Why Unsigned",
        readonly=True,
    )
    leaf_ids = fields.One2many("evidence.checkpoint.leaf", compute="_compute_leaf_ids", string="Contained Entries")

    _one_place = models.Constraint("UNIQUE (company_ref, number)")
    _one_hash = models.Constraint("UNIQUE (checkpoint_hash)")

    @api.depends("company_name", "number")
    def _compute_display_name(self):
        for checkpoint in self:
            checkpoint.display_name = self.env._(
                "%(company)s: checkpoint %(number)s", company=checkpoint.company_name, number=checkpoint.number
            )

    @api.depends("company_ref", "number")
    def _compute_leaf_ids(self):
        for checkpoint in self:
            checkpoint.leaf_ids = self.env["evidence.checkpoint.leaf"].search(
                [("company_ref", "=", checkpoint.company_ref), ("checkpoint_number", "=", checkpoint.number)]
            )

    @api.model
    def _get_head(self, company):
        """The last ``Head`` of ``company``, None before the first; without need of a right on checkpoints."""
        # sudo: a head is meant to be published, by whoever prints a document.
        last = self.sudo().search([("company_ref", "=", company.id)], order="number desc", limit=1)
        if not last:
            return None
        fingerprint = last.key_fingerprint or None
        return Head(last.number, last.checkpoint_hash, last.sealed_at, fingerprint, bool(last.signature))

    # Sealing

    @api.model
    def _seal_after_commit(self):
        """Let the sealer run once after the current transaction commits."""
        postcommit = self.env.cr.postcommit
        if self.env.registry.ready and not postcommit.data.get("evidence_ledger.sealer"):
            postcommit.data["evidence_ledger.sealer"] = True
            postcommit.add(partial(_seal_without_failing, self.env.registry))

    @api.model
    def _seal_checkpoints(self):
        """Seal what is committed, in a transaction of its own. Killed anywhere, the next run seals it all."""
        _seal_in_own_transaction(self.env.registry)

    @api.model
    def _seal_pending(self):
        """Seal what waits, in the current transaction (tests call it, since their cursor never commits); return the
        checkpoints, none when another sealer is at work."""
        [[is_alone]] = self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s)", SEALER_LOCK))
        checkpoints = self.browse()
        if is_alone:
            for company_ref, entries in groupby(self._fetch_waiting(), key=itemgetter("company_ref")):
                checkpoints += self._seal_company(company_ref, entries)
        return checkpoints

    def _fetch_waiting(self):
        # Two queries: a join trusts the statistics of the queue, which were taken while it was empty.
        waiting = [entry_id for (entry_id,) in self.env.execute_query(SQL("SELECT entry_ref FROM evidence_unsealed"))]
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT id AS entry_ref, company_ref, company_name, entry_hash, subject_model, subject_key, sequence
                  FROM evidence_entry WHERE id = ANY(%s) ORDER BY company_ref, id
                """,
                waiting,
            )
        )

    def _seal_company(self, company_ref, entries):
        head = self._get_head(self.env["res.company"].browse(company_ref))
        signer = self.env["evidence.key"]._get_signer(self.env["res.company"].browse(company_ref))
        sealed_at = self._get_clock()
        record = chain.CheckpointRecord(
            format=chain.FORMAT,
            company_id=company_ref,
            company=entries[-1]["company_name"],
            number=head.number + 1 if head else 1,
            size=len(entries),
            root=merkle.root(chain.leaf(entry["entry_hash"]) for entry in entries).hex(),
            previous=head.checkpoint_hash if head else chain.GENESIS,
            sealed_at=canonical.utc(sealed_at),
            key=signer.fingerprint,
        )
        checkpoint = self._insert([self._prepare_row(record, sealed_at, signer)])
        self.env["evidence.checkpoint.leaf"]._insert(
            [
                {
                    "checkpoint_number": record.number,
                    "position": position,
                    **{name: value for name, value in entry.items() if name != "company_name"},
                }
                for position, entry in enumerate(entries)
            ]
        )
        sealed = [entry["entry_ref"] for entry in entries]
        self.env.cr.execute("DELETE FROM evidence_unsealed WHERE entry_ref = ANY(%s)", [sealed])
        return checkpoint

    def _prepare_row(self, record, sealed_at, signer):
        row = record._asdict()
        row["company_ref"], row["company_name"] = row.pop("company_id"), row.pop("company")
        row["key_fingerprint"] = row.pop("key")
        checkpoint_hash = chain.checkpoint_hash(record)
        return {
            **row,
            "sealed_at": sealed_at,
            "checkpoint_hash": checkpoint_hash,
            "signature": signer.private_key and signature.sign(signer.private_key, checkpoint_hash),
            "obstacle": signer.obstacle,
        }

    @api.model
    def _get_clock(self):
        """The server's time now, not at the start of the transaction: checkpoints in order have times in order."""
        [[now]] = self.env.execute_query(SQL("SELECT clock_timestamp() AT TIME ZONE 'UTC'"))
        return now

    @api.model
    def _cron_seal(self):
        self._seal_checkpoints()

    @api.model
    def _cron_mail_heads(self):
        """Send each company's head to the addresses outside that it chose: the anchor of the whole ledger."""
        for company in self.env["res.company"].search([("evidence_anchor_emails", "!=", False)]):
            head = self._get_head(company)
            if head and not company.evidence_is_copy:
                self.env["mail.mail"].create(self._prepare_head_mail_vals(company, head))

    def _prepare_head_mail_vals(self, company, head):
        body = self.env["ir.qweb"]._render("evidence_ledger.head_mail", {"company": company, "head": head})
        return {
            "subject": self.env._("%(company)s: evidence checkpoint %(no)s", company=company.name, no=head.number),
            "email_to": company.evidence_anchor_emails,
            "email_from": company.email_formatted,
            "body_html": body,
        }


def _seal_in_own_transaction(registry):
    with registry.cursor() as cr:
        # Each statement sees what was committed before it. Under REPEATABLE READ the snapshot would be older than the
        # lock, and a run right behind another would trip over the rows that the other took away.
        cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        api.Environment(cr, SUPERUSER_ID, {})["evidence.checkpoint"]._seal_pending()


def _seal_without_failing(registry):
    """Seal after the commit of a business act: the act is done, so nothing may fail here; the cron comes again."""
    try:
        _seal_in_own_transaction(registry)
    except Exception:
        _logger.warning("Entries wait for their checkpoint until the next run of the sealer.", exc_info=True)
