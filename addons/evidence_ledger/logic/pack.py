"""The evidence pack: one zip that proves itself without Odoo.

The same evidence always gives the same bytes: files in the order of their names, stored without compression, with one
fixed date. ``pack/verify.py`` relies on this and notices every byte that changed, in the files and around them.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .canonical import canonical_bytes, digest
from .chain import CheckpointRecord, EntryLink

FORMAT = 1
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
UNIX = 3


class Proof(NamedTuple):
    """Where an entry stands in its checkpoint, and the hashes (hexadecimal) that lead to the root."""

    checkpoint: int
    index: int
    path: Sequence[str]


class PackEntry(NamedTuple):
    """An entry with its payload; ``proof`` is None while no checkpoint holds it. ``personal`` has one object per
    personal value: ``path``, then ``salt`` and ``value``, or ``erased_on``."""

    link: EntryLink
    payload: object
    proof: Proof | None
    personal: Sequence[Mapping[str, str]] = ()


class PackCheckpoint(NamedTuple):
    """A checkpoint with its signature, None when it is unsigned."""

    record: CheckpointRecord
    checkpoint_hash: str
    signature: str | None


class Evidence(NamedTuple):
    """All that a pack tells. ``files`` holds ``(sealed hash, name, bytes)``; ``documents`` are unsealed extras for the
    reader; ``keys`` are public keys as PEM text by fingerprint; ``texts`` are README.txt and verify.py."""

    company_id: int
    company: str
    subject_model: str
    subject_key: str
    entries: Sequence[PackEntry]
    files: Sequence[tuple[str, str, bytes]]
    checkpoints: Sequence[PackCheckpoint]
    keys: Mapping[str, str]
    documents: Mapping[str, bytes]
    texts: Mapping[str, bytes]


def build(evidence):
    """The bytes of the pack."""
    files = dict(evidence.texts)
    files |= {f"entries/{entry.link.record.sequence:06}.json": _entry_bytes(entry) for entry in evidence.entries}
    files |= {f"files/{sealed_hash}/{safe_name(name)}": content for sealed_hash, name, content in evidence.files}
    files |= {f"documents/{safe_path(path)}": content for path, content in evidence.documents.items()}
    files |= {f"keys/{fingerprint}.pem": public.encode() for fingerprint, public in evidence.keys.items()}
    files["checkpoints.jsonl"] = b"".join(_checkpoint_bytes(checkpoint) + b"\n" for checkpoint in evidence.checkpoints)
    files["manifest.json"] = _manifest_bytes(evidence, files)
    return _zipped(files)


def safe_name(name):
    """``name`` as a file name that every system can unpack; the original stands in the payload.

    >>> safe_name("../Bestellung Müller №7.pdf")
    'Bestellung_Muller_No7.pdf'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "_", plain).strip("._-")[-100:] or "file"


def safe_path(path):
    """A relative path made of safe names."""
    return "/".join(safe_name(part) for part in path.split("/"))


def _entry_bytes(entry):
    return canonical_bytes(
        {
            "record": entry.link.record._asdict(),
            "previous_hash": entry.link.previous_hash,
            "entry_hash": entry.link.entry_hash,
            "payload": entry.payload,
            "proof": entry.proof and {**entry.proof._asdict(), "path": list(entry.proof.path)},
            "personal": [dict(original) for original in entry.personal],
        }
    )


def _checkpoint_bytes(checkpoint):
    return canonical_bytes(
        {
            "record": checkpoint.record._asdict(),
            "checkpoint_hash": checkpoint.checkpoint_hash,
            "signature": checkpoint.signature,
        }
    )


def _manifest_bytes(evidence, files):
    return canonical_bytes(
        {
            "format": FORMAT,
            "company_id": evidence.company_id,
            "company": evidence.company,
            "subject_model": evidence.subject_model,
            "subject_key": evidence.subject_key,
            "entries": len(evidence.entries),
            "head": evidence.checkpoints[-1].checkpoint_hash if evidence.checkpoints else None,
            "files": {name: digest(content) for name, content in files.items()},
        }
    )


def _zipped(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, ZIP_DATE)
            member.create_system = UNIX
            member.external_attr = 0o100644 << 16
            archive.writestr(member, files[name])
    return stream.getvalue()
