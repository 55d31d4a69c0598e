"""The case folder of a decision: everything that was known when it was made, as one text that can be compared later.

The text is JSON with sorted keys, no blanks and no floats, so that its SHA-256 is the same wherever it is computed.
Money is text with the currency's decimals, days are ISO dates, documents are named by the hash of their content. The
folder itself can be erased for the persons in it; the sealed entry holds its hash only.

>>> folder = Folder("CA0001", "Aqua Works", {"amount": "5000.00"}, (Document("Register", "a" * 64, "2027-01-01"),))
>>> folder_text(folder)[:64]
'{"answers":[],"assessment":{},"customer":"Aqua Works","decision"'
>>> len(folder_hash(folder_text(folder)))
64
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Document:
    """One document: what it is, the SHA-256 of its content, until when it holds (ISO date or empty), our verdict."""

    type: str
    sha256: str
    expiry: str = ""
    state: str = ""


@dataclass(frozen=True)
class Screened:
    """What was compared: a list and the hash of its file, and what became of the parties that looked alike."""

    list: str
    version: str
    sha256: str
    hits: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Folder:
    """All of a case. Values are texts, numbers or lists and mappings of them; ``assessment`` is what other parts of the
    credit view know of the customer (figures, grade, exposure)."""

    number: str
    customer: str
    request: Mapping[str, object]
    documents: tuple[Document, ...] = ()
    answers: tuple[Mapping[str, object], ...] = ()
    persons: tuple[Mapping[str, str], ...] = ()
    screening: tuple[Screened, ...] = ()
    assessment: Mapping[str, object] = field(default_factory=dict)
    recommendation: Mapping[str, object] = field(default_factory=dict)
    decision: Mapping[str, object] = field(default_factory=dict)
    format: int = 1


def folder_text(folder: Folder) -> str:
    """Return ``folder`` as text. Raises ``TypeError`` for a value whose text would not be the same everywhere.

    >>> folder_text(Folder("CA0001", "Aqua Works", {"amount": 0.1}))
    Traceback (most recent call last):
    TypeError: 0.1 has no fixed text
    """
    content = asdict(folder)
    _refuse_floats(content)
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _refuse_floats(value):
    if isinstance(value, float):
        raise TypeError(f"{value} has no fixed text")
    for part in value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ():
        _refuse_floats(part)


def folder_hash(text: str) -> str:
    """Return the SHA-256 of a folder's text, as lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
