"""How much of the receivables hangs on how few customers.

- share of a customer = amount / total; only debts count, a customer in credit lessens nobody else's debt
- Herfindahl index = Σ share², 1 / number of customers when all owe the same, 1 when one owes everything

>>> found = concentrate({"Aqua": Decimal(60), "Bello": Decimal(30), "Ceres": Decimal(10), "Duna": Decimal(-5)})
>>> [(one.name, one.share, one.cumulated) for one in found]
[('Aqua', 0.6, 0.6), ('Bello', 0.3, 0.9), ('Ceres', 0.1, 1.0)]
>>> round(herfindahl(found), 2)
0.46
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple


class Share(NamedTuple):
    """What one customer owes of all, and what those up to it owe together (fractions)."""

    name: Any
    amount: Decimal
    share: float
    cumulated: float


def concentrate(amounts: Mapping[Any, Decimal]) -> list[Share]:
    """Return the shares of those who owe, largest first."""
    owed = sorted(((name, amount) for name, amount in amounts.items() if amount > 0), key=lambda pair: -pair[1])
    total, passed, shares = sum((amount for _name, amount in owed), Decimal(0)), Decimal(0), []
    for name, amount in owed:
        passed += amount
        shares.append(Share(name, amount, float(amount / total), float(passed / total)))
    return shares


def herfindahl(shares: Iterable[Share]) -> float:
    """Return the sum of squared shares."""
    return sum(share.share**2 for share in shares)
