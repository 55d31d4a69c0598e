from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    incident_count = fields.Integer(string="Incidents", compute="_compute_incident_count")

    @api.depends("state")
    def _compute_incident_count(self):
        # sudo: the number is shown to everybody who sees the delivery.
        groups = (
            self.env["customer.order.incident"]
            .sudo()
            ._read_group([("picking_id", "in", self.ids)], ["picking_id"], ["__count"])
        )
        counts = {picking.id: count for picking, count in groups}
        for picking in self:
            picking.incident_count = counts.get(picking._origin.id, 0)

    def action_report_incident(self):
        """Report damage, shortage or the like on this delivery of a customer's order."""
        self.ensure_one()
        return self.env["customer.order"]._open_incident_form(default_picking_id=self.id)

    def action_view_incidents(self):
        """Open the incidents on this delivery."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_order_mgmt.customer_order_incident_action")
        return {**action, "domain": [("picking_id", "=", self.id)], "context": {"default_picking_id": self.id}}
