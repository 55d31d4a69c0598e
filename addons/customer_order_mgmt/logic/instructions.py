"""Free text as a list of what must be seen to."""

import re

# Bullets and numbers at the beginning of a row: "- ", "• ", "* ", "1. ", "2) ", "a) ".
MARK = re.compile(r"^\s*(?:[-–—*•·]\s*|\(?(?:\d{1,2}|[a-z])[.)]\s+)")


def requirements_in(text: str | None, known: set[str] = frozenset()) -> list[str]:
    """Return one requirement per row of ``text``, without bullets, in its order; what is ``known`` or repeated is left
    out, whatever its case.

    >>> requirements_in("1. Two pallets\\n\\n- Call before delivery\\n* two pallets", {"call before delivery"})
    ['Two pallets']
    """
    seen = {item.casefold() for item in known}
    found = []
    for row in (text or "").splitlines():
        requirement = MARK.sub("", row, count=1).strip()
        if requirement and requirement.casefold() not in seen:
            seen.add(requirement.casefold())
            found.append(requirement)
    return found
