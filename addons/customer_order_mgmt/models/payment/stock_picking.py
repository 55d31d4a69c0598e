from odoo import models
from odoo.addons.order_gate.logic.findings import Checkpoint


class StockPicking(models.Model):
    """Goods of an order that is paid in advance leave when the advance is verified."""

    _inherit = "stock.picking"

    def _gate_findings(self, checkpoint):
        found = super()._gate_findings(checkpoint)
        if checkpoint == Checkpoint.SHIP:
            leaving = self.filtered(lambda picking: picking.sale_id.customer_order_id)
            missing = leaving.sale_id.customer_order_id._get_advance_findings()
            for picking in leaving:
                order = picking.sale_id.customer_order_id
                if order in missing and picking._gate_leaves_for_customer():
                    found.setdefault(picking, []).extend(missing[order])
        return found
