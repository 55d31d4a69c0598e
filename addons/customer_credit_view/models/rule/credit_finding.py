"""A finding of the credit rules, with what only readers of credit may know."""

from dataclasses import dataclass

from odoo.addons.order_gate.logic.findings import Finding


@dataclass(frozen=True)
class CreditFinding(Finding):
    """``message`` is for everybody who meets the hold, and has no figures of the customer's credit in it;
    ``explanation`` has them, and says why no exclusion helped."""

    explanation: str = ""
