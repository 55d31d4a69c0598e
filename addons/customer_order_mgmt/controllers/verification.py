from odoo import http
from odoo.http import request

_HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


class CustomerOrderVerification(http.Controller):
    """The public page on which whoever holds an acknowledgement checks it."""

    @http.route(
        "/customer-order/verify/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
        readonly=False,
        save_session=False,
    )
    def customer_order_verify(self, token):
        # sudo: the public reads neither visits nor orders; the page shows only what `_get_public_proof` returns.
        env = request.env(su=True)
        if not env["customer.order.verification.visit"]._admit(request.httprequest.remote_addr):
            sentence = request.env._("You asked too often. Please try again in a minute.")
            headers = _HEADERS | {"Retry-After": "60", "Content-Type": "text/plain; charset=utf-8"}
            return request.make_response(sentence, headers=list(headers.items()), status=429)
        version = env["customer.order.version"]._find_by_verification_token(token)
        # An unknown token is answered, not raised: raising would roll back the visit, and guessing would be free.
        template, status = ("verification_page", 200) if version else ("verification_unknown", 404)
        values = {"proof": version._get_public_proof(), "res_company": version.company_id} if version else {}
        response = request.render(f"customer_order_mgmt.{template}", values, status=status)
        response.headers.update(_HEADERS)
        return response
