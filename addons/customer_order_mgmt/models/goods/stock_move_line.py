from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _get_aggregated_properties(self, move_line=False, move=False):
        """Keep the lines of customers' orders apart on the delivery slip: each has its own instructions."""
        properties = super()._get_aggregated_properties(move_line=move_line, move=move)
        # sudo: whoever prints the slip may not read the customer's order.
        line = properties["move"].sudo().sale_line_id.customer_order_line_id
        if line:
            # In front: keys are compared by how they begin.
            properties["line_key"] = f"{line.id}-{properties['line_key']}"
            properties["customer_instructions"] = properties["move"].customer_instructions
        return properties
