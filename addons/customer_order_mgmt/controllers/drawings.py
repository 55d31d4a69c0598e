from odoo import http
from odoo.http import request


class CustomerOrderDrawings(http.Controller):
    @http.route("/customer-order/delivery/<int:picking_id>/drawing/<int:attachment_id>", auth="user", readonly=True)
    def drawing(self, picking_id, attachment_id):
        """A drawing that belongs to a delivery, for colleagues who see that delivery; 404 for everything else."""
        return self._send_drawing("stock.picking", picking_id, attachment_id)

    @http.route("/customer-order/sale/<int:sale_id>/drawing/<int:attachment_id>", auth="user", readonly=True)
    def sale_drawing(self, sale_id, attachment_id):
        """A drawing that belongs to a sales order, for colleagues who see that sales order; 404 for everything else."""
        return self._send_drawing("sale.order", sale_id, attachment_id)

    def _send_drawing(self, model, document_id, attachment_id):
        documents = request.env[model]
        if not request.env.user._is_internal() or not documents.has_access("read"):
            raise request.not_found()
        document = documents.search([("id", "=", document_id)])
        drawing = document._get_drawings().filtered(lambda file: file.id == attachment_id)
        if not drawing:
            raise request.not_found()
        return request.env["ir.binary"]._get_stream_from(drawing).get_response()
