"""Rows beside the entries that sealed them: which entry has no row any more, and which row no entry.

Rows have no business key of their own. What is compared is how often each content occurs:

>>> compare([("E1", {"party": "customer"}), ("E2", {"party": "company"})], [("R1", {"party": "company"})])
Difference(missing=('E1',), surplus=())
>>> compare([("E1", {"party": "customer"})], [("R1", {"party": "company"})])
Difference(missing=('E1',), surplus=('R1',))
"""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

HIDDEN = ("personal", "file")


class Difference(NamedTuple):
    """The references of sealed contents without a row, and of rows whose content was never sealed."""

    missing: tuple
    surplus: tuple


def public_keys(keys: Mapping[str, object]) -> dict:
    """Return the keys of an event's schema without what is concealed in entries: personal values and files.

    >>> public_keys({"party": "text", "name?": "personal", "files": ["file"], "lines": [{"item": "text"}]})
    {'party': 'text', 'lines': [{'item': 'text'}]}
    """
    kept = {name: _public(spec) for name, spec in keys.items()}
    return {name: spec for name, spec in kept.items() if spec not in (None, [None])}


def compare(sealed: Iterable[tuple], rows: Iterable[tuple]) -> Difference:
    """Compare ``(reference, content)`` pairs of entries with those of rows; contents are JSON values."""
    waiting = {}
    for reference, content in rows:
        waiting.setdefault(_text(content), []).append(reference)
    missing = []
    for reference, content in sealed:
        same = waiting.get(_text(content))
        if same:
            same.pop()
        else:
            missing.append(reference)
    return Difference(tuple(missing), tuple(reference for references in waiting.values() for reference in references))


def _public(spec):
    if isinstance(spec, Mapping):
        return public_keys(spec)
    if isinstance(spec, list):
        return [_public(spec[0])]
    return None if spec in HIDDEN else spec


def _text(content):
    return json.dumps(content, sort_keys=True)
