"""The files of a list, from strangers: archives are opened with limits, XML without entities, text by its encoding.

A list is one file, except OFAC's CSV, which is three (names, aliases, addresses). Any of them may come in one ZIP.

>>> [file.name for file in unpack([File("a.csv", b"name\\nTest")])]
['a.csv']
>>> decode("name\\nÄ".encode("utf-16"))
'name\\nÄ'
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from .screening_list import ListFault, ListUnreadable

MEGABYTE = 1024 * 1024
# OFAC's largest plain file is about 30 MB, the EU's about 25 MB: room to grow, none to fill the memory.
MAX_BYTES = 100 * MEGABYTE
MAX_MEMBERS = 10
# No text holds these, except a last Ctrl-Z, which OFAC's CSV files end with.
_BINARY = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_ZIP = b"PK\x03\x04"


class File(NamedTuple):
    name: str
    content: bytes


def unpack(files: Iterable[File]) -> list[File]:
    """Return the files with archives replaced by what is in them. Raises ``ListUnreadable``."""
    unpacked = []
    for file in files:
        _check_size(file)
        unpacked += _members(file) if file.content.startswith(b"PK") else [file]
    if sum(len(file.content) for file in unpacked) > MAX_BYTES:
        raise ListUnreadable(ListFault.TOO_LARGE_INSIDE, str(MAX_BYTES // MEGABYTE))
    return unpacked


def _check_size(file):
    if not file.content.strip():
        raise ListUnreadable(ListFault.EMPTY, file.name)
    if len(file.content) > MAX_BYTES:
        raise ListUnreadable(ListFault.TOO_LARGE, str(MAX_BYTES // MEGABYTE))


def _members(file):
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            if len(members) > MAX_MEMBERS:
                raise ListUnreadable(ListFault.TOO_MANY_FILES, str(MAX_MEMBERS))
            left, found = MAX_BYTES, []
            for info in members:
                found.append(_member(archive, info, left))
                left -= len(found[-1].content)
    except ListUnreadable:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise ListUnreadable(ListFault.DAMAGED, file.name) from error
    if not found:
        raise ListUnreadable(ListFault.EMPTY, file.name)
    return found


def _member(archive, info, left):
    if info.flag_bits & 0x1:
        raise ListUnreadable(ListFault.PROTECTED, info.filename)
    with archive.open(info) as stream:
        # What an archive says of its sizes is its author's word: read no more than there is room for.
        content = stream.read(left + 1)
    if len(content) > left:
        raise ListUnreadable(ListFault.TOO_LARGE_INSIDE, str(MAX_BYTES // MEGABYTE))
    if content.startswith(_ZIP):
        raise ListUnreadable(ListFault.NESTED, info.filename)
    return File(info.filename, content)


def is_xml(content: bytes) -> bool:
    """Whether ``content`` begins as XML (or as a web page) does.

    >>> is_xml(b"\\xef\\xbb\\xbf <a/>"), is_xml("<a/>".encode("utf-16")), is_xml(b"36,a")
    (True, True, False)
    """
    start = content[:200].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return start.replace(b"\x00", b"").lstrip().startswith(b"<")


def elements(content: bytes, *names: str) -> Iterator:
    """Yield the root as soon as it begins, then each element called one of ``names`` (without its namespace) at its
    end. An element is emptied when the next one is asked for. Raises ``ListUnreadable``.

    >>> [local_name(node) for node in elements(b"<l xmlns='urn:x'><p>1</p><q/><p>2</p></l>", "p")]
    ['l', 'p', 'p']
    """
    if re.match(rb"<(!doctype\s+)?html", content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()):
        raise ListUnreadable(ListFault.WEB_PAGE)
    safely = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    walk = etree.iterparse(
        io.BytesIO(content), events=("start", "end"), remove_comments=True, remove_pis=True, **safely
    )
    root = None
    try:
        for event, node in walk:
            if root is None:
                root = node
                _refuse_document_type(root)
                yield root
            elif event == "end" and local_name(node) in names:
                yield node
                node.clear()
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if isinstance(error, ListUnreadable):
            raise
        declared = b"<!DOCTYPE" in content or b"<!ENTITY" in content
        raise ListUnreadable(ListFault.ENTITIES if declared else ListFault.DAMAGED) from error


def _refuse_document_type(root):
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise ListUnreadable(ListFault.ENTITIES)


def local_name(node) -> str:
    """The name of an element without its namespace; empty for what is none."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def children(node, *path: str) -> list:
    """Return the descendants of ``node`` along ``path``, whatever their namespace."""
    nodes = [node]
    for name in path:
        nodes = [child for parent in nodes for child in parent if local_name(child) == name]
    return nodes


def text(node, *path: str) -> str:
    """Return the text of the first descendant along ``path``, empty when there is none."""
    return next((child.text or "" for child in children(node, *path)), "").strip()


def decode(content: bytes, fallback: str | None = None) -> str:
    """Return the text of a CSV file in UTF-8 or UTF-16, else in ``fallback``. Raises ``ListUnreadable``."""
    content = content.rstrip(b"\x1a\r\n\x00") if not content.startswith((b"\xff\xfe", b"\xfe\xff")) else content
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if not fallback or encoding == "utf-16":
            raise ListUnreadable(ListFault.ENCODING) from error
        text = content.decode(fallback, errors="replace")
    if _BINARY.search(text):
        raise ListUnreadable(ListFault.NOT_TEXT)
    return text
