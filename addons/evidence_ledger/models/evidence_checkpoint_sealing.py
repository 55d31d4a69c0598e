import logging
from functools import partial
from operator import itemgetter

from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL, groupby

from ..logic import canonical, chain, merkle, signature

_logger = logging.getLogger(__name__)

# "evid", in the space of advisory locks.
SEALER_LOCK = 0x65766964


class EvidenceCheckpoint(models.Model):
    _inherit = "evidence.checkpoint"

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
        # Whoever tampers with what waits must not stop the sealer: an entry that is sealed already, or whose hash is
        # none, is left to verification.
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT id AS entry_ref, company_ref, company_name, entry_hash, subject_model, subject_key, sequence
                  FROM evidence_entry AS entry
                 WHERE id = ANY(%s) AND entry_hash ~ '^[0-9a-f]{64}$'
                   AND NOT EXISTS (SELECT 1 FROM evidence_checkpoint_leaf WHERE entry_ref = entry.id)
              ORDER BY company_ref, id
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
