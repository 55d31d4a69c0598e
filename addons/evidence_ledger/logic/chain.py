"""The hash chains: entries of one subject, checkpoints of one company.

Each hash covers the previous one: ``h(n) = SHA-256(h(n-1) ‖ record(n))``, ``h(0) = GENESIS``. So nothing before a known
hash can change, vanish, appear or swap places without showing. Records hold business keys and text, no references into
a database, and carry the number of their format: what was sealed under format 1 is verified under format 1 for ever.
"""

from collections.abc import Iterable
from typing import NamedTuple

from . import merkle
from .canonical import canonical_bytes, digest
from .findings import CheckpointRef, EntryRef, Finding, FindingCode

FORMAT = 1
GENESIS = "0" * 64
# A forged number must not make anyone name a billion entries.
MOST_NAMED = 1000


class EntryRecord(NamedTuple):
    """What the hash of an entry covers; ``sealed_at`` is text as written by ``canonical.utc``."""

    format: int
    company_id: int
    company: str
    subject_model: str
    subject_key: str
    sequence: int
    event: str
    event_version: int
    payload_hash: str
    author: str
    sealed_at: str
    reason: str | None

    @property
    def ref(self):
        """The entry as findings name it."""
        return EntryRef(self.company_id, self.subject_model, self.subject_key, self.sequence)


class EntryLink(NamedTuple):
    """An entry as it was found in storage; ``payload`` is the canonical text, None when it is not at hand."""

    record: EntryRecord
    previous_hash: str
    entry_hash: str
    payload: str | None = None


class CheckpointRecord(NamedTuple):
    """What the hash of a checkpoint covers: ``size`` leaves under ``root``, and the ``key`` (fingerprint) that was to
    sign it, None when no key was at hand."""

    format: int
    company_id: int
    company: str
    number: int
    size: int
    root: str
    previous: str
    sealed_at: str
    key: str | None

    @property
    def ref(self):
        """The checkpoint as findings name it."""
        return CheckpointRef(self.company_id, self.number)


class CheckpointLink(NamedTuple):
    """A checkpoint as it was found in storage."""

    record: CheckpointRecord
    checkpoint_hash: str


def link(previous_hash, record):
    """The hash of the entry ``record`` that follows ``previous_hash`` (GENESIS for the first)."""
    return digest(bytes.fromhex(previous_hash) + canonical_bytes(record._asdict()))


def checkpoint_hash(record):
    """The hash of a checkpoint; the chain runs through ``record.previous`` (GENESIS for the first)."""
    return digest(bytes.fromhex(record.previous) + canonical_bytes(record._asdict()))


def leaf(entry_hash):
    """The Merkle leaf that stands for an entry in a checkpoint."""
    return merkle.leaf_hash(bytes.fromhex(entry_hash))


def gap(expected, found):
    """The numbers that are missing where ``found`` follows instead of ``expected``."""
    return range(expected, min(found, expected + MOST_NAMED))


def verify_chain(links: Iterable[EntryLink]):
    """Findings on the entries of **one** subject, given in the order of their sequence.

    An entry whose content does not give its own hash is named itself. One that was rewritten together with its hash
    shows at its successor as LINK_BROKEN, and as LEAF_MISSING where its checkpoint is compared.
    """
    previous_hash, expected = GENESIS, 1
    for entry in links:
        yield from _content_findings(entry)
        sequence = entry.record.sequence
        if sequence > expected:
            for number in gap(expected, sequence):
                yield Finding(FindingCode.ENTRY_MISSING, entry.record.ref._replace(sequence=number))
        elif sequence < expected:
            yield Finding(FindingCode.ENTRY_INSERTED, entry.record.ref)
            continue
        elif entry.previous_hash != previous_hash:
            yield _broken_link(FindingCode.LINK_BROKEN, entry.record.ref, previous_hash, entry.previous_hash)
        previous_hash, expected = entry.entry_hash, sequence + 1


def verify_checkpoints(links: Iterable[CheckpointLink]):
    """Findings on the checkpoints of **one** company, given in the order of their number."""
    previous_hash, expected = GENESIS, 1
    for checkpoint in links:
        record = checkpoint.record
        if _recomputed(checkpoint_hash, record) != checkpoint.checkpoint_hash:
            yield Finding(FindingCode.CHECKPOINT_CHANGED, record.ref)
        if record.number > expected:
            for number in gap(expected, record.number):
                yield Finding(FindingCode.CHECKPOINT_MISSING, CheckpointRef(record.company_id, number))
        elif record.number < expected:
            yield Finding(FindingCode.CHECKPOINT_INSERTED, record.ref)
            continue
        elif record.previous != previous_hash:
            yield _broken_link(FindingCode.CHECKPOINT_LINK_BROKEN, record.ref, previous_hash, record.previous)
        previous_hash, expected = checkpoint.checkpoint_hash, record.number + 1


def _content_findings(entry):
    if entry.payload is not None and digest(entry.payload.encode()) != entry.record.payload_hash:
        yield Finding(FindingCode.PAYLOAD_CHANGED, entry.record.ref)
    if _recomputed(link, entry.previous_hash, entry.record) != entry.entry_hash:
        yield Finding(FindingCode.ENTRY_CHANGED, entry.record.ref)


def _recomputed(function, *values):
    """What ``function`` makes of values from storage, None where they cannot be hashed at all."""
    try:
        return function(*values)
    except (TypeError, ValueError):
        return None


def _broken_link(code, ref, expected, found):
    return Finding(code, ref, {"expected": expected, "found": found})
