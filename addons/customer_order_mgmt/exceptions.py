"""Refusals of this addon, named after what is refused."""

from odoo.exceptions import UserError


class OrderIncomplete(UserError):
    """A customer order lacks something that receipt or acceptance needs; every fault is listed."""


class AcceptedOrderIsBinding(UserError):
    """Someone tried to change what an acceptance has made binding."""


class AcceptanceFailed(UserError):
    """The sales orders could not be created exactly as accepted, so nothing was accepted."""


class FigureRefused(UserError):
    """A quantity, price or discount that no line of an order can have."""


class OrderStateRefused(UserError):
    """The act does not fit the order's state, or the state was written directly."""


class OrderFileRefused(UserError):
    """A file cannot be read as customer orders: damaged, hostile, too large or of no known kind."""


class AcknowledgementRefused(UserError):
    """An acknowledgement would say what its code must not say."""


class ConsentIncomplete(UserError):
    """A party's agreement was recorded without what proves it."""


class CounterOfferExpired(UserError):
    """The customer answers a counter-offer whose time is over."""


class AmendmentRefused(UserError):
    """An amendment asks for what cannot be agreed any more; every fault is listed."""


class DraftRefused(UserError):
    """A customer entered something into a draft in the portal that an order cannot hold."""


class SubmissionRefused(UserError):
    """A customer's order in the portal cannot be submitted yet; every fault is listed."""


class OrderFileKnown(UserError):
    """The same file was imported before, and nobody said that its orders are meant twice."""


class InvoicingRefused(UserError):
    """An invoice that a plan asks for cannot be made or sent, or somebody wrote a run instead of using it."""


class MilestoneIsInvoiced(UserError):
    """A milestone that was reached or invoiced was changed, or its reaching was written directly."""


class TickRefused(UserError):
    """A requirement cannot be ticked, or its tick taken back, on this delivery."""


class IncidentRefused(UserError):
    """An incident lacks something, or its status was written directly."""


class UnknownWork(UserError):
    """An entry of the work list that no method answers."""


class AdvanceModeRefused(UserError):
    """How advances are verified was to be changed by one person alone."""


class DifferenceRefused(UserError):
    """A difference between due and paid was decided by the wrong person, for the wrong amount, or in the wrong way."""


class RegisterIsClosed(UserError):
    """A month of the register is closed, or it is not its turn to be closed."""


class DuplicateOrder(UserError):
    """Another order of the customer has the same number, and nobody said that it is another order."""


class QuotationDiffers(UserError):
    """The order differs from the quotation it answers, and nobody decided how to answer."""
