"""Refusals of this addon, named after what is refused."""

from odoo.exceptions import UserError


class StandingRefused(UserError):
    """A standing was set without a reason, or by someone who may not decide it."""


class StatementRefused(UserError):
    """A financial statement cannot be true, or is frozen."""


class CreditFileRefused(UserError):
    """A file with statements or answers of a bureau cannot be read: damaged, hostile, too large or of no known kind."""


class ScorecardRefused(UserError):
    """A scorecard that nobody can be scored with, or one that is in use and therefore frozen."""


class AssessmentRefused(UserError):
    """A customer cannot be assessed, or an assessment was written instead of made."""


class BureauRefused(UserError):
    """A credit bureau cannot be asked: no connector reads it, or its key is missing."""


class LimitRefused(UserError):
    """A limit was written instead of granted, or it overlaps another one."""


class ProposalRefused(UserError):
    """A proposal for a limit is incomplete, or this person may not decide it."""


class CreditRuleRefused(UserError):
    """A credit rule that can never match, or that nobody can mean."""


class UnknownCreditRule(UserError):
    """No method judges this kind of credit rule."""


class CreditCoverRefused(UserError):
    """A cover that covers nothing, or an act that does not fit its state."""


class UnknownCoverType(UserError):
    """Nothing says what is left of a cover of this type."""


class ReleaseConditionRefused(UserError):
    """A condition of a release that cannot be kept, or an act that does not fit its state."""


class PledgeRefused(UserError):
    """A promise to pay cannot be taken down like that, or what was promised was to be changed afterwards."""


class DisputeRefused(UserError):
    """A dispute cannot be raised or settled like that, or an invoice was to be freed while it is contested."""


class UnknownCreditWork(UserError):
    """An entry of the morning list that no method answers."""


class ListRefused(UserError):
    """A file is no list of restricted parties, or a list was changed that sealed entries name."""


class HitStands(UserError):
    """A screening hit is not cleared this way: by the same person, without evidence, or by releasing a hold."""


class ApplicationRefused(UserError):
    """An application for credit lacks something, is not open for the act, or comes too early; every fault is listed."""


class DocumentRefused(UserError):
    """A customer's document is no file that is taken, or was decided already."""


class ChecklistRefused(UserError):
    """A row of the checklist asks for nothing, or for something that no customer can give."""
