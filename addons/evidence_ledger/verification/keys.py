"""Keys as they lie in the database, compared with the entries that say when each was activated."""

from odoo.tools import SQL

from ..logic.findings import EntryRef, Finding, FindingCode
from .checkpoints import public_keys


def key_findings(env, scope):
    """Keys that no entry speaks of, and entries that speak of a key that is gone or was exchanged.

    A ledger that was emptied, or signed anew with a key of somebody's own, still has to explain its keys.
    """
    held = {key for key in public_keys(env) if scope.companies is None or key[0] in scope.companies}
    recorded = set(
        env.execute_query(
            SQL(
                """
                SELECT DISTINCT entry.company_ref, entry.subject_key FROM evidence_entry AS entry
                 WHERE %s AND entry.subject_model = 'evidence.key' AND entry.event = 'key.activated'
                """,
                scope.company_condition("entry"),
            )
        )
    )
    for company, fingerprint in sorted(held - recorded):
        yield Finding(FindingCode.KEY_UNRECORDED, EntryRef(company, "evidence.key", fingerprint, 1))
    for company, fingerprint in sorted(recorded - held):
        yield Finding(FindingCode.KEY_UNKNOWN, EntryRef(company, "evidence.key", fingerprint, 1))
