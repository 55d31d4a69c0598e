from odoo import api, fields, models

from ...tools.drawing_links import link_drawings


class StockPicking(models.Model):
    """Drawings of what is on a delivery, for whoever works on it."""

    _inherit = "stock.picking"

    customer_drawings = fields.Html(
        string="Drawings",
        compute="_compute_customer_drawings",
        sanitize=False,
        help="Drawings, samples and other files of the items on this delivery.",
    )

    @api.depends("move_ids.sale_line_id")
    def _compute_customer_drawings(self):
        for picking in self:
            picking.customer_drawings = link_drawings(picking._get_drawings(), f"/customer-order/delivery/{picking.id}")

    def _get_drawings(self):
        """The files, with all rights: whoever may read the delivery may see them, and no other file of the order."""
        photos = self._get_drawn_requirements().check_ids.filtered(lambda check: check.picking_id in self.sudo())
        return self._get_agreed_drawings() | photos.attachment_ids

    def _get_agreed_drawings(self):
        """The files that came with the customer's order: papers name them."""
        requirements = self._get_drawn_requirements()
        # sudo: whoever reads the delivery sees which drawings belong to it.
        lines = self.sudo().move_ids.sale_line_id.customer_order_line_id
        return lines._get_drawings() | requirements.attachment_ids

    def _get_drawn_requirements(self):
        # sudo: as above.
        lines = self.sudo().move_ids.sale_line_id.customer_order_line_id
        return lines.order_id.requirement_ids.filtered(lambda row: not row.line_id or row.line_id in lines)
