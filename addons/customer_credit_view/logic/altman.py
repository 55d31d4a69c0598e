"""Altman's Z scores: how near a firm is to failure, by the model for its kind.

| model | formula | distress | safe | X4 |
| --- | --- | --- | --- | --- |
| Z (1968), listed makers of goods | 1.2 X1 + 1.4 X2 + 3.3 X3 + 0.6 X4 + 1.0 X5 | < 1.81 | > 2.99 | market equity |
| Z′ (1983), private makers | 0.717 X1 + 0.847 X2 + 3.107 X3 + 0.420 X4 + 0.998 X5 | < 1.23 | > 2.90 | book equity |
| Z″ (1995), other firms | 6.56 X1 + 3.26 X2 + 6.72 X3 + 1.05 X4 | < 1.10 | > 2.60 | book equity |
| EM, emerging markets | 3.25 + Z″ | < 4.35 | > 5.85 | book equity |

X1 working capital / total assets, X2 retained earnings / total assets, X3 EBIT / total assets, X4 equity / total
liabilities, X5 sales / total assets; fractions, never percent. Flows are annualised. The boundaries are grey. The
same firm may be grey in one model and safe in another: a score is never shown without its model. Not meant for banks,
insurers and start-ups.

Source: E. Altman, Journal of Finance 23 (1968) 589; Corporate Financial Distress (1983); Altman, Hartzell and Peck
(1995). The 0.999 of X5 in the first paper is printed as 1.0 since.

>>> measured = weigh(Model.Z, (Decimal("0.2"), Decimal("0.3"), Decimal("0.23"), Decimal("0.5"), Decimal("0.8")))
>>> measured.score, measured.zone
(Decimal('2.5190'), <Zone.GREY: 'grey'>)
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from .statement_figures import Figure, Statement

SHOWN = Decimal("0.0001")


class Model(StrEnum):
    Z = "z"
    Z_PRIME = "z_prime"
    Z_DOUBLE_PRIME = "z_double_prime"
    EM = "em"


class FirmType(StrEnum):
    LISTED_MANUFACTURER = "listed_manufacturer"
    PRIVATE_MANUFACTURER = "private_manufacturer"
    NON_MANUFACTURER = "non_manufacturer"
    EMERGING_MARKET = "emerging_market"
    NOT_SUITABLE = "not_suitable"


class Zone(StrEnum):
    DISTRESS = "distress"
    GREY = "grey"
    SAFE = "safe"


class NoScore(StrEnum):
    NOT_SUITABLE = "not_suitable"
    MISSING = "missing"
    NO_ASSETS = "no_assets"
    NO_LIABILITIES = "no_liabilities"


class Recipe(NamedTuple):
    constant: str
    weights: tuple[str, ...]
    distress: str
    safe: str


RECIPES = {
    Model.Z: Recipe("0", ("1.2", "1.4", "3.3", "0.6", "1.0"), "1.81", "2.99"),
    Model.Z_PRIME: Recipe("0", ("0.717", "0.847", "3.107", "0.420", "0.998"), "1.23", "2.90"),
    Model.Z_DOUBLE_PRIME: Recipe("0", ("6.56", "3.26", "6.72", "1.05"), "1.10", "2.60"),
    Model.EM: Recipe("3.25", ("6.56", "3.26", "6.72", "1.05"), "4.35", "5.85"),
}
MODEL_OF = {
    FirmType.LISTED_MANUFACTURER: Model.Z,
    FirmType.PRIVATE_MANUFACTURER: Model.Z_PRIME,
    FirmType.NON_MANUFACTURER: Model.Z_DOUBLE_PRIME,
    FirmType.EMERGING_MARKET: Model.EM,
}


class Score(NamedTuple):
    """``score`` is rounded half up to four digits; ``zone`` is that of the exact score. ``components`` are X1 … X5."""

    model: Model
    score: Decimal
    zone: Zone
    components: tuple[Decimal, ...]


def altman(statement: Statement, firm_type: FirmType) -> Score | NoScore:
    """Return the score of ``statement`` by the model for ``firm_type``, else why there is none."""
    if firm_type not in MODEL_OF:
        return NoScore.NOT_SUITABLE
    model = MODEL_OF[firm_type]
    found = components(statement, model)
    return found if isinstance(found, NoScore) else weigh(model, found)


def components(statement: Statement, model: Model) -> tuple[Fraction, ...] | NoScore:
    """Return X1 to X4, and X5 where ``model`` has it, as exact fractions."""
    worth = Figure.MARKET_VALUE if model is Model.Z else Figure.EQUITY
    needed = [
        Figure.CURRENT_ASSETS,
        Figure.CURRENT_LIABILITIES,
        Figure.RETAINED_EARNINGS,
        Figure.EBIT,
        worth,
        Figure.TOTAL_LIABILITIES,
        Figure.TOTAL_ASSETS,
    ]
    if model in (Model.Z, Model.Z_PRIME):
        needed.append(Figure.REVENUE)
    known = [statement.annual(figure) for figure in needed]
    if None in known:
        return NoScore.MISSING
    current, short, retained, ebit, equity, liabilities, assets, *sales = map(Fraction, known)
    if assets <= 0:
        return NoScore.NO_ASSETS
    if liabilities <= 0:
        return NoScore.NO_LIABILITIES
    ratios = ((current - short) / assets, retained / assets, ebit / assets, equity / liabilities)
    return (*ratios, *(sale / assets for sale in sales))


def weigh(model: Model, values: Sequence[Decimal | Fraction]) -> Score:
    """Return the score of the components X1 … of ``model``; ValueError when it takes another number of them."""
    recipe = RECIPES[model]
    exact = Fraction(recipe.constant) + sum(
        Fraction(weight) * Fraction(value) for weight, value in zip(recipe.weights, values, strict=True)
    )
    return Score(model, _shown(exact), _zone(recipe, exact), tuple(map(_shown, values)))


def _zone(recipe, exact):
    if exact < Fraction(recipe.distress):
        return Zone.DISTRESS
    return Zone.SAFE if exact > Fraction(recipe.safe) else Zone.GREY


def _shown(value):
    value = Fraction(value)
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(SHOWN, ROUND_HALF_UP)
