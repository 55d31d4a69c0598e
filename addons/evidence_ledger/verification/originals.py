"""What entries only stand for: files are read and hashed again, personal values are hashed again with their salts."""

import json
import re

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
        for path, described in described_files(_parsed(row["payload"])):
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
        yield Finding(code, _ref(row), {"path": path, "sha256": described["sha256"]})


def described_files(payload, path=""):
    """``(path, description)`` of each file that a payload describes."""
    if isinstance(payload, dict) and payload.keys() == FILE_KEYS:
        yield path, payload
    elif isinstance(payload, dict | list):
        children = payload.items() if isinstance(payload, dict) else enumerate(payload)
        for key, child in children:
            yield from described_files(child, f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}")


def personal_findings(env, scope):
    """Findings on the personal values that were not erased and no longer give the hash in their entry."""
    for row in batches(env, lambda last: _personal_after(scope, last), lambda row: row["personal_id"]):
        sealed = row["reason"] if row["path"] == "reason" else _value_at(_parsed(row["payload"]), row["path"])
        if not re.fullmatch(r"[0-9a-f]{32}", row["salt"] or "") or sealed != canonical.salted(
            row["salt"], row["value"]
        ):
            yield Finding(FindingCode.PERSONAL_CHANGED, _ref(row), {"path": row["path"]})


def _personal_after(scope, last):
    return SQL(
        """
        SELECT personal.id AS personal_id, personal.path, personal.salt, COALESCE(personal.value, '') AS value,
               entry.company_ref, entry.subject_model, entry.subject_key, entry.sequence, entry.payload, entry.reason
          FROM evidence_personal AS personal
    CROSS JOIN LATERAL (SELECT * FROM evidence_entry WHERE id = personal.entry_ref LIMIT 1) AS entry
         WHERE %s AND personal.erased_at IS NULL AND personal.id > %s
      ORDER BY personal.id LIMIT %s
        """,
        scope.condition("entry"),
        last or 0,
        BATCH,
    )


def _parsed(payload):
    """The payload; nothing where tampering left no JSON, which the entry's own finding says."""
    try:
        return json.loads(payload)
    except ValueError:
        return None


def _value_at(payload, path):
    """The value at a JSON pointer (RFC 6901), None where nothing is."""
    for step in path.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        try:
            payload = payload[int(key) if isinstance(payload, list) else key]
        except (KeyError, IndexError, ValueError, TypeError):
            return None
    return payload


def _ref(row):
    return EntryRef(row["company_ref"], row["subject_model"], row["subject_key"], row["sequence"])
