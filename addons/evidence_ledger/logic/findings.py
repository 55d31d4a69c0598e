"""What a verification can say, as codes: sentences and languages belong to whoever shows them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class FindingCode(StrEnum):
    """Why the evidence does not hold, or cannot be fully checked."""

    PAYLOAD_CHANGED = "payload_changed"
    ENTRY_CHANGED = "entry_changed"
    ENTRY_MISSING = "entry_missing"
    ENTRY_INSERTED = "entry_inserted"
    LINK_BROKEN = "link_broken"
    HEAD_DIFFERS = "head_differs"
    NOT_SEALED = "not_sealed"
    LEAF_MISSING = "leaf_missing"
    LEAF_FOREIGN = "leaf_foreign"
    CHECKPOINT_CHANGED = "checkpoint_changed"
    CHECKPOINT_MISSING = "checkpoint_missing"
    CHECKPOINT_INSERTED = "checkpoint_inserted"
    CHECKPOINT_LINK_BROKEN = "checkpoint_link_broken"
    ROOT_DIFFERS = "root_differs"
    SIGNATURE_INVALID = "signature_invalid"
    SIGNATURE_MISSING = "signature_missing"
    SIGNATURE_STOPPED = "signature_stopped"
    KEY_UNKNOWN = "key_unknown"
    KEY_UNRECORDED = "key_unrecorded"
    FILE_MISSING = "file_missing"
    FILE_CHANGED = "file_changed"
    PERSONAL_CHANGED = "personal_changed"
    PERSONAL_MISSING = "personal_missing"
    ERASURE_UNRECORDED = "erasure_unrecorded"
    GUARD_MISSING = "guard_missing"
    DOCUMENT_CHANGED = "document_changed"
    UNREADABLE = "unreadable"


class EntryRef(NamedTuple):
    """An entry by its business key, as an auditor would name it."""

    company_id: int
    subject_model: str
    subject_key: str
    sequence: int

    def __str__(self):
        return f"{self.subject_model} {self.subject_key} #{self.sequence}"


class CheckpointRef(NamedTuple):
    """A checkpoint by its number within the company."""

    company_id: int
    number: int

    def __str__(self):
        return f"checkpoint {self.number}"


class Finding(NamedTuple):
    """One thing that does not hold: what (``code``), where (``ref``) and the figures behind it."""

    code: FindingCode
    ref: EntryRef | CheckpointRef | None
    figures: Mapping[str, object] = {}
