"""What is gathered once for all facts of a judgement."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from odoo.addons.order_gate.logic.findings import Checkpoint


@dataclass(frozen=True, eq=False)
class Subject:
    """A document and a customer who answers for it: who ordered, and who is billed where that is another.

    ``gate`` are the facts of the gate, ``profile`` the customer's in the company of the document, empty where there is
    none yet. ``is_debtor`` says that the document counts in what this customer owes.
    """

    document: Any
    gate: Any
    customer: Any
    profile: Any
    is_debtor: bool


class Gathering:
    """The subjects of a judgement, of one company and one day, and what several facts of them have in common: read
    once, when the first asks for it.

    Providers of facts (``credit.profile._get_credit_fact_…``) get it as their argument.
    """

    def __init__(self, checkpoint: Checkpoint, subjects: list[Subject], today, looked, needs=()):
        self.checkpoint = checkpoint
        self.needs = needs
        self.subjects = subjects
        self.today = today
        self.looked = looked

    @cached_property
    def profiles(self):
        """The profiles of all subjects."""
        profiles = [subject.profile for subject in self.subjects]
        return profiles[0].union(*profiles[1:])

    @cached_property
    def customers(self):
        """The customers of all subjects."""
        customers = [subject.customer for subject in self.subjects]
        return customers[0].union(*customers[1:])

    @cached_property
    def exposures(self):
        """``{profile: Exposure}`` of those profiles. What is contested is looked for where it makes a difference: it is
        not overdue, and not covered. So are the days on which items fall due: covers ask for them."""
        is_covered = bool(self.looked.with_covers)
        with_disputes = "overdue" in self.needs or is_covered
        return self.profiles._get_exposure(self.today, with_disputes=with_disputes, with_days=is_covered)

    @cached_property
    def covers(self):
        """``{profile: covers}`` of those profiles, in force now."""
        if self.looked.with_covers:
            return self.profiles._get_covers(self.today)
        return dict.fromkeys(self.profiles, ())

    @cached_property
    def nodes(self):
        """``{profile: [(node, limit)]}``: the nodes of each profile's group that have a limit, the own first."""
        return self.profiles._get_limit_nodes(self.today, self.looked.limits)
