from odoo import models
from odoo.tools import float_repr

from ...exceptions import IncidentRefused

TODO = "mail.mail_activity_data_todo"


class CustomerOrderIncident(models.Model):
    """Reporting, settling and reopening an incident; each act is sealed with the order."""

    _inherit = "customer.order.incident"

    def _report(self):
        """Number and seal the incident, note it on the order, and ask the responsible person to settle it."""
        self.ensure_one()
        # sudo: whoever reports may not write customers' orders; the right to report was checked.
        incident = self.sudo()
        order = incident.order_id
        order._claim()
        incident._advance(number=max(order.incident_ids.mapped("number"), default=0) + 1)
        incident._adopt_photos()
        order._seal("customer_order.incident_reported", incident._prepare_report_payload())
        order._message_log(body=self.env._("Incident reported: %(incident)s", incident=incident.display_name))
        if incident.user_id:
            incident.activity_schedule(TODO, user_id=incident.user_id.id, summary=incident.display_name)

    def _adopt_photos(self):
        photos = self.attachment_ids.filtered(lambda photo: not photo.res_id)
        photos.write({"res_model": self._name, "res_id": self.id})

    def _prepare_report_payload(self):
        line = self.line_id
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return {
            "incident": self.number,
            "kind": self.kind,
            "line": (line and self.order_id.line_ids.sorted().ids.index(line.id) + 1) or None,
            "delivery": self.picking_id.name or None,
            "quantity": float_repr(self.quantity, digits) if self.quantity else None,
            "unit": line.product_uom_id.name or None,
            "reported_by": self.reported_by,
            "reported_at": self.reported_at,
            "description": self.description,
            "files": list(self.attachment_ids),
        }

    def action_settle(self):
        """Settle the incidents with the outcome and the reason that are entered."""
        self.check_access("write")
        for incident in self.filtered(lambda incident: incident.state == "open"):
            incident._settle()
        return True

    def _settle(self):
        if not self.outcome or not (self.outcome_reason or "").strip():
            raise IncidentRefused(
                self.env._("%(incident)s needs an outcome and its reason.", incident=self.display_name)
            )
        order = self.order_id
        order._claim()
        self._advance(state="settled", settled_at=self.env.cr.now(), settled_by_id=self.env.uid)
        order._seal(
            "customer_order.incident_settled",
            {"incident": self.number, "outcome": self.outcome},
            reason=self.outcome_reason,
        )
        self.activity_feedback([TODO])

    def action_reopen(self):
        """Open settled incidents again; what was decided stays in the records."""
        self.check_access("write")
        for incident in self.filtered(lambda incident: incident.state == "settled"):
            incident.order_id._claim()
            incident._advance(state="open", settled_at=False, settled_by_id=False)
            incident.order_id._seal("customer_order.incident_reopened", {"incident": incident.number})
            incident.activity_schedule(TODO, user_id=incident.user_id.id or self.env.uid, summary=incident.display_name)
        return True

    def action_open_order(self):
        """Open the customer's order."""
        self.ensure_one()
        return self.order_id._get_records_action()
