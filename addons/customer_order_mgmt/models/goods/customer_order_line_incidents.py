from odoo import api, fields, models


class CustomerOrderLine(models.Model):
    _inherit = "customer.order.line"

    incident_ids = fields.One2many("customer.order.incident", "line_id", string="Incidents", readonly=True)
    incident_count = fields.Integer(string="Number of Incidents", compute="_compute_incident_count")

    @api.depends("incident_ids")
    def _compute_incident_count(self):
        groups = self.env["customer.order.incident"]._read_group(
            [("line_id", "in", self.ids)], ["line_id"], ["__count"]
        )
        counts = {line.id: count for line, count in groups}
        for line in self:
            line.incident_count = counts.get(line._origin.id, 0)

    def action_report_incident(self):
        """Report damage, shortage or the like on this line."""
        self.ensure_one()
        return self.order_id._open_incident_form(default_order_id=self.order_id.id, default_line_id=self.id)

    def action_view_incidents(self):
        """Open the incidents on this line."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_order_mgmt.customer_order_incident_action")
        return {**action, "domain": [("line_id", "=", self.id)], "context": {"default_line_id": self.id}}
