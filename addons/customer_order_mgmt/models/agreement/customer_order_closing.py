from odoo import api, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema


class CustomerOrder(models.Model):
    """Closing a settled order: it is put away, and returns or bounced payments no longer open it again."""

    _inherit = "customer.order"

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "customer_order.closed": EventSchema(1, {"content": "hash", "total": "money"}),
        }

    def action_close(self):
        """Put settled orders away for good."""
        self._check_manager()
        for order in self:
            order._close("settled")
        return True

    def _close(self, *states, reason=None):
        self._begin_act(*states)
        self._advance("closed")
        payload = {"content": self.current_version_id.content_hash, "total": str(self._money(self.amount_total))}
        self._seal("customer_order.closed", payload, reason=reason)
