from odoo import api, fields, models

from ...exceptions import AcceptedOrderIsBinding


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

    def write(self, vals):
        if "sale_line_id" in vals:
            self._check_stays_with_order(vals["sale_line_id"])
        return super().write(vals)

    def _check_stays_with_order(self, sale_line_id):
        """Giving a delivery another sales order would take its goods away from what the customer's order asks for."""
        # sudo: stock users may not read sales orders.
        for move in self.sudo().filtered("sale_line_id.customer_order_line_id"):
            if move.sale_line_id.id != sale_line_id:
                raise AcceptedOrderIsBinding(
                    self.env._(
                        "%(delivery)s carries goods of %(order)s, which was accepted: they stay with that order.",
                        delivery=move.picking_id.name or move.reference,
                        order=move.sale_line_id.customer_order_line_id.order_id.name,
                    )
                )

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        # Here and not on the delivery: its moves can be done without it.
        left = moves.filtered(lambda move: move.state == "done" and move.sale_line_id)
        left.picking_id._seal_checks()
        return moves
