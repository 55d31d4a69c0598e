from odoo import fields, models
from odoo.addons.order_gate.logic.findings import Checkpoint, Finding, Severity


class StockPicking(models.Model):
    """A finding of our own: dangerous goods leave only with their paper."""

    _inherit = "stock.picking"

    transport_paper = fields.Char(help="Number of the transport paper for dangerous goods.")

    def _gate_findings(self, checkpoint):
        found = super()._gate_findings(checkpoint)
        if checkpoint == Checkpoint.SHIP:
            for picking in self.filtered(lambda picking: not picking.transport_paper):
                dangerous = picking.move_ids.product_id.filtered("is_dangerous")
                if dangerous:
                    goods = ", ".join(dangerous.mapped("display_name"))
                    message = self.env._("Dangerous goods without a transport paper: %(goods)s.", goods=goods)
                    found.setdefault(picking, []).append(Finding("transport_paper", Severity.BLOCK, message))
        return found

    def write(self, vals):
        result = super().write(vals)
        if "transport_paper" in vals:
            self._gate_touch()
        return result
