from odoo import api, fields, models

from ...exceptions import AcceptedOrderIsBinding


class StockMove(models.Model):
    _inherit = "stock.move"

    customer_instructions = fields.Text(
        string="Customer's Instructions",
        compute="_compute_customer_goods",
        help="What the customer's order says about this item: instructions, attributes, approval sample.",
    )
    customer_requirements = fields.Text(
        string="Customer's Requirements",
        compute="_compute_customer_goods",
        help="What must be seen to before this item leaves; it is ticked on the delivery.",
    )
    customer_drawing_names = fields.Text(
        string="Drawings",
        compute="_compute_customer_goods",
        help="Files of this item; they open from the page Customer's Requirements of the delivery.",
    )

    @api.depends("sale_line_id.customer_order_line_id")
    @api.depends_context("lang")
    def _compute_customer_goods(self):
        # sudo: packers read what concerns the goods they pack, nothing else of the order.
        moves = self.sudo()
        # Read for all moves together.
        moves.sale_line_id.customer_order_line_id._get_drawings().fetch(["name"])
        for move in moves:
            line = move.sale_line_id.customer_order_line_id
            move.customer_instructions = line._get_instructions(is_described=False) if line else False
            move.customer_requirements = "\n".join(line.requirement_ids.mapped("name"))
            move.customer_drawing_names = "\n".join(line._get_drawings().mapped("name"))

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
