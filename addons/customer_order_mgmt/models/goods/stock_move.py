from odoo import api, fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    customer_instructions = fields.Text(
        string="Customer's Instructions",
        compute="_compute_customer_instructions",
        help="What the customer's order says about this item: instructions, attributes, approval sample.",
    )

    @api.depends("sale_line_id.customer_order_line_id")
    @api.depends_context("lang")
    def _compute_customer_instructions(self):
        for move in self:
            # sudo: packers read the instructions of what they pack, nothing else of the order.
            line = move.sudo().sale_line_id.customer_order_line_id
            move.customer_instructions = line._get_instructions(is_described=False) if line else False

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        # Here and not on the delivery: its moves can be done without it.
        left = moves.filtered(lambda move: move.state == "done" and move.sale_line_id)
        left.picking_id._seal_checks()
        return moves
