from odoo.exceptions import UserError


class UnknownEvidenceEvent(UserError):
    """The event is not in the catalogue of this subject."""


class EvidencePayloadError(UserError):
    """The payload is not what the catalogue says about the event."""


class EvidenceIsImmutable(UserError):
    """Somebody tried to create, change or delete sealed evidence."""


class EvidenceUnderHold(UserError):
    """Personal data stays while a legal hold is placed on its subject."""


class EvidenceRetained(UserError):
    """Personal data stays until its retention is over."""


class EvidenceNotExported(UserError):
    """The addon does not go while it holds evidence that was not exported."""


class EvidenceSecretMissing(UserError):
    """No secret is configured, or not the one that opens the key."""


class ActRefused(UserError):
    """What only an act decides, or what follows from other values, was written directly."""


class NumberRefused(UserError):
    """A number that cannot be counted with: none at all, without end, or of too many digits."""
