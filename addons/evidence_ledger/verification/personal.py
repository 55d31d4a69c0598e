"""Personal values, of which entries hold a salted hash: each is there and gives it, or its erasure was recorded."""

import re

from odoo.tools import SQL

from ..logic import canonical
from ..logic.findings import Finding, FindingCode
from .originals import parsed, subject_ref, values
from .scope import BATCH, batches

STAND_IN = re.compile(r"sha256:[0-9a-f]{64}")


def personal_findings(env, scope):
    """Findings on the personal values of the entries in ``scope``."""
    for row in batches(env, lambda last: _entries_after(scope, last), lambda row: row["id"]):
        kept = {value["path"]: value for value in row["kept"] or []}
        hidden = _stand_ins(row)
        for path in sorted(hidden.keys() | kept.keys()):
            if code := _code(row, path, hidden.get(path), kept.get(path)):
                yield Finding(code, subject_ref(row), {"path": path})


def _entries_after(scope, last):
    return SQL(
        """
        SELECT entry.id, entry.company_ref, entry.subject_model, entry.subject_key, entry.sequence, entry.payload,
               entry.reason, personal.kept, erasure.payloads AS erasures
          FROM evidence_entry AS entry
     LEFT JOIN LATERAL (SELECT json_agg(json_build_object('path', path, 'salt', salt, 'value', value,
                                                          'is_erased', erased_at IS NOT NULL)) AS kept
                          FROM evidence_personal WHERE entry_ref = entry.id) AS personal ON TRUE
     LEFT JOIN LATERAL (SELECT string_agg(payload, '') AS payloads FROM evidence_entry
                         WHERE company_ref = entry.company_ref AND subject_model = entry.subject_model
                           AND subject_key = entry.subject_key AND event = 'personal.erased') AS erasure ON TRUE
         WHERE %s AND entry.id > %s
           AND (entry.reason IS NOT NULL OR entry.payload LIKE %s OR personal.kept IS NOT NULL)
      ORDER BY entry.id LIMIT %s
        """,
        scope.condition("entry"),
        last or 0,
        '%"sha256:%',
        BATCH,
    )


def _stand_ins(row):
    """``{path: salted hash}`` of the personal values that an entry had when it was sealed."""
    found = [*values(parsed(row["payload"])), ("reason", row["reason"])]
    return {path: value for path, value in found if isinstance(value, str) and STAND_IN.fullmatch(value)}


def _code(row, path, sealed, kept):
    if not kept:
        return FindingCode.PERSONAL_MISSING
    if kept["is_erased"]:
        erasure = canonical.canonical_bytes({"entry": row["sequence"], "path": path}).decode()
        return None if erasure in (row["erasures"] or "") else FindingCode.ERASURE_UNRECORDED
    is_salt = canonical.SALT_PATTERN.fullmatch(kept["salt"] or "")
    if not is_salt or sealed != canonical.salted(kept["salt"], kept["value"] or ""):
        return FindingCode.PERSONAL_CHANGED
    return None
