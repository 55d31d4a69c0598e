from odoo import http
from odoo.http import request

from ..logic.upload import EXTENSIONS
from .portal import CustomerOrderPortal

_INCIDENTS = "/my/customer-orders/<int:order_id>/incidents"


class CustomerOrderIncidentsPortal(CustomerOrderPortal):
    """Damage and shortage, told where the delivery is seen."""

    @http.route(f"{_INCIDENTS}/new", type="http", auth="user", website=True, methods=["GET"])
    def portal_customer_order_new_incident(self, order_id, **kwargs):
        return self._render_incident(self._get_delivered_order(order_id))

    @http.route(_INCIDENTS, type="http", auth="user", website=True, methods=["POST"])
    def portal_customer_order_report(self, order_id, kind="", description="", line_id="", quantity="", **kwargs):
        order = self._get_delivered_order(order_id)
        uploads = self._get_uploads()
        _incident, error = self._try(order._portal_report_incident, kind, description, line_id, quantity, uploads)
        if error:
            entered = {"kind": kind, "description": description, "line_id": line_id, "quantity": quantity}
            return self._render_incident(order, error=error, **entered)
        return request.redirect(f"{order.access_url}#incidents")

    def _get_delivered_order(self, order_id):
        order = self._get_customer_order(order_id)
        if not order._may_report_incident():
            raise request.not_found()
        return order

    def _render_incident(self, order, **values):
        values = self._prepare_portal_layout_values() | {
            "page_name": "customer_order",
            "customer_order": order,
            "kinds": order.env["customer.order.incident"]._fields["kind"]._description_selection(request.env),
            "file_kinds": ",".join(f".{extension}" for extension in EXTENSIONS),
            **values,
        }
        return request.render("customer_order_mgmt.portal_customer_order_incident_form", values)
