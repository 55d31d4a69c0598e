from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.exceptions import AccessError

from ...exceptions import DuplicateOrder, OrderIncomplete
from ...logic.given import is_said
from .customer_order_duplicate_decision import KINDS


class CustomerOrder(models.Model):
    """Saying that an order is no duplicate, with a reason."""

    _inherit = "customer.order"

    duplicate_decision_ids = fields.One2many(
        "customer.order.duplicate.decision",
        "order_id",
        string="Decisions about Duplicates",
        readonly=True,
        groups="base.group_user",
    )
    duplicate_decided_ids = fields.Many2many(
        "customer.order.duplicate.decision",
        "customer_order_duplicate_decision_rel",
        "order_id",
        "decision_id",
        string="Decided to Be Another Order",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )

    @api.model
    def _get_act_fields(self):
        return super()._get_act_fields() | {"duplicate_decision_ids", "duplicate_decided_ids"}

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "customer_order.duplicate_decided": EventSchema(
                1, {"decision": "text", "customer_reference?": "text", "orders": ["text"]}
            ),
        }

    def action_open_duplicate_decision(self):
        """Ask why this order is none of those that look the same."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Not a Duplicate"),
            "res_model": "customer.order.duplicate.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def action_view_duplicates(self):
        """Open this order and those that look like it, side by side in a list."""
        self.ensure_one()
        return (self | self.duplicate_ids | self.near_duplicate_ids)._get_records_action(
            name=self.env._("The Same Order?")
        )

    def action_decide_duplicates(self, kind, reason):
        """Record that this order is none of its duplicates of today: ``another_release`` of the same agreement, or
        ``overridden``, which takes a manager. Sealed; duplicates that come later have to be decided anew."""
        self.ensure_one()
        self.check_access("write")
        self._check_duplicate_decision(kind, reason)
        self._begin_act("received")
        orders = self.duplicate_ids.filtered(lambda order: order.state != "draft") | self.near_duplicate_ids
        if not orders:
            raise DuplicateOrder(self.env._("No other order looks like %(order)s.", order=self.name))
        # sudo: decisions come from this act only, so no role may create or change them.
        decision = self.env["customer.order.duplicate.decision"].sudo()
        decision.create(self._prepare_duplicate_decision_vals(kind, reason, orders))
        self._seal(
            "customer_order.duplicate_decided",
            {
                "decision": kind,
                "customer_reference": self.customer_reference or None,
                "orders": orders.filtered(lambda order: order.state != "draft").mapped("name"),
            },
            reason=reason,
        )
        self._mark_check_outdated()
        return True

    def _check_duplicate_decision(self, kind, reason):
        if kind not in [known for known, _label in KINDS] or not is_said(reason):
            raise OrderIncomplete(self.env._("Please say why the order is no duplicate."))
        if kind == "overridden" and not self.env.user.has_group("customer_order_mgmt.group_order_manager"):
            raise AccessError(self.env._("Only a manager of customer orders may override a duplicate."))

    def _prepare_duplicate_decision_vals(self, kind, reason, orders):
        return {
            "order_id": self.id,
            "kind": kind,
            "number": self.customer_reference_normalized,
            "duplicate_ids": [fields.Command.set(orders.ids)],
            "reason": reason,
            "user_id": self.env.user.id,
            "decided_at": self.env.cr.now(),
        }

    def _get_decided_duplicates(self):
        """Return the orders that this one is not, as somebody decided under the number that it has now.

        A decision about one of two orders is about both.
        """
        self.ensure_one()
        # sudo: a decision counts for everybody, whoever may read it.
        order = self._origin.sudo()
        here, there = (
            decisions.filtered(lambda decision: decision.number == decision.order_id.customer_reference_normalized)
            for decisions in (order.duplicate_decision_ids, order.duplicate_decided_ids)
        )
        return (here.duplicate_ids | there.order_id).with_env(self.env)
