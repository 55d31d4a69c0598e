from odoo import models

from ...exceptions import HitStands
from .order_gate_mixin import UNRELEASABLE


class OrderHold(models.Model):
    _inherit = "order.hold"

    def action_release(self, reason):
        """A hold over a restricted party is not released: the hit is cleared, or it stays."""
        # sudo: the rule holds whoever may read the findings.
        for hold in self.sudo():
            if UNRELEASABLE.intersection(hold.finding_ids.mapped("code")):
                raise HitStands(
                    self.env._(
                        "%(document)s waits for a screening hit. Clear the hit in the customer's credit profile: this"
                        " hold is then cured by itself.",
                        document=hold.document_name,
                    )
                )
        return super().action_release(reason)
