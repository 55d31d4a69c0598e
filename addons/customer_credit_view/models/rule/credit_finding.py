"""A finding of the credit rules, with what only readers of credit may know."""

import json
from dataclasses import dataclass

from odoo.addons.order_gate.logic.findings import Finding

CAUSES = "causes"


@dataclass(frozen=True)
class CreditFinding(Finding):
    """``message`` is for everybody who meets the hold, and has no figures of the customer's credit in it;
    ``explanation`` has them, and says why no exclusion helped. Where there are ``causes``, a release answers this
    finding if it named all of them, whatever the measure."""

    explanation: str = ""
    causes: frozenset[str] = frozenset()

    def is_answered_by(self, code, figures, measure):
        if not self.causes:
            return super().is_answered_by(code, figures, measure)
        return self.code == code and self.causes <= set(json.loads(figures.get(CAUSES) or "[]"))


def write_causes(causes):
    """Return ``causes`` as the figure of a finding that keeps them."""
    return {CAUSES: json.dumps(sorted(causes), ensure_ascii=False)} if causes else {}
