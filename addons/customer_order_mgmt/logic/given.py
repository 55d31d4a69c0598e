"""What is given from outside of our screens: a client of the API may send any number and any value."""

from collections.abc import Mapping
from typing import Any

from .capture import PRICE_LIMIT, QUANTITY_LIMIT

# Floats, as fields have them: Decimals are not compared with NaN.
LIMITS = {
    "quantity": float(QUANTITY_LIMIT),
    "price_unit": float(PRICE_LIMIT),
    "discount": 100.0,
    "percent": 100.0,
    "fixed_amount": float(PRICE_LIMIT),
    "amount": float(PRICE_LIMIT),
}


def impossible_figures(values: Mapping[str, Any]) -> list[str]:
    """Return the names of figures that no line of an order can have.

    A number that is none (NaN), has no end or more digits than money is counted with breaks every sum that it stands
    in; JSON as Python reads it carries such numbers. Other names, and what is no number, are not looked at.

    >>> impossible_figures({"quantity": float("nan"), "price_unit": 1e300, "discount": 100, "name": "Pump"})
    ['quantity', 'price_unit']
    """
    # Not "> limit": every comparison with NaN is false.
    return [
        name
        for name, value in values.items()
        if name in LIMITS and isinstance(value, int | float) and not abs(value) <= LIMITS[name]
    ]


def is_said(text: Any) -> bool:
    """Whether a text was given that says something.

    >>> [is_said(text) for text in ("Sold", "  ", None, False, ["Sold"], 7)]
    [True, False, False, False, False, False]
    """
    return isinstance(text, str) and bool(text.strip())
