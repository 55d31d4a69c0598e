"""Which files a customer may hand in with an application.

A name says what a file claims to be, the first bytes what it is; only documents and pictures pass that no browser runs.

>>> [str(file_fault(name, size, start)) for name, size, start in (
...     ("a.pdf", 9, b"%PDF-1.7"), ("a.pdf", 9, b"<html>"), ("a.svg", 9, b"<svg"), ("a.pdf", 0, b""))]
['None', 'content', 'type', 'empty']
"""

import re
import unicodedata
from enum import StrEnum

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_NAME = 120
_BEGINNINGS = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "xlsx": b"PK\x03\x04",
    "docx": b"PK\x03\x04",
}
EXTENSIONS = tuple(_BEGINNINGS)


class FileFault(StrEnum):
    EMPTY = "empty"
    SIZE = "size"
    TYPE = "type"
    CONTENT = "content"


def file_fault(name: str, size: int, start: bytes) -> FileFault | None:
    """Return why a file is refused; ``start`` are its first bytes, at least 16 if it has so many."""
    _stem, dot, extension = name.rpartition(".")
    expected = _BEGINNINGS.get(extension.lower()) if dot else None
    if not size:
        return FileFault.EMPTY
    if size > MAX_BYTES:
        return FileFault.SIZE
    if expected is None:
        return FileFault.TYPE
    return None if start.startswith(expected) else FileFault.CONTENT


def clean_name(name: str) -> str:
    """Return the bare name of a file: no path, no control characters, not too long.

    >>> clean_name("../../etc/accounts\\r\\n.pdf"), len(clean_name("x" * 200 + ".pdf")), clean_name("")
    ('accounts.pdf', 120, 'file')
    """
    bare = re.split(r"[/\\]", name or "")[-1]
    bare = "".join(letter for letter in bare if unicodedata.category(letter)[0] != "C").strip() or "file"
    stem, dot, extension = bare.rpartition(".")
    ending = dot + extension if dot else ""
    return (stem if dot else bare)[: MAX_NAME - len(ending)] + ending
