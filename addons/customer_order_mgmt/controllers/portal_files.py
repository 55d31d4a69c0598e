from odoo import http
from odoo.http import request

from .portal import CustomerOrderPortal


class CustomerOrderFilesPortal(CustomerOrderPortal):
    """The customer's own files, given back exactly as they were sent."""

    @http.route("/my/customer-orders/<int:order_id>/files/<int:file_id>", type="http", auth="public", readonly=True)
    def portal_customer_order_file(self, order_id, file_id, access_token=None, **kwargs):
        order_sudo = self._get_customer_order(order_id, access_token)
        attachment = order_sudo._get_portal_files().filtered(lambda file: file.id == file_id)
        if not attachment:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(attachment, "raw")
        # Always a download: whatever the file is, it does not run on our address.
        return stream.get_response(as_attachment=True)
