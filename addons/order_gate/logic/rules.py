"""The arithmetic of the gate's own rules."""

from decimal import Decimal


def margin_percent(untaxed, lines):
    """Return the margin on sales price in percent, or None when no line has a known cost. Rounded as it is shown: what
    reads like the floor is not under it.

    ``untaxed`` maps the key of a line to its amount before taxes in the currency of its cost; lines without a cost
    are left out on both sides, since their margin is not known; unless they are discounts, which lower the revenue.

    >>> from .content import Line
    >>> pump = Line("1", 7, Decimal(2), 1, Decimal(200), cost=Decimal(150))
    >>> margin_percent({"1": Decimal(200)}, [pump])
    Decimal('25.00')
    """
    known = [line for line in lines if line.cost]
    revenue = sum((untaxed[line.key] for line in lines if line.cost or untaxed[line.key] < 0), Decimal())
    if not known or revenue <= 0:
        # Sold for nothing or for less: all of the cost is lost.
        return Decimal(-100) if known else None
    cost = sum((line.cost for line in known), Decimal())
    return round((revenue - cost) / revenue * 100, 2)
