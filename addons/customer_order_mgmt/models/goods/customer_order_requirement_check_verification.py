import json

from odoo import models


class CustomerOrderRequirementCheck(models.Model):
    """Whether the ticks of what has left still say what was sealed at departure."""

    _inherit = "customer.order.requirement.check"

    # What is ticked and then stays behind as a backorder is not sealed with this delivery.
    _is_always_sealed = False

    def _get_row_domain(self, company):
        # Until the goods leave, nothing is sealed and a tick may be withdrawn.
        return [*super()._get_row_domain(company), ("picking_id.state", "=", "done"), ("withdrawn_at", "=", False)]

    def _get_sealed_facts(self, entry):
        payload = self._get_plain(json.loads(entry.payload))
        ticked = [check for check in payload["checks"] if "checked_at" in check]
        return [self._get_facts(payload["delivery"], check) for check in ticked]

    def _prepare_sealed_facts(self):
        self.ensure_one()
        ticked = {
            "checked_at": self.checked_at,
            "measured": [measurement._prepare_evidence() for measurement in self.measurement_ids],
        }
        payload = self._get_plain({"delivery": self.picking_id.name, "checks": [ticked]})
        return self._get_facts(payload["delivery"], payload["checks"][0])

    def _get_facts(self, delivery, check):
        # The position of the line moves when an amendment adds or removes lines.
        return {"delivery": delivery, "checked_at": check["checked_at"], "measured": check["measured"]}
