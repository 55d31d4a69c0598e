"""Which of the credit rules that are for a customer hold a document, and why the others do not.

Rules block or exclude. A blocking rule is hit when its figure is over its threshold; an exclusion answers blocking
rules while its own figure is within its threshold (a standing: while the customer has it). The order of evaluation is
that of Dynamics 365's blocking rules (learn.microsoft.com, "Credit holds for sales orders"), with everything written
down, and with two additions, marked +:

1. A rule for named customers is narrower than one for a group of customers, that narrower than one for grades, that
   narrower than one for all.
2. Of the blocking rules on one topic the narrowest count; broader ones on it do not. + Firm rules always count.
3. A releasing exclusion that answers lets every hit pass, whatever its topic and width. + Not those of firm rules.
4. Any other exclusion that answers lets those hits pass that are on its topic and come from broader rules. One of the
   same width does not, one on another topic does not.
5. Of the hits on one topic that stand, the severest count.

Every rule gets a ``Step``: what became of it, and which exclusions did not help against it and why. Nothing is cut
short, so that a reader sees what a release would have to answer.

>>> block = RuleValue(4, "days_overdue", Severity.BLOCK)
>>> pardon = RuleValue(2, "days_overdue", Severity.BLOCK, Width.CUSTOMER, is_exclusion=True)
>>> over, within = Measured(True), Measured(False)
>>> [step.outcome.value for step in rule_on([Candidate(block, over), Candidate(pardon, within)])]
['excluded', 'answers']
>>> [step.outcome.value for step in rule_on([Candidate(block, over), Candidate(pardon, over)])]
['hit', 'not_met']
"""

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import NamedTuple

from .credit_conditions import Measured


class Severity(StrEnum):
    """How a hit counts, the severest first; the words are those of the gate."""

    BLOCK = "block"
    WARNING = "warning"
    INFO = "info"


class Width(IntEnum):
    """For whom a rule is: the higher, the narrower."""

    ALL = 0
    GRADE = 1
    GROUP = 2
    CUSTOMER = 3


class RuleValue(NamedTuple):
    """A rule as the ruling sees it. ``topic`` is its kind, and what of it is judged apart. ``is_state`` says that it
    looks for a state, which an exclusion looks for as a blocking rule does; otherwise it compares with a threshold."""

    key: int
    topic: str
    severity: Severity = Severity.BLOCK
    width: Width = Width.ALL
    is_exclusion: bool = False
    is_releasing: bool = False
    is_firm: bool = False
    is_state: bool = False


class Candidate(NamedTuple):
    """A rule that is for the customer, and what it measured."""

    rule: RuleValue
    measured: Measured

    @property
    def is_met(self) -> bool:
        """Whether a blocking rule is hit, or an exclusion answers."""
        over = self.measured.is_over
        if over is None:
            return False
        return over != (self.rule.is_exclusion and not self.rule.is_state)


class Outcome(StrEnum):
    """What became of a rule."""

    HIT = "hit"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NARROWER = "narrower"
    EXCLUDED = "excluded"
    RELEASED = "released"
    WEAKER = "weaker"
    ANSWERS = "answers"


class Refused(StrEnum):
    """Why an exclusion did not help against a hit."""

    FIRM = "firm"
    OTHER_TOPIC = "other_topic"
    NOT_NARROWER = "not_narrower"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Step(NamedTuple):
    """What became of one rule: ``by`` is the rule that decided it; ``refused`` are the exclusions that did not help
    against it, each with its reason."""

    rule: RuleValue
    measured: Measured
    outcome: Outcome
    by: RuleValue | None = None
    refused: tuple[tuple[RuleValue, Refused], ...] = ()


def rule_on(candidates: Iterable[Candidate]) -> list[Step]:
    """Return a step for each of ``candidates``, in their order. The hits among them are what holds the document."""
    candidates = list(candidates)
    exclusions = [candidate for candidate in candidates if candidate.rule.is_exclusion]
    blocking = [candidate for candidate in candidates if not candidate.rule.is_exclusion]
    steps = [_exclude(_judge(candidate, blocking), exclusions) for candidate in blocking]
    decided = {step.rule.key: _weigh(step, steps) for step in steps}
    for candidate in exclusions:
        decided[candidate.rule.key] = Step(candidate.rule, candidate.measured, _outcome(candidate, Outcome.ANSWERS))
    return [decided[candidate.rule.key] for candidate in candidates]


def _outcome(candidate, met):
    if candidate.measured.is_over is None:
        return Outcome.UNKNOWN
    return met if candidate.is_met else Outcome.NOT_MET


def _judge(candidate, blocking):
    """2. The narrowest rule on a topic counts."""
    rule = candidate.rule
    rivals = [one.rule for one in blocking if one.rule.topic == rule.topic and one.rule.width > rule.width]
    if rivals and not rule.is_firm:
        return Step(rule, candidate.measured, Outcome.NARROWER, max(rivals, key=lambda rival: rival.width))
    return Step(rule, candidate.measured, _outcome(candidate, Outcome.HIT))


def _exclude(step, exclusions):
    """3 and 4. An exclusion that answers lets the hit pass."""
    if step.outcome != Outcome.HIT:
        return step
    refused = []
    for candidate in sorted(exclusions, key=lambda one: (not one.rule.is_releasing, -one.rule.width)):
        why = _refuse(step.rule, candidate)
        if why is None:
            passed = Outcome.RELEASED if candidate.rule.is_releasing else Outcome.EXCLUDED
            return step._replace(outcome=passed, by=candidate.rule)
        refused.append((candidate.rule, why))
    return step._replace(refused=tuple(refused))


def _refuse(rule, exclusion):
    """Return why ``exclusion`` does not help against a hit of ``rule``, None where it does."""
    other = exclusion.rule
    if not other.is_releasing and other.topic != rule.topic:
        return Refused.OTHER_TOPIC
    if exclusion.measured.is_over is None:
        return Refused.UNKNOWN
    if not exclusion.is_met:
        return Refused.NOT_MET
    if rule.is_firm:
        return Refused.FIRM
    return None if other.is_releasing or other.width > rule.width else Refused.NOT_NARROWER


def _weigh(step, steps):
    """5. Of the hits on one topic the severest count."""
    if step.outcome != Outcome.HIT:
        return step
    order = list(Severity)
    hits = [one.rule for one in steps if one.outcome == Outcome.HIT and one.rule.topic == step.rule.topic]
    severest = min(hits, key=lambda rule: order.index(rule.severity))
    if order.index(severest.severity) < order.index(step.rule.severity):
        return step._replace(outcome=Outcome.WEAKER, by=severest)
    return step
