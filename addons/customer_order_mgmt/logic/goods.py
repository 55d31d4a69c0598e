"""What customer and company agree on about the goods, beyond lines and prices: parts of the frozen content.

``position`` is the sequence of the line they belong to; None (in a database: 0) stands for the whole order.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class RequirementContent:
    """Something to be seen to before goods leave. ``file_names`` are the drawings that belong to it."""

    position: int | None = None
    kind: str
    name: str
    is_required: bool
    file_names: str = ""


@dataclass(frozen=True, kw_only=True)
class AttributeContent:
    """A property of a custom-made item: ``value`` in words, or ``number`` with what it may deviate."""

    position: int
    name: str
    tolerance_kind: str
    value: str = ""
    number: Decimal = Decimal(0)
    unit: str = ""
    tolerance_minus: Decimal = Decimal(0)
    tolerance_plus: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class DrawingContent:
    """A file that says what is to be made or done; ``purpose`` is ``line``, ``requirement`` or ``sample``."""

    position: int | None = None
    purpose: str
    name: str
    sha256: str
