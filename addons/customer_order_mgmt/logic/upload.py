"""Which files a customer may add to an order.

A name says what a file claims to be, the first bytes what it is; only formats of drawings and documents pass that a
browser does not run.

>>> [str(file_fault(name, 10, data)) for name, data in (("a.pdf", b"%PDF-1.7"), ("a.pdf", b"<html>"), ("a.html", b"x"))]
['None', 'content', 'type']
"""

import re
import unicodedata
from enum import StrEnum

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_FILES = 20
MAX_NAME = 120
# Extension: what the file begins with. Formats of CAD systems are many: those without a fixed beginning are text or
# binary that no browser shows, since files are only ever downloaded.
_BEGINNINGS = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "tif": (b"II*\x00", b"MM\x00*"),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "dwg": (b"AC10",),
    "step": (b"ISO-10303-21",),
    "stp": (b"ISO-10303-21",),
    "dxf": (),
    "igs": (),
    "iges": (),
    "stl": (),
    "txt": (),
}
EXTENSIONS = tuple(_BEGINNINGS)


class FileFault(StrEnum):
    EMPTY = "empty"
    SIZE = "size"
    TYPE = "type"
    CONTENT = "content"


def file_fault(name: str, size: int, beginning: bytes) -> FileFault | None:
    """Return why the file is refused; ``beginning`` are its first bytes, at least 64 if it has so many."""
    if not size:
        return FileFault.EMPTY
    if size > MAX_BYTES:
        return FileFault.SIZE
    expected = _BEGINNINGS.get(_extension(name))
    if expected is None:
        return FileFault.TYPE
    if expected and not any(beginning.lstrip().startswith(mark) for mark in expected):
        return FileFault.CONTENT
    return None


def clean_name(name: str) -> str:
    """Return the bare file name: no path, no characters that steer a terminal or a header, not too long.

    >>> clean_name("../../etc/plan\\r\\n.pdf"), clean_name("C:\\\\x\\\\a.pdf"), clean_name("x" * 200 + ".pdf")[-6:]
    ('plan.pdf', 'a.pdf', 'xx.pdf')
    """
    bare = re.split(r"[/\\]", name)[-1]
    bare = "".join(character for character in bare if unicodedata.category(character)[0] != "C").strip()
    extension = _extension(bare)
    stem = bare[: -len(extension) - 1] if extension else bare
    return f"{stem[: MAX_NAME - len(extension) - 1]}.{extension}" if extension else stem[:MAX_NAME]


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
