from odoo import models
from odoo.addons.order_gate.logic.findings import Checkpoint


class StockPicking(models.Model):
    """Goods do not leave before somebody saw to what the customer requires."""

    _inherit = "stock.picking"

    def _gate_findings(self, checkpoint):
        found = super()._gate_findings(checkpoint)
        if checkpoint == Checkpoint.SHIP:
            for row in self._get_open_requirements():
                found.setdefault(row.picking_id, []).append(row._prepare_finding())
            for measurement in self._get_out_of_tolerance():
                found.setdefault(measurement.check_id.picking_id, []).append(measurement._prepare_finding())
        return found

    def _get_out_of_tolerance(self):
        """What was measured on these deliveries and is not as ordered."""
        return self.env["customer.order.requirement.measurement"].search(
            [
                ("check_id.picking_id", "in", self.ids),
                ("check_id.withdrawn_at", "=", False),
                ("is_within", "=", False),
            ]
        )
