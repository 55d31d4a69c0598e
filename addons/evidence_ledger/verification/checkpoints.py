"""Checkpoints as they lie in the database: roots from their leaves, the chain between them, their signatures."""

from contextlib import suppress
from itertools import groupby

from odoo.tools import SQL

from ..logic import canonical, chain, merkle, signature
from ..logic.findings import CheckpointRef, Finding, FindingCode
from .scope import BATCH, batches


def checkpoint_findings(env, scope):
    """Findings on all checkpoints of the companies in ``scope``."""
    keys, first_key_at = public_keys(env), _first_keys(env)
    rows = batches(env, lambda last: _checkpoints_after(scope, last), lambda row: (row["company_ref"], row["number"]))
    # Odoo's own groupby would load the whole ledger. pylint: disable=bad-builtin-groupby
    for company, company_rows in groupby(rows, key=lambda row: row["company_ref"]):
        yield from _company_findings(company_rows, keys, first_key_at.get(company))
    yield from _orphaned_leaves(env, scope)


def _checkpoints_after(scope, position):
    after = SQL("(checkpoint.company_ref, checkpoint.number) > %s", position) if position else SQL("TRUE")
    return SQL(
        """
        SELECT checkpoint.*,
               (SELECT array_agg(leaf.entry_hash ORDER BY leaf.position)
                  FROM evidence_checkpoint_leaf AS leaf
                 WHERE leaf.company_ref = checkpoint.company_ref
                   AND leaf.checkpoint_number = checkpoint.number) AS leaves
          FROM evidence_checkpoint AS checkpoint
         WHERE %s AND %s
      ORDER BY checkpoint.company_ref, checkpoint.number
         LIMIT %s
        """,
        scope.company_condition("checkpoint"),
        after,
        BATCH,
    )


def _company_findings(rows, keys, first_key_at):
    own, was_signed = [], True

    def links():
        nonlocal was_signed
        # The chain is checked while the rows stream by: a ledger has a checkpoint for nearly every act.
        for row in rows:
            link = checkpoint_link(row)
            own.extend(_own_findings(row, link, keys))
            has_stopped = not link.record.key and first_key_at and row["sealed_at"] > first_key_at
            if has_stopped and was_signed:
                own.append(Finding(FindingCode.SIGNATURE_STOPPED, link.record.ref, {"obstacle": row["obstacle"]}))
            was_signed = not has_stopped
            yield link

    yield from chain.verify_checkpoints(links())
    yield from own


def _own_findings(row, link, keys):
    ref, leaves = link.record.ref, row["leaves"] or []
    root = _root(leaves)
    if (root, len(leaves)) != (link.record.root, link.record.size):
        yield Finding(FindingCode.ROOT_DIFFERS, ref, {"expected": link.record.root, "found": root})
    if not link.record.key:
        yield Finding(FindingCode.SIGNATURE_MISSING, ref, {"obstacle": row["obstacle"]})
    elif (ref.company_id, link.record.key) not in keys:
        yield Finding(FindingCode.KEY_UNKNOWN, ref, {"key": link.record.key})
    elif not signature.verify(
        keys[ref.company_id, link.record.key], link.checkpoint_hash or "", row["signature"] or ""
    ):
        yield Finding(FindingCode.SIGNATURE_INVALID, ref, {"key": link.record.key})


def _root(leaves):
    try:
        return merkle.root(map(chain.leaf, leaves)).hex()
    except (TypeError, ValueError):  # a leaf that is no hash
        return None


def public_keys(env):
    """Public keys by company and the fingerprint that they really have, whatever the column says."""
    keys = {}
    env.cr.execute("SELECT company_id, public_key FROM evidence_key")
    for company, public_key in env.cr.fetchall():
        # What is no key at all signs nothing.
        with suppress(ValueError):
            keys[company, signature.fingerprint(public_key or "")] = public_key
    return keys


def _first_keys(env):
    """Since when each company has had a key."""
    env.cr.execute("SELECT company_id, min(activated_at) FROM evidence_key GROUP BY company_id")
    return dict(env.cr.fetchall())


def _orphaned_leaves(env, scope):
    rows = env.execute_query_dict(
        SQL(
            """
            SELECT DISTINCT leaf.company_ref, leaf.checkpoint_number FROM evidence_checkpoint_leaf AS leaf
         LEFT JOIN LATERAL (SELECT * FROM evidence_checkpoint
                             WHERE company_ref = leaf.company_ref AND number = leaf.checkpoint_number LIMIT 1
                           ) AS checkpoint ON TRUE
             WHERE %s AND checkpoint.id IS NULL
          ORDER BY leaf.company_ref, leaf.checkpoint_number
            """,
            scope.company_condition("leaf"),
        )
    )
    for row in rows:
        yield Finding(FindingCode.CHECKPOINT_MISSING, CheckpointRef(row["company_ref"], row["checkpoint_number"]))


def checkpoint_link(row):
    """A row of ``evidence_checkpoint`` as the logic knows it."""
    record = chain.CheckpointRecord(
        format=row["format"],
        company_id=row["company_ref"],
        company=row["company_name"],
        number=row["number"],
        size=row["size"],
        root=row["root"],
        previous=row["previous"],
        sealed_at=canonical.utc(row["sealed_at"]),
        key=row["key_fingerprint"],
    )
    return chain.CheckpointLink(record, row["checkpoint_hash"])
