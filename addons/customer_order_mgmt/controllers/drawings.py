from odoo import http
from odoo.http import request


class CustomerOrderDrawings(http.Controller):
    @http.route("/customer-order/delivery/<int:picking_id>/drawing/<int:attachment_id>", auth="user", readonly=True)
    def drawing(self, picking_id, attachment_id):
        """A drawing that belongs to a delivery, for colleagues who see that delivery; 404 for everything else."""
        pickings = request.env["stock.picking"]
        if not request.env.user._is_internal() or not pickings.has_access("read"):
            raise request.not_found()
        picking = pickings.search([("id", "=", picking_id)])
        drawing = picking._get_drawings().filtered(lambda file: file.id == attachment_id)
        if not drawing:
            raise request.not_found()
        return request.env["ir.binary"]._get_stream_from(drawing).get_response()
