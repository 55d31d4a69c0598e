from odoo import api, fields, models
from odoo.fields import Domain


class OrderGateMixin(models.AbstractModel):
    """What a judged document shows of its holds."""

    _inherit = "order.gate.mixin"

    gate_hold_state = fields.Selection(
        [("active", "Held"), ("ready", "Ready"), ("released", "Released"), ("rejected", "Rejected")],
        string="Gate",
        compute="_compute_gate_hold_state",
        search="_search_gate_hold_state",
        help="Held: somebody must release it. Ready: the cause is gone. Released: it may go on as it is.",
    )
    gate_notice = fields.Text(
        compute="_compute_gate_hold_state",
        groups="base.group_user",
        help="Why the document is held, and what comes next.",
    )
    gate_hold_count = fields.Integer(
        string="Number of Holds", compute="_compute_gate_hold_count", groups="base.group_user"
    )

    @api.depends_context("lang")
    @api.depends("gate_hold_ids.state", "gate_hold_ids.passed_at", "gate_hold_ids.user_id")
    def _compute_gate_hold_state(self):
        # sudo: whoever sees the document learns that it is held and why, as does whoever tries the act.
        holds = self.env["order.hold"].sudo()._get_latest(self)
        for record in self:
            hold = holds.get(record._origin.id)
            record.gate_hold_state = hold and hold.state
            record.gate_notice = hold and hold._get_notice()

    @api.model
    def _search_gate_hold_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        labels = dict(self._fields["gate_hold_state"].selection)

        def with_holds(states):
            # any!: as in the compute method, whoever sees the document.
            return Domain("gate_hold_ids", "any!", [("state", "in", list(states)), ("passed_at", "=", False)])

        return with_holds(value) | ~with_holds(labels) if False in value else with_holds(value)

    def _compute_gate_hold_count(self):
        """Counts what the user may open."""
        groups = self.env["order.hold"]._read_group(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)], ["res_id"], ["__count"]
        )
        counts = dict(groups)
        for record in self:
            record.gate_hold_count = counts.get(record._origin.id, 0)

    def action_view_gate_holds(self):
        """Open the holds of this document, past ones included."""
        self.ensure_one()
        holds = self.env["order.hold"].search([("res_model", "=", self._name), ("res_id", "=", self.id)])
        return holds._get_records_action(name=self.env._("Holds of %s", self.display_name))

    def action_check_gate(self):
        """Show the facts of this document and what the gate says of it now; changes nothing."""
        self.ensure_one()
        self.check_access("read")
        return self.env["order.gate.check"]._open(self)
