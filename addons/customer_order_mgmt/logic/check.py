"""What a check of a customer order found, line by line, and how a deviation is judged."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

ORDER = ("pass", "warn", "block")


class Result(StrEnum):
    PASS = "pass"
    WARN = "warn"
    BLOCK = "block"


class Response(StrEnum):
    """What a company does about a deviation."""

    NOTHING = "nothing"
    WARN = "warn"
    BLOCK = "block"

    @property
    def result(self):
        return {Response.NOTHING: Result.PASS, Response.WARN: Result.WARN, Response.BLOCK: Result.BLOCK}[self]


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing looked at, about an order or about one of its lines.

    ``topic`` groups what is looked at, ``code`` names the cause and stays the same while its figures change.
    ``message`` is one whole sentence with the figures in it, without names of persons: a block is sealed with it.
    ``ordered`` and ``expected`` are the two sides, where there are two. ``measure`` says how bad it is: a release of
    the block holds until it grows; without one, it holds for the same two sides only.
    ``is_releasable`` is false for a block that no controller can take upon himself, because the order lacks something
    or has to be answered by an act of its own.
    """

    topic: str
    code: str
    result: Result
    message: str
    line_id: int | None = None
    ordered: str = ""
    expected: str = ""
    measure: Decimal | None = None
    is_releasable: bool = True


def worst(results: Iterable[str]) -> str | None:
    """Return the worst of ``results``, None of none.

    >>> str(worst(["pass", "block", "warn"]))
    'block'
    """
    return max(results, key=ORDER.index, default=None)


def deviation(ordered: Decimal, expected: Decimal) -> Decimal:
    """By how many percent ``ordered`` deviates from ``expected``, rounded to two decimals.

    >>> deviation(Decimal(95), Decimal(100)), deviation(Decimal(5), Decimal(0)), deviation(Decimal(0), Decimal(0))
    (Decimal('-5.00'), Decimal('100.00'), Decimal('0.00'))
    """
    if not expected:
        return Decimal("100.00") if ordered else Decimal("0.00")
    return ((ordered - expected) / abs(expected) * 100).quantize(Decimal("0.01"))


def judge_price(ordered: Decimal, expected: Decimal, tolerance: Decimal, response: Response) -> Result:
    """Return what a net price of ``ordered`` means where ``expected`` is right, with a ``tolerance`` in percent.

    A price that is too high for the customer is never blocked: it costs us nothing, but somebody should look.

    >>> price = lambda ordered: str(judge_price(Decimal(ordered), Decimal(100), Decimal(2), Response.BLOCK))
    >>> price(98), price(97), price(103)
    ('pass', 'block', 'warn')
    """
    off = ordered - expected
    if abs(off) * 100 <= tolerance * abs(expected):
        return Result.PASS
    return Result.WARN if off > 0 and response == Response.BLOCK else response.result
