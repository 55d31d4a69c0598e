"""How much credit a customer should have: the formulas met in practice.

- capacity: a share (by habit 10 %) of its tangible net worth, its working capital or its average monthly sales;
- need: ``annual purchases with taxes × (credit days + lead days) / 365``, what the business asks for;
- references: the median of the limits that other suppliers report;
- grade matrix: ``min(a·net worth, b·turnover, need)`` with the shares a and b of the customer's grade;
- mix: the average of capacity, need and references, or their lowest for the careful;
- concentration: no customer above a share (by habit 10 %) of our own annual sales;
- own risk: no limit above what others cover plus what the house bears itself.

Source: rules of thumb of credit insurers and training bodies; the grade matrix as My DSO Manager publishes it.
Whatever is unknown is left out and named; with nothing known there is no proposal. Amounts are in one currency, and
rounded half up to its decimals at the end only. Less than nothing is no credit: 0.

>>> known = LimitInputs(net_worth=Decimal(80_000), turnover=Decimal(700_000), need=Decimal(50_000),
...                     net_worth_share=Decimal("0.35"), turnover_share=Decimal("0.05"))
>>> proposal = grade_matrix(known)
>>> proposal.amount, proposal.deciding
(Decimal('28000.00'), <Basis.NET_WORTH: 'net_worth'>)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from statistics import median
from typing import NamedTuple

DAYS = 365
TENTH = Decimal("0.1")


class Basis(StrEnum):
    """What an amount of a proposal rests on."""

    NET_WORTH = "net_worth"
    WORKING_CAPITAL = "working_capital"
    MONTHLY_SALES = "monthly_sales"
    TURNOVER = "turnover"
    NEED = "need"
    REFERENCES = "references"
    CONCENTRATION = "concentration"
    COVER = "cover"
    NATIVE = "native"


@dataclass(frozen=True)
class LimitInputs:
    """What is known of a customer; None is unknown. Shares are fractions.

    ``need`` comes from ``need()``. ``net_worth_share`` and ``turnover_share`` are those of the customer's grade;
    ``capacity_share`` is the house's. ``own_sales`` are our sales of a year. ``own_risk`` is what the house bears
    of one customer beside its ``cover``; None is any amount.
    """

    net_worth: Decimal | None = None
    working_capital: Decimal | None = None
    turnover: Decimal | None = None
    need: Decimal | None = None
    references: tuple[Decimal, ...] = ()
    net_worth_share: Decimal | None = None
    turnover_share: Decimal | None = None
    capacity_share: Decimal = TENTH
    own_sales: Decimal | None = None
    concentration_share: Decimal | None = TENTH
    cover: Decimal = Decimal(0)
    own_risk: Decimal | None = None
    decimals: int = 2


class Part(NamedTuple):
    basis: Basis
    amount: Decimal


class Proposal(NamedTuple):
    """``amount`` is None when nothing is known; ``deciding`` is the basis that set it, None for an average."""

    amount: Decimal | None
    parts: tuple[Part, ...]
    deciding: Basis | None
    unknown: tuple[Basis, ...]


def given(amount: Decimal | None, inputs: LimitInputs) -> Proposal:
    """Return ``amount``, which somebody set elsewhere, as a proposal below the same caps.

    >>> given(Decimal(500), LimitInputs(own_risk=Decimal(400))).deciding
    <Basis.COVER: 'cover'>
    """
    return _lowest([(Basis.NATIVE, amount)], inputs)


def need(purchases: Decimal, tax_rate: Decimal, credit_days: int, lead_days: int = 0) -> Decimal:
    """Return the credit that ``purchases`` of a year, without taxes, ask for; ``tax_rate`` is a fraction. Not rounded.

    >>> round(need(Decimal(1_200_000), Decimal("0.20"), 45), 2)
    Decimal('177534.25')
    """
    return purchases * (1 + tax_rate) * (credit_days + lead_days) / DAYS


def capacity(inputs: LimitInputs, basis: Basis = Basis.NET_WORTH) -> Proposal:
    """Return the house's share of what ``basis`` names: net worth, working capital or average monthly sales."""
    return _lowest([(basis, _share(_capacity_base(inputs, basis), inputs.capacity_share))], inputs)


def by_need(inputs: LimitInputs) -> Proposal:
    return _lowest([(Basis.NEED, inputs.need)], inputs)


def by_references(inputs: LimitInputs) -> Proposal:
    return _lowest([(Basis.REFERENCES, _median(inputs.references))], inputs)


def grade_matrix(inputs: LimitInputs) -> Proposal:
    """Return the lowest of the grade's share of net worth, its share of turnover, and the need.

    Without a share of the grade there is no proposal: the need alone says nothing about the risk.
    """
    rated = [
        (Basis.NET_WORTH, _share(inputs.net_worth, inputs.net_worth_share)),
        (Basis.TURNOVER, _share(inputs.turnover, inputs.turnover_share)),
    ]
    if all(amount is None for _basis, amount in rated):
        return Proposal(None, (), None, tuple(basis for basis, _amount in rated))
    return _lowest([*rated, (Basis.NEED, inputs.need)], inputs)


def mixed(inputs: LimitInputs, *, is_careful: bool) -> Proposal:
    """Return the average of capacity, need and references, or their lowest when ``is_careful``."""
    candidates = [
        (Basis.NET_WORTH, _share(inputs.net_worth, inputs.capacity_share)),
        (Basis.NEED, inputs.need),
        (Basis.REFERENCES, _median(inputs.references)),
    ]
    if is_careful:
        return _lowest(candidates, inputs)
    parts, unknown = _split(candidates)
    average = sum(part.amount for part in parts) / len(parts) if parts else None
    return _capped(Proposal(average, parts, None, unknown), inputs)


def _lowest(candidates: Iterable, inputs) -> Proposal:
    parts, unknown = _split(candidates)
    lowest = min(parts, key=lambda part: part.amount, default=None)
    proposal = Proposal(lowest and lowest.amount, parts, lowest and lowest.basis, unknown)
    return _capped(proposal, inputs)


def _split(candidates):
    known = tuple(Part(basis, max(amount, Decimal(0))) for basis, amount in candidates if amount is not None)
    return known, tuple(basis for basis, amount in candidates if amount is None)


def _capped(proposal, inputs) -> Proposal:
    """No customer above its share of our sales or the risk we bear, and no fraction of a cent."""
    if proposal.amount is None:
        return proposal
    for basis, cap in _caps(inputs):
        if cap is not None and cap < proposal.amount:
            parts = (*proposal.parts, Part(basis, cap))
            proposal = proposal._replace(amount=cap, parts=parts, deciding=basis)
    return proposal._replace(amount=proposal.amount.quantize(Decimal(1).scaleb(-inputs.decimals), ROUND_HALF_UP))


def _caps(inputs):
    yield Basis.CONCENTRATION, _share(inputs.own_sales, inputs.concentration_share)
    yield Basis.COVER, None if inputs.own_risk is None else inputs.cover + inputs.own_risk


def _capacity_base(inputs, basis):
    bases = {
        Basis.NET_WORTH: inputs.net_worth,
        Basis.WORKING_CAPITAL: inputs.working_capital,
        Basis.MONTHLY_SALES: inputs.turnover and inputs.turnover / 12,
    }
    return bases[basis]


def _share(base, share):
    """Who owes more than it has carries nothing, which is not less than nothing."""
    return None if base is None or share is None else max(Decimal(0), base * share)


def _median(values):
    return median(values) if values else None
