from odoo import models


class StockPicking(models.Model):
    """Who saw to what is sealed with the customer's order once the goods have left."""

    _inherit = "stock.picking"

    def _seal_checks(self):
        """Seal, for every customer's order on these deliveries, which requirements were ticked and which were not."""
        due = self.env["customer.order.requirement.due"]
        due.invalidate_model()
        # sudo: whoever ships may not read customers' orders.
        rows = due.sudo().search([("picking_id", "in", self.ids), ("is_last_step", "=", True)]).filtered("is_due")
        for (picking, order), group in rows.grouped(lambda row: (row.picking_id, row.order_id)).items():
            payload = {"delivery": picking.name, "checks": [row._prepare_evidence() for row in group]}
            order._seal("customer_order.requirements_checked", payload)
