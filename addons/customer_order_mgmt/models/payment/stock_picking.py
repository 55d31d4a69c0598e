from odoo import models
from odoo.addons.order_gate.logic.findings import Checkpoint


class StockPicking(models.Model):
    """Goods of an order that is paid in advance leave when the advance is verified."""

    _inherit = "stock.picking"

    def _gate_findings(self, checkpoint):
        found = super()._gate_findings(checkpoint)
        if checkpoint == Checkpoint.SHIP:
            # Not by ``sale_id``: that is one sales order, and goods of several can be put on one delivery.
            missing = self._get_customer_orders()._get_advance_findings()
            for picking in self if missing else ():
                for order in picking._get_customer_orders():
                    if order in missing and picking._gate_leaves_for_customer():
                        found.setdefault(picking, []).extend(missing[order])
        return found
