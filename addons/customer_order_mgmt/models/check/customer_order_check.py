from odoo import api, fields, models
from odoo.addons.order_gate.logic.findings import Checkpoint

from ...logic.check import worst
from ..customer_order import OPEN_STATES
from ..customer_order_guard import CONTENT_FIELDS
from .customer_order_check_line import RESULTS

CHECK_FIELDS = frozenset({"check_line_ids", "checked_at", "check_result", "is_check_outdated"})


class CustomerOrder(models.Model):
    """The check: what stands between an order and its acceptance, each with an explanation."""

    _inherit = "customer.order"

    check_line_ids = fields.One2many(
        "customer.order.check.line", "order_id", string="Check", readonly=True, groups="base.group_user"
    )
    checked_at = fields.Datetime(string="Last Check", readonly=True, copy=False, groups="base.group_user")
    check_result = fields.Selection(
        RESULTS,
        string="Check Result",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
        help="The worst of what the last check found.",
    )
    is_check_outdated = fields.Boolean(
        string="Check Outdated",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The order changed after the last check.",
    )
    check_summary = fields.Char(compute="_compute_check_summary", groups="base.group_user")

    @api.depends("check_line_ids.result")
    def _compute_check_summary(self):
        for order in self:
            results = order.check_line_ids.mapped("result")
            order.check_summary = bool(results) and self.env._(
                "%(passed)s passed, %(warned)s with a warning, %(blocked)s blocked",
                passed=results.count("pass"),
                warned=results.count("warn"),
                blocked=results.count("block"),
            )

    @api.model
    def _get_act_fields(self):
        return super()._get_act_fields() | CHECK_FIELDS

    def write(self, vals):
        result = super().write(vals)
        if "line_ids" in vals or not CONTENT_FIELDS.isdisjoint(vals):
            self._mark_check_outdated()
        return result

    def action_receive(self):
        result = super().action_receive()
        self._run_checks()
        return result

    def action_check(self):
        """Check these orders now, as far as they are still to be answered."""
        self.check_access("write")
        self._run_checks()
        return True

    def _run_checks(self):
        """Judge the orders that are open as they are now, and keep what is found."""
        orders = self.filtered(lambda order: order.state in OPEN_STATES)
        orders._gate_judge(Checkpoint.ACCEPT)
        orders._keep_checks({order: order._take_judged_checks() for order in orders})

    def _keep_judged_checks(self):
        """Keep what was found when this order was judged for the act that is going on."""
        found = self._take_judged_checks()
        if found is None:
            self._gate_judge(Checkpoint.ACCEPT)
            found = self._take_judged_checks()
        self._keep_checks({self: found})

    def _keep_checks(self, found):
        # sudo: what a check found is written by the check, so no role may create or delete it.
        rows = self.env["customer.order.check.line"].sudo()
        rows._forget(self)
        rows.create(
            [
                self._prepare_check_vals(order, source, check, position)
                for order, checks in found.items()
                for position, (source, check) in enumerate(checks, start=1)
            ]
        )
        results = {order: worst(check.result for _source, check in found[order]) for order in self}
        for result, orders in self.grouped(results.get).items():
            orders._note(checked_at=self.env.cr.now(), check_result=result, is_check_outdated=False)

    def _prepare_check_vals(self, order, source, check, position):
        return {
            "order_id": order.id,
            "line_id": check.line_id,
            "sequence": position,
            "topic": check.topic,
            "source": source,
            "code": check.code,
            "result": check.result,
            "explanation": check.message,
            "ordered": check.ordered,
            "expected": check.expected,
        }

    def _mark_check_outdated(self):
        checked = self.filtered(
            lambda order: order.checked_at and not order.is_check_outdated and order.state in OPEN_STATES
        )
        if checked:
            checked._note(is_check_outdated=True)
