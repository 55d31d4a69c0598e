"""What is given from outside of our screens: a client of the API may send any number and any value."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

# A double counts cents exactly up to 2 ** 53; beyond, sums lose them.
LARGEST = 1e13


def senseless_numbers(values: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Return those of ``names`` whose value is a number that cannot be counted with.

    A number that is none (NaN), has no end or more digits than money is counted with breaks every sum that it stands
    in; JSON as Python reads it carries such numbers.

    >>> senseless_numbers({"amount": float("nan"), "days": 1e300, "share": 100}, ("amount", "days", "share"))
    ['amount', 'days']
    """
    return [name for name in names if name in values and _is_senseless(values[name])]


def _is_senseless(value):
    # Integers may be longer than a float can be.
    return isinstance(value, int | float) and not (math.isfinite(value) and abs(value) <= LARGEST)
