from odoo import http
from odoo.http import request
from werkzeug.exceptions import Forbidden

from .portal import CustomerOrderPortal

_ORDER = "/my/customer-orders/<int:order_id>"


class CustomerOrderAgreementPortal(CustomerOrderPortal):
    """Answers to what we offer, and wishes for a change.

    Who holds the link of an order may answer for the customer, as with Odoo's quotations: it was sent to the contact.
    """

    @http.route(f"{_ORDER}/counter/confirm", type="jsonrpc", auth="public", methods=["POST"])
    def portal_customer_order_confirm_counter(self, order_id, reviewed_hash=None, **signer):
        order = self._get_order_of_call(order_id)
        return self._sign(order, order._portal_confirm_counter, reviewed_hash, signer=signer)

    @http.route(f"{_ORDER}/amendments/<int:amendment_id>/confirm", type="jsonrpc", auth="public", methods=["POST"])
    def portal_customer_order_confirm_amendment(self, order_id, amendment_id, reviewed_hash=None, **signer):
        order = self._get_order_of_call(order_id)
        return self._sign(order, order._portal_confirm_amendment, amendment_id, reviewed_hash, signer=signer)

    @http.route(f"{_ORDER}/counter/decline", type="http", auth="public", website=True, methods=["POST"])
    def portal_customer_order_decline_counter(self, order_id, access_token=None, reason="", **kwargs):
        order = self._get_customer_order(order_id, access_token)
        return self._answer(order, access_token, order._portal_decline_counter, reason)

    @http.route(
        f"{_ORDER}/amendments/<int:amendment_id>/decline", type="http", auth="public", website=True, methods=["POST"]
    )
    def portal_customer_order_decline_amendment(self, order_id, amendment_id, access_token=None, reason="", **kwargs):
        order = self._get_customer_order(order_id, access_token)
        return self._answer(order, access_token, order._portal_decline_amendment, amendment_id, reason)

    @http.route(f"{_ORDER}/amendments/new", type="http", auth="user", website=True, methods=["GET"])
    def portal_customer_order_new_amendment(self, order_id, **kwargs):
        return self._render_wish(self._get_amendable_order(order_id))

    @http.route(f"{_ORDER}/amendments", type="http", auth="user", website=True, methods=["POST"])
    def portal_customer_order_request_amendment(self, order_id, reason="", is_cancellation=None, **entered):
        order = self._get_amendable_order(order_id)
        changes = {
            str(line.id): (entered.get(f"quantity_{line.id}", ""), entered.get(f"day_{line.id}", ""))
            for line in order.line_ids
        }

        def ask():
            return order._portal_request_amendment(
                reason, changes, is_cancellation=bool(is_cancellation), **self._get_signer_device()
            )

        _amendment, error = self._try(ask)
        if error:
            return self._render_wish(order, error=error, reason=reason, changes=changes)
        return request.redirect(f"/my/customer-orders/{order.id}#amendments")

    def _get_order_of_call(self, order_id):
        """Return the order of a call, which has no page: a link that is wrong is answered with 404 too."""
        try:
            return self._get_customer_order(order_id, self._get_url_token())
        except Forbidden as error:
            raise request.not_found() from error

    def _get_url_token(self):
        """The token of the link. In the address, since the component that signs posts to an address."""
        return request.httprequest.args.get("access_token")

    def _get_amendable_order(self, order_id):
        order = self._get_customer_order(order_id)
        if not order._may_request_amendment():
            raise request.not_found()
        return order

    def _sign(self, order, act, *args, signer):
        if signer.get("has_agreed") is not True:
            return {"error": request.env._("Please tick that you agree.")}
        signed = self._prepare_signer(signer.get("name"), signer.get("signature"))
        _result, error = self._try(act, *args, signed)
        if error:
            return {"error": error}
        return {"force_refresh": True, "redirect_url": self._get_order_url(order, self._get_url_token())}

    def _answer(self, order, access_token, act, *args):
        _result, error = self._try(act, *args)
        if error:
            return request.render("customer_order_mgmt.portal_customer_order_refusal", {"sentence": error})
        return request.redirect(self._get_order_url(order, access_token))

    def _get_order_url(self, order, access_token=None):
        return order.get_portal_url() if access_token else order.access_url

    def _render_wish(self, order, **values):
        values = self._prepare_portal_layout_values() | {
            "page_name": "customer_order",
            "customer_order": order,
            "today": order._get_today(),
            "changes": {},
            **values,
        }
        return request.render("customer_order_mgmt.portal_customer_order_wish", values)
