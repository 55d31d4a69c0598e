from odoo import fields, models
from odoo.exceptions import AccessError

from .order_hold import OPEN_STATES


class DigestDigest(models.Model):
    _inherit = "digest.digest"

    kpi_order_gate_held = fields.Boolean("Documents Held")
    kpi_order_gate_held_value = fields.Integer(compute="_compute_kpi_order_gate_held_value")
    kpi_order_gate_waiting = fields.Boolean("Value Still Held")
    kpi_order_gate_waiting_value = fields.Monetary(compute="_compute_kpi_order_gate_waiting_value")

    def _compute_kpi_order_gate_held_value(self):
        self._check_may_count_holds()
        self._calculate_company_based_kpi("order.hold", "kpi_order_gate_held_value", date_field="held_at")

    def _compute_kpi_order_gate_waiting_value(self):
        self._check_may_count_holds()
        self._calculate_company_based_kpi(
            "order.hold",
            "kpi_order_gate_waiting_value",
            date_field="held_at",
            additional_domain=[("state", "in", OPEN_STATES)],
            sum_field="company_amount",
        )

    def _check_may_count_holds(self):
        """A digest leaves out what raises ``AccessError``."""
        if not self.env.user.has_group("order_gate.group_order_gate_controller"):
            raise AccessError(self.env._("Only controllers of held documents count them."))

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        action = f"order_gate.order_hold_action?menu_id={self.env.ref('sale.sale_menu_root').id}"
        return {**actions, "kpi_order_gate_held": action, "kpi_order_gate_waiting": action}
