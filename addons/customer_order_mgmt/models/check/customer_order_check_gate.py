from odoo import models
from odoo.addons.order_gate.logic.findings import Checkpoint, Finding, Severity

from ...logic.check import Check, Result
from .customer_order_framework import IN_FORCE

_JUDGED = "customer_order.judged_checks"
SEVERITY_RESULTS = {Severity.INFO: Result.PASS, Severity.WARNING: Result.WARN, Severity.BLOCK: Result.BLOCK}


class CustomerOrder(models.Model):
    """What the check blocks is held by the gate: released by a controller with a reason, and by nobody else."""

    _inherit = "customer.order"

    def _gate_findings(self, checkpoint):
        found = super()._gate_findings(checkpoint)
        if checkpoint == Checkpoint.ACCEPT:
            for order, checks in self._judge_checks().items():
                found.setdefault(order, []).extend(_findings(checks))
        return found

    def _judge_checks(self):
        """Return ``{order: [Check]}``. Of an order that lacks something only that is said: the rest means nothing."""
        # What is in force was complete; an amendment may leave lines at zero, and the rest is judged all the same.
        incomplete = self.filtered(lambda order: order.state not in IN_FORCE and order._get_receipt_faults())
        checks = {**incomplete._get_completeness_checks(), **(self - incomplete)._get_checks()}
        judged = self.env.cr.precommit.data.setdefault(_JUDGED, {})
        judged.update({order.id: [("check", check) for check in own] for order, own in checks.items()})
        return checks

    def _gate_judge(self, checkpoint):
        verdicts = super()._gate_judge(checkpoint)
        if checkpoint == Checkpoint.ACCEPT:
            judged = self.env.cr.precommit.data.setdefault(_JUDGED, {})
            judged.update({order.id: _with_gate(judged.get(order.id, ()), verdicts[order]) for order in verdicts})
        return verdicts

    def _take_judged_checks(self):
        """Return ``[(source, Check)]`` of this order as it was judged a moment ago, None if it was not."""
        self.ensure_one()
        return self.env.cr.precommit.data.get(_JUDGED, {}).pop(self.id, None)

    # Hook

    def _get_checks(self):
        """Return ``{order: [Check]}`` for all of these orders, which are of one company and complete. Orders that are
        amended may have lines that were taken back: their quantity is 0.

        Extend it with ``super()`` and batch queries. Called with all rights, in the company of the orders, with a
        context of the language only; must not write.
        """
        checks = {order: [] for order in self}
        for found in (
            self._get_completeness_checks(),
            self._get_price_checks(),
            self._get_quotation_checks(),
            self._get_framework_checks(),
            self._get_currency_checks(),
            self._get_unit_checks(),
            self._get_customer_checks(),
            self._get_tax_identity_checks(),
            self._get_availability_checks(),
            self._get_duplicate_checks(),
            self._get_arrangement_checks(),
        ):
            for order, own in found.items():
                checks[order] += own
        return checks


def _with_gate(judged, verdict):
    """Own checks, then what else the gate found."""
    others = [finding for finding in verdict.findings if not finding.code.startswith("check_")]
    return [*judged, *(("gate", as_check(finding)) for finding in others)]


def as_check(finding):
    """Return a finding of the gate as a row of the check."""
    return Check(topic="gate", code=finding.code, result=SEVERITY_RESULTS[finding.severity], message=finding.message)


def _findings(checks):
    """One finding per cause, for all the lines that have it: a release answers the cause, up to its measure."""
    blocks = {}
    for check in checks:
        if check.result == Result.BLOCK and check.is_releasable:
            blocks.setdefault(check.code, []).append(check)
    for code, same in blocks.items():
        measures = [check.measure for check in same]
        yield Finding(
            f"check_{code}",
            Severity.BLOCK,
            " ".join(check.message for check in same),
            {str(check.line_id or "order"): f"{check.ordered} / {check.expected}" for check in same},
            None if None in measures else max(measures),
        )
