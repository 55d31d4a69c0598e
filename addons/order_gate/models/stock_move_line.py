from odoo import api, models

CONTENT_FIELDS = frozenset({"quantity", "product_uom_id", "move_id", "picking_id", "location_dest_id"})


class StockMoveLine(models.Model):
    """Lines can be added to a delivery that has left already, or raised: more of it is judged again."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        # The delivery may come by the context (default_picking_id), which any client can send.
        defaults = self.default_get(["picking_id", "move_id"])
        every_vals = [{**defaults, **vals} for vals in vals_list]
        moves = self.env["stock.move"].browse({vals.get("move_id") for vals in every_vals} - {None, False})
        pickings = moves.picking_id.browse({vals.get("picking_id") for vals in every_vals} - {None, False})
        with (pickings | moves.picking_id)._gate_watch_shipped():
            return super().create(vals_list)

    def write(self, vals):
        if CONTENT_FIELDS.isdisjoint(vals):
            return super().write(vals)
        target = self.env["stock.picking"].browse(vals.get("picking_id") or ())
        target |= self.env["stock.move"].browse(vals.get("move_id") or ()).picking_id
        with (self.picking_id | target)._gate_watch_shipped():
            return super().write(vals)
