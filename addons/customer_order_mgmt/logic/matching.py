"""Which record is meant, when a document names it in several ways."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Doubt(StrEnum):
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    CONFLICT = "conflict"


class Choice(NamedTuple):
    """The one that is meant, or why it is not clear."""

    found: int | None = None
    doubt: Doubt | None = None


def choose(groups: Iterable[Iterable[int]], hints: Iterable[Iterable[int]] = ()) -> Choice:
    """Return the only candidate on which all groups agree that know any.

    Each group holds the candidates of one way to name it: a tax number, our code, a barcode. Hints are weaker, such as
    a name: they narrow what the groups leave open, and the first that knows any stands in when no group does.

    >>> choose([{1, 2}, {2, 3}]), choose([{1}, {2}]).doubt.value, choose([set(), {4}])
    (Choice(found=2, doubt=None), 'conflict', Choice(found=4, doubt=None))
    >>> choose([{1, 2}], [{2, 9}]), choose([set()], [{7}, {8}]), choose([], []).doubt.value
    (Choice(found=2, doubt=None), Choice(found=7, doubt=None), 'unknown')
    """
    hints = [frozenset(hint) for hint in hints if hint]
    known = [frozenset(group) for group in groups if group] or hints[:1]
    if not known:
        return Choice(doubt=Doubt.UNKNOWN)
    common = frozenset.intersection(*known)
    if not common:
        return Choice(doubt=Doubt.CONFLICT)
    for hint in hints:
        common = common & hint or common
    return Choice(*common) if len(common) == 1 else Choice(doubt=Doubt.AMBIGUOUS)


def quoted_code(description: str) -> str:
    """Return the code in brackets with which a description begins, as on our quotations and acknowledgements.

    >>> quoted_code("[AP-40] Centrifugal pump"), quoted_code("Pump [old model]")
    ('AP-40', '')
    """
    found = re.match(r"\s*\[([^\[\]\n]{1,64})\]", description)
    return found[1].strip() if found else ""
