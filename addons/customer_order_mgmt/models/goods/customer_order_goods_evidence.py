from odoo import api, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema

CHECK = {
    "line?": "integer",
    # Texts of customers may name persons.
    "requirement": "personal",
    "required": "boolean",
    "checked_at?": "datetime",
    "checked_by?": "personal",
    "measured": [{"attribute": "text", "number": "quantity", "as_ordered": "boolean"}],
    "files": ["file"],
}


class CustomerOrder(models.Model):
    """What is sealed about the goods of an order."""

    _inherit = "customer.order"

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "customer_order.requirements_checked": EventSchema(1, {"delivery": "text", "checks": [CHECK]}),
            "customer_order.incident_reported": EventSchema(
                1,
                {
                    "incident": "integer",
                    "kind": "text",
                    "line?": "integer",
                    "delivery?": "text",
                    "quantity?": "quantity",
                    "unit?": "text",
                    "reported_by": "text",
                    "reported_at": "datetime",
                    "description": "personal",
                    "files": ["file"],
                },
            ),
            "customer_order.incident_settled": EventSchema(1, {"incident": "integer", "outcome": "text"}),
            "customer_order.incident_reopened": EventSchema(1, {"incident": "integer"}),
        }

    def _get_public_event_labels(self):
        return {
            **super()._get_public_event_labels(),
            "customer_order.requirements_checked": self.env._("Requirements checked at departure"),
            "customer_order.incident_reported": self.env._("Incident reported"),
            "customer_order.incident_settled": self.env._("Incident settled"),
            "customer_order.incident_reopened": self.env._("Incident reopened"),
        }
