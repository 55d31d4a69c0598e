"""A customer's change or cancellation of an order, as a value, and which lines of the order it means.

Nothing is looked up here. What a line wants done is its status, a code of UNCL1229 as Peppol restricts it for changes:
1 added, 2 deleted, 3 changed, 4 not affected. A line that is not named is not affected. A line without a status is
added where the order has no such line, else changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from .capture import CapturedLine, CapturedOrder, CapturedParty, Problem, ProblemCode, check, short

NOBODY = CapturedParty()
# What a line that exists already need not repeat.
OPTIONAL = frozenset({ProblemCode.QUANTITY_MISSING, ProblemCode.ITEM_MISSING})


class ChangeKind(StrEnum):
    CHANGE = "OrderChange"
    CANCELLATION = "OrderCancellation"


class LineAction(StrEnum):
    ADD = "1"
    REMOVE = "2"
    CHANGE = "3"
    NONE = "4"
    UNSAID = ""


class ChangeFault(StrEnum):
    """What this file cannot be read for; ``value`` of the fault is what stood there."""

    NO_REFERENCE = "no_reference"
    NO_NUMBER = "no_number"
    NO_LINES = "no_lines"
    TOO_MANY_LINES = "too_many_lines"
    ACTION_UNKNOWN = "action_unknown"
    NUMBER_MALFORMED = "number_malformed"
    DATE_MALFORMED = "date_malformed"
    TEXT_TOO_LONG = "text_too_long"
    LINE_UNKNOWN = "line_unknown"
    LINE_TWICE = "line_twice"


class Fault(NamedTuple):
    fault: ChangeFault
    line: str = ""
    value: str = ""


class ChangeRefused(ValueError):
    """The document cannot be taken: ``faults`` say why."""

    def __init__(self, *faults: Fault):
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class ChangedLine:
    """A line of the change: its number in the customer's order, what to do, and what it says."""

    number: str
    action: LineAction
    captured: CapturedLine


@dataclass(frozen=True, kw_only=True)
class OrderChange:
    """The document. ``order_number`` is the customer's number of the order, ``sales_order`` ours."""

    kind: ChangeKind
    number: str
    order_number: str = ""
    sales_order: str = ""
    issue_date: date | None = None
    currency_code: str = ""
    note: str = ""
    buyer: CapturedParty = NOBODY
    lines: tuple[ChangedLine, ...] = ()

    def problems(self) -> list[Problem]:
        """Return what no order can be, by the rules that every captured order obeys."""
        told = [line for line in self.lines if line.action not in (LineAction.REMOVE, LineAction.NONE)]
        if not told:
            return []
        found = check(CapturedOrder(buyer=self.buyer, note=self.note, lines=tuple(line.captured for line in told)))
        added = {line.captured.position for line in told if line.action == LineAction.ADD}
        return [problem for problem in found if problem.code not in OPTIONAL or problem.line in added]


class OrderedLine(NamedTuple):
    """A line of the order as it is in force: ``position`` in what the customer ordered."""

    key: int
    position: int
    product_code: str
    customer_product_code: str


def match(changes: Iterable[ChangedLine], lines: Iterable[OrderedLine]) -> dict[str, int]:
    """Return ``{number of the changed line: key of the ordered line}``. Raises ``ChangeRefused``.

    The codes of the item decide, and the number among lines of the same item. Where one side has no codes, the number
    alone does. Numbers never outvote codes: many count their lines in tens.
    """
    lines, found, faults = list(lines), {}, []
    for change in changes:
        if change.action in (LineAction.ADD, LineAction.NONE):
            continue
        line = _choose(change, lines)
        if line and line.key in found.values():
            faults.append(Fault(ChangeFault.LINE_TWICE, change.number))
        elif line:
            found[change.number] = line.key
        elif change.action != LineAction.UNSAID:
            faults.append(Fault(ChangeFault.LINE_UNKNOWN, change.number, short(change.captured.description)))
    if faults:
        raise ChangeRefused(*faults)
    return found


def _choose(change, lines):
    captured = change.captured
    same_item = [line for line in lines if _is_same_item(captured, line)]
    if len(same_item) == 1:
        return same_item[0]
    candidates = same_item or [line for line in lines if not _has_shared_code(captured, line)]
    return next((line for line in candidates if str(line.position) == change.number), None)


def _is_same_item(captured, line):
    codes = (captured.customer_product_code, line.customer_product_code), (captured.product_code, line.product_code)
    compared = [(theirs == ours) for theirs, ours in codes if theirs and ours]
    return bool(compared) and all(compared)


def _has_shared_code(captured, line):
    """Whether both name the item by the same kind of code: then the codes have spoken."""
    return bool(
        (captured.customer_product_code and line.customer_product_code) or (captured.product_code and line.product_code)
    )
