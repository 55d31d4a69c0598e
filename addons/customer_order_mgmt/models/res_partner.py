from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    customer_order_count = fields.Integer(
        string="Customer Orders",
        compute="_compute_customer_order_count",
        groups="customer_order_mgmt.group_order_clerk",
    )

    def _compute_customer_order_count(self):
        counts = self.env["customer.order"]._read_group(
            [("commercial_partner_id", "in", self.commercial_partner_id.ids)], ["commercial_partner_id"], ["__count"]
        )
        count_by_partner = {partner.id: count for partner, count in counts}
        for partner in self:
            partner.customer_order_count = count_by_partner.get(partner.commercial_partner_id.id, 0)

    def action_view_customer_orders(self):
        """Open the customer orders of this customer, whichever of its contacts ordered."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_order_mgmt.customer_order_action")
        return {
            **action,
            "domain": [("commercial_partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.id},
        }
