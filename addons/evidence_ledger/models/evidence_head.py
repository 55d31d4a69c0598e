from odoo import fields, models
from odoo.tools import SQL

from ..logic.chain import GENESIS


class EvidenceHead(models.Model):
    """The end of each subject's chain, kept to append without searching for it.

    A cache: nobody is asked to trust it. Verification recomputes the chain and compares.
    """

    _name = "evidence.head"
    _description = "Head of an Evidence Chain"
    _log_access = False
    _rec_name = "subject_key"

    company_ref = fields.Integer("Company ID", required=True)
    subject_model = fields.Char(required=True)
    subject_key = fields.Char(required=True)
    sequence = fields.Integer(required=True)
    entry_hash = fields.Char(required=True)

    _one_per_subject = models.Constraint("UNIQUE (company_ref, subject_model, subject_key)")

    def _advance(self, subjects):
        """Take the next place in the chain of each subject ``(company_ref, subject_model, subject_key)``.

        Returns ``{subject: (head id, sequence, previous hash, server time)}`` in one query. Under REPEATABLE READ the
        loser of two transactions on one subject gets a serialization failure, which Odoo retries; subjects are taken
        in one order, so that batches cannot deadlock; different subjects never wait for each other.
        """
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO evidence_head (company_ref, subject_model, subject_key, sequence, entry_hash)
                     VALUES %s
                ON CONFLICT (company_ref, subject_model, subject_key)
                  DO UPDATE SET sequence = evidence_head.sequence + 1
                  RETURNING company_ref, subject_model, subject_key, id, sequence, entry_hash, now() AT TIME ZONE 'UTC'
                """,
                SQL(", ").join(SQL("(%s, %s, %s, 1, %s)", *subject, GENESIS) for subject in sorted(subjects)),
            )
        )
        return {tuple(row[:3]): row[3:] for row in rows}

    def _remember(self, hash_by_head):
        """Store the hash of the entry that now ends each chain."""
        self.env.execute_query(
            SQL(
                "UPDATE evidence_head SET entry_hash = new.entry_hash"
                " FROM (VALUES %s) AS new (id, entry_hash) WHERE evidence_head.id = new.id",
                SQL(", ").join(SQL("(%s, %s)", head, entry_hash) for head, entry_hash in hash_by_head.items()),
            )
        )
