from odoo import api, fields, models
from odoo.fields import Command

from ...exceptions import IncidentRefused

# What may be told of an incident from outside; the rest is ours to say.
REPORTED = frozenset({"line_id", "picking_id", "kind", "quantity", "description", "attachment_ids"})


class CustomerOrder(models.Model):
    """Incidents on the goods of an order."""

    _inherit = "customer.order"

    incident_ids = fields.One2many("customer.order.incident", "order_id", string="Incidents", readonly=True)
    incident_count = fields.Integer(string="Number of Incidents", compute="_compute_incident_count")
    open_incident_count = fields.Integer(
        string="Open Incidents", compute="_compute_incident_count", search="_search_open_incident_count"
    )

    @api.depends("incident_ids.state")
    def _compute_incident_count(self):
        groups = self.env["customer.order.incident"]._read_group(
            [("order_id", "in", self.ids)], ["order_id", "state"], ["__count"]
        )
        counts = {(order.id, state): count for order, state, count in groups}
        for order in self:
            order.open_incident_count = counts.get((order._origin.id, "open"), 0)
            order.incident_count = order.open_incident_count + counts.get((order._origin.id, "settled"), 0)

    def _search_open_incident_count(self, operator, value):
        if operator != ">" or value:
            return NotImplemented
        return [("incident_ids.state", "=", "open")]

    def action_report_incident(self):
        """Report damage, shortage or the like on this order."""
        self.ensure_one()
        return self._open_incident_form(default_order_id=self.id)

    def action_view_incidents(self):
        """Open the incidents of this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_order_mgmt.customer_order_incident_action")
        return {**action, "domain": [("order_id", "=", self.id)], "context": {"default_order_id": self.id}}

    @api.model
    def _open_incident_form(self, **context):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report Incident"),
            "res_model": "customer.order.incident",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }

    def _report_incident(self, vals, reported_by="customer"):
        """Report an incident on this order for somebody without rights on incidents, such as a portal customer.

        ``vals`` holds ``kind``, ``description`` and, where known, ``line_id``, ``picking_id``, ``quantity`` and
        ``attachment_ids`` (ids of files that this person just uploaded). The caller has checked that this person may
        see the order. Raises ``IncidentRefused`` for a line, a delivery or a file that is not of this order or person,
        and for anything else in ``vals``.
        """
        self.ensure_one()
        # sudo: see above; every reference is checked to be of this order.
        order = self.sudo()
        foreign_line = vals.get("line_id") and vals["line_id"] not in order.line_ids.ids
        foreign_delivery = vals.get("picking_id") and vals["picking_id"] not in order.sale_order_ids.picking_ids.ids
        files = order.env["ir.attachment"].browse(vals.get("attachment_ids") or ())
        foreign_file = files.filtered(lambda file: file.res_id or file.create_uid.id != self.env.uid)
        if not vals.keys() <= REPORTED or foreign_line or foreign_delivery or foreign_file:
            raise IncidentRefused(self.env._("This does not belong to order %(order)s.", order=order.name))
        return order.env["customer.order.incident"].create(
            {
                **vals,
                "order_id": order.id,
                "attachment_ids": [Command.set(vals.get("attachment_ids") or [])],
                "reported_by": reported_by,
                "reported_by_id": self.env.uid,
            }
        )
