"""What a custom-made item may deviate, and whether it does.

>>> length = Tolerance(ToleranceKind.DEVIATION, Decimal("1200"), minus=Decimal("0.5"), plus=Decimal("2"))
>>> is_within(length, Decimal("1202")), is_within(length, Decimal("1199.4"))
(True, False)
>>> specification(length, "mm")
'1200 mm +2/−0.5'
"""

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class ToleranceKind(StrEnum):
    """``TEXT`` is seen or felt and not measured; the others are numbers."""

    TEXT = "text"
    DEVIATION = "deviation"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"


class Tolerance(NamedTuple):
    """A number and what may be measured instead of it: ``minus`` and ``plus`` count for ``DEVIATION`` only."""

    kind: ToleranceKind
    number: Decimal
    minus: Decimal = Decimal(0)
    plus: Decimal = Decimal(0)


def limits(tolerance: Tolerance) -> tuple[Decimal | None, Decimal | None]:
    """Return the lowest and the highest number that is as ordered; None where there is no such limit."""
    number = tolerance.number
    match tolerance.kind:
        case ToleranceKind.DEVIATION:
            return number - tolerance.minus, number + tolerance.plus
        case ToleranceKind.MINIMUM:
            return number, None
        case ToleranceKind.MAXIMUM:
            return None, number
    return None, None


def is_within(tolerance: Tolerance, measured: Decimal) -> bool:
    """Whether ``measured`` is as ordered: the limits themselves are."""
    lowest, highest = limits(tolerance)
    return (lowest is None or measured >= lowest) and (highest is None or measured <= highest)


def specification(tolerance: Tolerance, unit: str = "", show: Callable[[Decimal], str] = lambda n: plain(n)) -> str:
    """Return the number with unit and tolerance as drawings write it; ``show`` writes a number in a language."""
    figure = f"{show(tolerance.number)} {unit}".strip()
    match tolerance.kind:
        case ToleranceKind.MINIMUM:
            return f"≥ {figure}"
        case ToleranceKind.MAXIMUM:
            return f"≤ {figure}"
        case ToleranceKind.DEVIATION if tolerance.minus == tolerance.plus:
            return f"{figure} ±{show(tolerance.plus)}"
        case ToleranceKind.DEVIATION:
            return f"{figure} +{show(tolerance.plus)}/−{show(tolerance.minus)}"
    return ""


def plain(number: Decimal) -> str:
    """Return ``number`` without an exponent and without zeros that say nothing.

    >>> plain(Decimal("1200.500000")), plain(Decimal("1E+3"))
    ('1200.5', '1000')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
