from odoo import fields, models


class OrderGateMixin(models.AbstractModel):
    """What a judged document shows of its holds."""

    _inherit = "order.gate.mixin"

    gate_hold_count = fields.Integer(
        string="Number of Holds", compute="_compute_gate_hold_count", groups="base.group_user"
    )

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
