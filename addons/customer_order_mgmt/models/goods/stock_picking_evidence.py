from odoo import models


class StockPicking(models.Model):
    """Who saw to what is sealed with the customer's order once the goods have left."""

    _inherit = "stock.picking"

    def _seal_checks(self):
        """Seal, for every customer's order on these deliveries, which requirements were ticked and which were not."""
        # sudo: whoever ships may not read customers' orders.
        due = self.env["customer.order.requirement.due"].sudo()
        rows = due._search_for(self).filtered("is_due")
        for (picking, order), group in rows.grouped(lambda row: (row.picking_id, row.order_id)).items():
            payload = {"delivery": picking.name, "checks": [row._prepare_evidence() for row in group]}
            order._seal("customer_order.requirements_checked", payload)
