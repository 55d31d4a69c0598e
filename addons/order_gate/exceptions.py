"""Refusals of this addon, named after what is refused."""

from odoo.exceptions import UserError


class OrderHeld(UserError):
    """A gate holds the document; a hold with the findings is kept, whatever becomes of the transaction."""


class HoldIsImmutable(UserError):
    """Somebody wrote a hold, or deleted one, instead of releasing or rejecting it."""


class HoldStateRefused(UserError):
    """The act does not fit the state of the hold."""


class ReleaseRefused(UserError):
    """This person may not release this hold, or gave no reason."""


class UnknownGateRule(UserError):
    """No method judges this kind of rule."""
