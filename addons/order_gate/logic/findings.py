"""What a gate finds about a document, and when an earlier release answers it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Checkpoint(StrEnum):
    """The four moments at which a document is judged."""

    ACCEPT = "accept"
    CONFIRM = "confirm"
    SHIP = "ship"
    INVOICE = "invoice"


class Severity(StrEnum):
    """``INFO`` is shown, ``WARNING`` is noted on the document and lets it pass, ``BLOCK`` holds it."""

    INFO = "info"
    WARNING = "warning"
    BLOCK = "block"


@dataclass(frozen=True)
class Finding:
    """One thing found about one document at one checkpoint.

    ``code`` names the cause and stays the same while its figures change. ``message`` is one whole sentence with the
    figures in it, without names of persons: it is sealed. ``figures`` are the same figures as ``{name: text}``.
    ``measure`` says how bad it is, where that can be said in one number: a release answers the finding until the
    measure grows. Without one, it answers the same figures only, which must then be the same in every language.
    ``rule_id`` is the row that found it, ``user_id`` who must act; both may be empty.
    """

    code: str
    severity: Severity
    message: str
    figures: Mapping[str, str] = field(default_factory=dict)
    measure: Decimal | None = None
    rule_id: int | None = None
    user_id: int | None = None

    @property
    def blocks(self):
        return self.severity == Severity.BLOCK

    def is_answered_by(self, code, figures, measure):
        """Whether a release of ``code`` with ``figures`` at ``measure`` (a Decimal or None) covers this finding."""
        if self.code != code:
            return False
        if self.measure is None:
            return dict(self.figures) == dict(figures)
        return measure is not None and self.measure <= measure


def findings_hash(codes):
    """SHA-256 of the causes, whatever their order: two refusals for the same causes are one hold.

    >>> findings_hash(["margin", "blocked"]) == findings_hash(["blocked", "margin"])
    True
    """
    return hashlib.sha256("\n".join(sorted(codes)).encode()).hexdigest()
