from odoo import http
from odoo.http import request

from .portal_agreement import CustomerOrderAgreementPortal

_ANSWER = "/my/customer-orders/<int:order_id>/deliveries/<int:picking_id>/answer"


class CustomerOrderDeliveryAnswerPortal(CustomerOrderAgreementPortal):
    """The customer accepts or refuses what arrived."""

    @http.route(_ANSWER, type="http", auth="public", website=True, methods=["GET"])
    def portal_customer_order_delivery_answer(self, order_id, picking_id, access_token=None, **kwargs):
        order = self._get_customer_order(order_id, access_token)
        delivery = self._get_delivery(order, picking_id)
        order_url = self._get_order_url(order, access_token)
        if not order._may_answer_delivery(delivery):
            return request.redirect(order_url)
        query = f"?access_token={access_token}" if access_token else ""
        values = self._prepare_portal_layout_values() | {
            "page_name": "customer_order",
            "customer_order": order,
            "delivery": delivery,
            "call_url": f"{order.access_url}/deliveries/{delivery.id}/answer/sign{query}",
            "back_url": order_url,
        }
        return request.render("customer_order_mgmt.portal_customer_order_delivery_answer", values)

    @http.route(f"{_ANSWER}/sign", type="jsonrpc", auth="public", methods=["POST"])
    def portal_customer_order_sign_delivery(self, order_id, picking_id, verdict=None, note="", **signed):
        order = self._get_order_of_call(order_id)
        delivery = self._get_delivery(order, picking_id)
        remarks = {
            str(move.id): (signed.get(f"kind_{move.id}"), signed.get(f"quantity_{move.id}"))
            for move in delivery.move_ids
        }
        return self._sign(order, order._portal_answer_delivery, delivery, verdict, note, remarks, signer=signed)
