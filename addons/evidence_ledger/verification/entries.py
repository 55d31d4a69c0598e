"""Entries as they lie in the database: each chain recomputed, and compared with its head and its leaves."""

from datetime import timedelta
from itertools import groupby

from odoo.tools import SQL

from ..logic import canonical, chain
from ..logic.findings import EntryRef, Finding, FindingCode
from .scope import BATCH, batches

# Here and below, LATERAL with LIMIT makes one index look-up per row. A plain join trusts statistics that may have been
# taken while a table was empty (the queue often is), and then compares every row with every other.

# The sealer runs every minute: what waits for a day, waits for a sealer that does not run.
LONGEST_WAIT = timedelta(days=1)


def entry_findings(env, scope):
    """Findings on the chains in ``scope``, which are short: one document's life each."""
    rows = batches(env, lambda last: _entries_after(scope, last), _position)
    # Odoo's own groupby would load the whole ledger. pylint: disable=bad-builtin-groupby
    for _subject, chain_rows in groupby(rows, key=lambda row: _position(row)[:3]):
        entries = list(chain_rows)
        yield from chain.verify_chain(map(entry_link, entries))
        yield from _head_findings(entries[-1])
        for entry in entries:
            yield from _leaf_findings(entry, env.cr.now())
    yield from _removed_chains(env, scope)
    yield from _removed_leaves(env, scope)


def _entries_after(scope, position):
    after = SQL("TRUE")
    if position:
        place = SQL("(entry.company_ref, entry.subject_model, entry.subject_key, entry.sequence, entry.id)")
        after = SQL("%s > %s", place, position)
    return SQL(
        """
        SELECT entry.*, leaf.entry_hash AS leaf_hash, waiting.id AS waiting_id,
               (leaf.company_ref, leaf.subject_model, leaf.subject_key, leaf.sequence)
                   IS NOT DISTINCT FROM
               (entry.company_ref, entry.subject_model, entry.subject_key, entry.sequence) AS is_leaf_own,
               head.sequence AS head_sequence, head.entry_hash AS head_hash
          FROM evidence_entry AS entry
     LEFT JOIN LATERAL (SELECT * FROM evidence_checkpoint_leaf
                         WHERE entry_ref = entry.id LIMIT 1) AS leaf ON TRUE
     LEFT JOIN LATERAL (SELECT * FROM evidence_unsealed
                         WHERE entry_ref = entry.id LIMIT 1) AS waiting ON TRUE
     LEFT JOIN LATERAL (SELECT * FROM evidence_head
                         WHERE company_ref = entry.company_ref AND subject_model = entry.subject_model
                           AND subject_key = entry.subject_key LIMIT 1) AS head ON TRUE
         WHERE %s AND %s
      ORDER BY entry.company_ref, entry.subject_model, entry.subject_key, entry.sequence, entry.id
         LIMIT %s
        """,
        scope.condition("entry"),
        after,
        BATCH,
    )


def _position(row):
    return row["company_ref"], row["subject_model"], row["subject_key"], row["sequence"], row["id"]


def _head_findings(last):
    """Compare the end of a chain with the head that was kept: what it knows beyond the end was removed."""
    ref = _ref(last)
    head = last["head_sequence"] or 0
    if head > ref.sequence:
        for sequence in chain.gap(ref.sequence + 1, head + 1):
            yield Finding(FindingCode.ENTRY_MISSING, ref._replace(sequence=sequence))
    elif (head, last["head_hash"]) != (ref.sequence, last["entry_hash"]):
        yield Finding(FindingCode.HEAD_DIFFERS, ref, {"head": head, "last": ref.sequence})


def _leaf_findings(entry, now):
    if entry["leaf_hash"]:
        if entry["leaf_hash"] != entry["entry_hash"]:
            yield Finding(FindingCode.LEAF_MISSING, _ref(entry), {"sealed": entry["leaf_hash"]})
        elif not entry["is_leaf_own"]:
            yield Finding(FindingCode.LEAF_FOREIGN, _ref(entry))
    elif not entry["waiting_id"]:
        yield Finding(FindingCode.LEAF_MISSING, _ref(entry))
    elif now - entry["sealed_at"] > LONGEST_WAIT:
        yield Finding(FindingCode.NOT_SEALED, _ref(entry), {"since": canonical.utc(entry["sealed_at"])})


def _removed_chains(env, scope):
    """Heads of chains of which no entry is left."""
    rows = env.execute_query_dict(
        SQL(
            """
            SELECT head.* FROM evidence_head AS head
         LEFT JOIN LATERAL (SELECT * FROM evidence_entry
                             WHERE company_ref = head.company_ref AND subject_model = head.subject_model
                               AND subject_key = head.subject_key LIMIT 1) AS entry ON TRUE
             WHERE %s AND entry.id IS NULL
            """,
            scope.condition("head"),
        )
    )
    for row in rows:
        for sequence in chain.gap(1, row["sequence"] + 1):
            yield Finding(FindingCode.ENTRY_MISSING, _ref(row)._replace(sequence=sequence))


def _removed_leaves(env, scope):
    """Leaves of entries that are gone."""
    rows = env.execute_query_dict(
        SQL(
            """
            SELECT leaf.* FROM evidence_checkpoint_leaf AS leaf
         LEFT JOIN LATERAL (SELECT * FROM evidence_entry WHERE id = leaf.entry_ref LIMIT 1) AS entry ON TRUE
             WHERE %s AND entry.id IS NULL
          ORDER BY leaf.id
            """,
            scope.condition("leaf"),
        )
    )
    for row in rows:
        yield Finding(FindingCode.ENTRY_MISSING, _ref(row), {"checkpoint": row["checkpoint_number"]})


def _ref(row):
    return EntryRef(row["company_ref"], row["subject_model"], row["subject_key"], row["sequence"])


def entry_link(row):
    """A row of ``evidence_entry`` as the logic knows it."""
    record = chain.EntryRecord(
        company_id=row["company_ref"],
        company=row["company_name"],
        sealed_at=canonical.utc(row["sealed_at"]),
        **{name: row[name] for name in chain.EntryRecord._fields if name in row and name != "sealed_at"},
    )
    # A payload that somebody took away is not one that is not at hand.
    return chain.EntryLink(record, row["previous_hash"], row["entry_hash"], row["payload"] or "")
