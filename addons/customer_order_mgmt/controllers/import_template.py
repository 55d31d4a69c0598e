from odoo import http
from odoo.http import content_disposition, request


class ImportTemplate(http.Controller):
    """The template of a table of orders."""

    @http.route("/customer_order/import/template/<string:kind>", type="http", auth="user", readonly=True)
    def download_template(self, kind):
        """Return the template as ``xlsx`` or ``csv`` to whoever may import orders."""
        if kind not in ("xlsx", "csv"):
            raise request.not_found()
        request.env["customer.order.import"].check_access("create")
        name, content = request.env["customer.order.parser"]._make_template(kind)
        headers = [
            ("Content-Type", "application/octet-stream"),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers)
