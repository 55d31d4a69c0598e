from odoo import api, models
from odoo.addons.order_gate.logic.findings import Checkpoint


class OrderGateTakeover(models.TransientModel):
    _inherit = "order.gate.takeover"

    @api.model
    def _get_open_domains(self, checkpoint):
        domains = super()._get_open_domains(checkpoint)
        if checkpoint == Checkpoint.ACCEPT:
            domains["customer.order"] = [("state", "=", "received")]
        return domains
