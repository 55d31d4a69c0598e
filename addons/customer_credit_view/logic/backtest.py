"""Whether grades told beforehand who would pay late.

Each customer that had a grade at the start counts once, as good or bad by what it did afterwards. The hit table says
for each grade how many turned bad. The Gini coefficient says how well the order of the scores separates both groups:
1 when every bad customer scored below every good one, 0 when the order is chance, below 0 when it is upside down.

    Gini = 2·AUC − 1,   AUC = P(score of a good one > score of a bad one) + ½ P(equal)   (Mann and Whitney 1947)

With few customers, or few bad ones, the figure is noise, so there is none ("not enough data").

>>> cases = [Case("A", 90, False)] * 40 + [Case("C", 20, True)] * 10
>>> back_test(cases, order=("A", "C")).gini
1.0
>>> back_test(cases[:20], order=("A", "C")).is_enough
False
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

FEWEST_CASES = 30
FEWEST_EACH = 5


class Case(NamedTuple):
    """A customer's grade and score at the start, and whether it turned bad."""

    grade: str
    score: float
    is_bad: bool


class GradeHits(NamedTuple):
    """``bad_rate`` is a fraction, None without customers."""

    grade: str
    count: int
    bad: int
    bad_rate: float | None


class BackTest(NamedTuple):
    """``gini`` is None when there is not enough data; ``inversions`` are grades worse than the next worse one."""

    count: int
    bad: int
    is_enough: bool
    gini: float | None
    grades: tuple[GradeHits, ...]
    inversions: tuple[str, ...]


def back_test(cases: Iterable[Case], order: Sequence[str]) -> BackTest:
    """Return what became of ``cases``; ``order`` names the grades from the best to the worst."""
    cases = list(cases)
    good = sorted(case.score for case in cases if not case.is_bad)
    bad = [case.score for case in cases if case.is_bad]
    is_enough = len(cases) >= FEWEST_CASES and min(len(good), len(bad)) >= FEWEST_EACH
    hits = tuple(_count(cases, grade) for grade in order)
    return BackTest(
        len(cases),
        len(bad),
        is_enough,
        gini(good, bad) if is_enough else None,
        hits,
        _inversions(hits) if is_enough else (),
    )


def gini(good: Sequence[float], bad: Sequence[float]) -> float:
    """Return how well the scores separate both groups (−1 to 1); neither may be empty, ``good`` is sorted."""
    above = sum(len(good) - bisect_right(good, score) for score in bad)
    equal = sum(bisect_right(good, score) - bisect_left(good, score) for score in bad)
    return 2 * (above + equal / 2) / (len(good) * len(bad)) - 1


def _count(cases, grade):
    own = [case for case in cases if case.grade == grade]
    bad = sum(case.is_bad for case in own)
    return GradeHits(grade, len(own), bad, bad / len(own) if own else None)


def _inversions(hits):
    known = [hit for hit in hits if hit.count]
    return tuple(better.grade for better, worse in pairwise(known) if better.bad_rate > worse.bad_rate)
