from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RegisterController(http.Controller):
    @http.route("/customer-order/register/<int:closing_id>.xlsx", type="http", auth="user", readonly=True)
    def register_workbook(self, closing_id):
        """Download a closed month of the register, for who may read it."""
        closing = request.env["customer.order.register.closing"].browse(closing_id)
        try:
            closing.check_access("read")
            workbook = closing._get_workbook()
        except (AccessError, MissingError):
            return request.not_found()
        name = content_disposition(f"{closing._get_file_name()}.xlsx")
        return request.make_response(workbook, [("Content-Type", XLSX), ("Content-Disposition", name)])
