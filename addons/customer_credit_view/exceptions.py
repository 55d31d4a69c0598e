"""Refusals of this addon, named after what is refused."""

from odoo.exceptions import UserError


class StandingRefused(UserError):
    """A standing was set without a reason, or by someone who may not decide it."""
