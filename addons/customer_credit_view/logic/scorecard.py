"""A scorecard: criteria mapped to points, weighed into a score, turned into a grade.

    score = Σ wᵢ·pᵢ / Σ wᵢ   over the criteria that are available

A criterion without an input is never counted as zero points unsaid. What happens then is its own policy: it is left
out (the others carry its weight), it gets its worst points, or there is no score without it. The share of the weight
that is missing is told with every score, and above a limit there is no grade. Knock-outs (insolvency, …) give the
worst grade whatever the points say.

A band begins at its lower end, which belongs to it, and ends where the next one begins; the lowest has no lower end.

Source: weighted-point credit scoring as practised; the treatment of missing inputs is the house's rule.

>>> liquidity = Criterion("current", Decimal(3), (Band(None, Decimal(0)), Band(Decimal(1), Decimal(100))))
>>> cover = Criterion("cover", Decimal(1), (Band(None, Decimal(20)), Band(Decimal(2), Decimal(80))))
>>> card = Card((liquidity, cover), (GradeBand("C", Decimal(0)), GradeBand("A", Decimal(60))))
>>> result = assess(card, {"current": Decimal("1.6"), "cover": Decimal("1.9")})
>>> result.score, result.grade, result.missing_share
(Decimal('80.00'), 'A', Decimal('0'))
>>> result = assess(card, {"current": Decimal("1.6")})
>>> result.score, result.missing_share
(Decimal('100.00'), Decimal('0.25'))
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

CENT = Decimal("0.01")
HIGHEST = Decimal(100)
REASONS_SHOWN = 3


class Missing(StrEnum):
    SKIP = "skip"
    WORST = "worst"
    REQUIRED = "required"


class Band(NamedTuple):
    """Points from ``lower`` on, up to the next band; None is “whatever is below the next one”."""

    lower: Decimal | None
    points: Decimal


class GradeBand(NamedTuple):
    grade: str
    lower: Decimal


class Criterion(NamedTuple):
    code: str
    weight: Decimal
    bands: tuple[Band, ...]
    missing: Missing = Missing.SKIP


@dataclass(frozen=True)
class Card:
    """``max_missing_share`` (0 to 1) of the weight may be missing before there is no grade."""

    criteria: tuple[Criterion, ...]
    grades: tuple[GradeBand, ...]
    max_missing_share: Decimal = Decimal(1)

    @property
    def worst_grade(self) -> str:
        return min(self.grades, key=lambda band: band.lower).grade


class Part(NamedTuple):
    """What one criterion brought: ``points`` is None when it was left out; ``band`` is the lower end that applied."""

    code: str
    weight: Decimal
    value: Decimal | None
    points: Decimal | None
    band: Decimal | None
    is_missing: bool


class Verdict(StrEnum):
    GRADED = "graded"
    KNOCKED_OUT = "knocked_out"
    REQUIRED_MISSING = "required_missing"
    TOO_MUCH_MISSING = "too_much_missing"


class Result(NamedTuple):
    """``reasons`` are the criteria that cost most, the dearest first. Without a score the grade is None."""

    verdict: Verdict
    score: Decimal | None
    grade: str | None
    missing_share: Decimal
    parts: tuple[Part, ...]
    reasons: tuple[str, ...]


class CardFault(StrEnum):
    NO_CRITERIA = "no_criteria"
    WEIGHT = "weight"
    TWICE = "twice"
    NO_BANDS = "no_bands"
    BANDS_GAP = "bands_gap"
    BANDS_OVERLAP = "bands_overlap"
    POINTS = "points"
    SAME_POINTS = "same_points"
    NO_GRADES = "no_grades"
    GRADES_GAP = "grades_gap"
    GRADES_OVERLAP = "grades_overlap"
    GRADE_RANGE = "grade_range"


class CardFinding(NamedTuple):
    """``code`` is the criterion or grade, ``value`` the figure that is wrong."""

    fault: CardFault
    code: str = ""
    value: Decimal | None = None


def assess(card: Card, values: Mapping[str, Decimal | None], knock_outs: Iterable[str] = ()) -> Result:
    """Return the result of a sound ``card`` (see ``check_card``) for the ``values`` by criterion."""
    parts = tuple(_judge(criterion, values.get(criterion.code)) for criterion in card.criteria)
    total = sum(part.weight for part in parts)
    missing_share = sum((part.weight for part in parts if part.is_missing), Decimal(0)) / total
    score = _score(parts)
    verdict = _verdict(card, parts, missing_share, score, knock_outs)
    grade = card.worst_grade if verdict is Verdict.KNOCKED_OUT else None
    if verdict is Verdict.GRADED:
        grade = grade_of(card, score)
    return Result(verdict, score, grade, missing_share, parts, _reasons(card, parts))


def grade_of(card: Card, score: Decimal) -> str:
    """Return the grade of ``score``: that of the highest band which begins at or below it."""
    return max((band for band in card.grades if band.lower <= score), key=lambda band: band.lower).grade


def _judge(criterion, value):
    if value is not None:
        band = max((band for band in criterion.bands if _begins_below(band, value)), key=_lower_end)
        return Part(criterion.code, criterion.weight, value, band.points, band.lower, False)
    worst = min(criterion.bands, key=lambda band: band.points) if criterion.missing is Missing.WORST else None
    points, lower = (worst.points, worst.lower) if worst else (None, None)
    return Part(criterion.code, criterion.weight, None, points, lower, True)


def _begins_below(band, value):
    return band.lower is None or band.lower <= value


def _lower_end(band):
    return Decimal("-Infinity") if band.lower is None else band.lower


def _score(parts):
    counted = [part for part in parts if part.points is not None]
    if not counted:
        return None
    score = sum(part.weight * part.points for part in counted) / sum(part.weight for part in counted)
    # The grade is that of the score as it is shown: 74.996 is printed as 75.00 and graded like it.
    return score.quantize(CENT, ROUND_HALF_UP)


def _verdict(card, parts, missing_share, score, knock_outs):
    if any(knock_outs):
        return Verdict.KNOCKED_OUT
    required = {criterion.code for criterion in card.criteria if criterion.missing is Missing.REQUIRED}
    if any(part.is_missing and part.code in required for part in parts):
        return Verdict.REQUIRED_MISSING
    if score is None or missing_share > card.max_missing_share:
        return Verdict.TOO_MUCH_MISSING
    return Verdict.GRADED


def _reasons(card, parts):
    best = {criterion.code: max(band.points for band in criterion.bands) for criterion in card.criteria}
    lost = {part.code: part.weight * (best[part.code] - part.points) for part in parts if part.points is not None}
    dearest = sorted((code for code, cost in lost.items() if cost > 0), key=lambda code: -lost[code])
    return tuple(dearest[:REASONS_SHOWN])


def check_card(card: Card) -> list[CardFinding]:
    """Return what makes ``card`` unfit to score with; empty when it is sound."""
    found = [] if card.criteria else [CardFinding(CardFault.NO_CRITERIA)]
    counts = Counter(criterion.code for criterion in card.criteria)
    found += [CardFinding(CardFault.TWICE, code) for code, count in counts.items() if count > 1]
    for criterion in card.criteria:
        found += check_criterion(criterion)
    return found + check_grades(card.grades)


def check_criterion(criterion: Criterion) -> list[CardFinding]:
    """Return what is wrong with the weight and the bands of one criterion."""
    code, weight, bands = criterion.code, criterion.weight, criterion.bands
    found = [] if weight.is_finite() and weight > 0 else [CardFinding(CardFault.WEIGHT, code, weight)]
    if not bands:
        return [*found, CardFinding(CardFault.NO_BANDS, code)]
    found += [CardFinding(CardFault.POINTS, code, band.points) for band in bands if not _is_score(band.points)]
    lowers = Counter(band.lower for band in bands)
    if None not in lowers:
        found.append(CardFinding(CardFault.BANDS_GAP, code, min(lowers)))
    found += [CardFinding(CardFault.BANDS_OVERLAP, code, lower) for lower, count in lowers.items() if count > 1]
    if not found and len({band.points for band in bands}) == 1:
        found.append(CardFinding(CardFault.SAME_POINTS, code, bands[0].points))
    return found


def check_grades(grades: tuple[GradeBand, ...]) -> list[CardFinding]:
    """Return what is wrong with the bands of grades: they must cover 0 to 100, each score once."""
    if not grades:
        return [CardFinding(CardFault.NO_GRADES)]
    found = [CardFinding(CardFault.GRADE_RANGE, band.grade, band.lower) for band in grades if not _is_score(band.lower)]
    if found:
        return found
    lowest = min(grades, key=lambda band: band.lower)
    if lowest.lower > 0:
        found.append(CardFinding(CardFault.GRADES_GAP, lowest.grade, lowest.lower))
    for key in ("lower", "grade"):
        counts = Counter(getattr(band, key) for band in grades)
        found += [
            CardFinding(CardFault.GRADES_OVERLAP, band.grade, band.lower)
            for band in grades
            if counts[getattr(band, key)] > 1
        ][:1]
    return found


def _is_score(value):
    return value.is_finite() and 0 <= value <= HIGHEST
