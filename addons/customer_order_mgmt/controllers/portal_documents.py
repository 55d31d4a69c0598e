from odoo import http
from odoo.http import request

from .portal import CustomerOrderPortal


class CustomerOrderDocumentsPortal(CustomerOrderPortal):
    """Files and papers of an order, for those who may see the order."""

    @http.route("/my/customer-orders/<int:order_id>/files/<int:file_id>", type="http", auth="public", readonly=True)
    def portal_customer_order_file(self, order_id, file_id, access_token=None, **kwargs):
        """The customer's own file, exactly as it was sent."""
        order = self._get_customer_order(order_id, access_token)
        attachment = order._get_portal_files().filtered(lambda file: file.id == file_id)
        if not attachment:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(attachment, "raw")
        # Always a download: whatever the file is, it does not run on our address.
        return stream.get_response(as_attachment=True)

    @http.route("/my/customer-orders/<int:order_id>/deliveries/<int:picking_id>", type="http", auth="public")
    def portal_customer_order_delivery(self, order_id, picking_id, access_token=None, **kwargs):
        """The delivery slip of what was shipped."""
        order = self._get_customer_order(order_id, access_token)
        picking = self._get_delivery(order, picking_id)
        # sudo: the slip is rendered from stock records of this delivery, which customers may not read.
        reports = request.env["ir.actions.report"].sudo().with_company(picking.company_id)
        content, kind = reports._render_qweb_pdf("stock.action_report_delivery", picking.ids)
        headers = {
            "Content-Type": "application/pdf" if kind == "pdf" else "text/html",
            "Content-Disposition": http.content_disposition(f"{picking.name.replace('/', '-')}.{kind}"),
        }
        return request.make_response(content, headers=list(headers.items()))
