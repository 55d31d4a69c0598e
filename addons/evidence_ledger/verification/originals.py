"""Files, of which entries hold only the hash: they are read and hashed again."""

import json

from odoo.tools import SQL

from ..logic import canonical
from ..logic.findings import EntryRef, Finding, FindingCode
from .scope import BATCH, batches

FILE_KEYS = {"sha256", "size", "mimetype"}


def file_findings(env, scope):
    """Findings on the files of the entries in ``scope``: changed on disk, missing, or no longer guarded."""
    rows = batches(env, lambda last: _entries_with_files(scope, last), lambda row: row["id"])
    for row in rows:
        guarded = dict(zip(row["paths"] or [], row["attachments"] or [], strict=True))
        for path, described in described_files(parsed(row["payload"])):
            yield from _file_finding(env, row, path, described, guarded.get(path))


def _entries_with_files(scope, last):
    return SQL(
        """
        SELECT entry.id, entry.company_ref, entry.subject_model, entry.subject_key, entry.sequence, entry.payload,
               files.paths, files.attachments
          FROM evidence_entry AS entry
     LEFT JOIN LATERAL (SELECT array_agg(path) AS paths, array_agg(attachment_id) AS attachments
                          FROM evidence_file WHERE entry_ref = entry.id) AS files ON TRUE
         WHERE %s AND entry.id > %s AND entry.payload LIKE %s
      ORDER BY entry.id LIMIT %s
        """,
        scope.condition("entry"),
        last or 0,
        '%"sha256":"%',
        BATCH,
    )


def _file_finding(env, row, path, described, attachment_id):
    # sudo: an auditor verifies files of documents that are not shown to auditors.
    attachment = env["ir.attachment"].sudo().browse(attachment_id or []).exists()
    content = attachment.raw
    # Read once: the cache would hold every file of the ledger.
    attachment.invalidate_recordset()
    code = None
    if not content and described["size"]:
        code = FindingCode.FILE_MISSING
    elif canonical.digest(content or b"") != described["sha256"]:
        code = FindingCode.FILE_CHANGED
    if code:
        yield Finding(code, subject_ref(row), {"path": path, "sha256": described["sha256"]})


def described_files(payload):
    """``(path, description)`` of each file that a payload describes."""
    for path, value in values(payload):
        if isinstance(value, dict) and value.keys() == FILE_KEYS:
            yield path, value


def values(payload, path=""):
    """Every value inside a payload, with its JSON pointer (RFC 6901)."""
    yield path, payload
    if isinstance(payload, dict | list):
        children = payload.items() if isinstance(payload, dict) else enumerate(payload)
        for key, child in children:
            yield from values(child, f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}")


def parsed(payload):
    """The payload; nothing where tampering left no JSON, which the entry's own finding says."""
    try:
        return json.loads(payload or "")
    except ValueError:
        return None


def subject_ref(row):
    return EntryRef(row["company_ref"], row["subject_model"], row["subject_key"], row["sequence"])
