from odoo import http
from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.addons.portal.controllers.portal import CustomerPortal, pager
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import request
from werkzeug.exceptions import Forbidden

from ..logic.capture import readable
from ..logic.upload import MAX_BYTES


class CustomerOrderPortal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "customer_order_count" in counters:
            orders = request.env["customer.order"]
            has_access = orders.has_access("read")
            values["customer_order_count"] = orders.search_count(self._get_customer_order_domain()) if has_access else 0
        return values

    @http.route(
        ["/my/customer-orders", "/my/customer-orders/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=False,
    )
    def portal_my_customer_orders(self, page=1, sortby=None, filterby=None, search=None, search_in=None, **kwargs):
        orders = request.env["customer.order"]
        sortings, filters = self._get_customer_order_sortings(), self._get_customer_order_filters()
        sortby = sortby if sortby in sortings else "received"
        filterby = filterby if filterby in filters else "all"
        domain = self._get_customer_order_domain() & filters[filterby]["domain"]
        if search:
            domain &= self._get_customer_order_search_domain(search)
        url_args = {"sortby": sortby, "filterby": filterby, "search": search}
        paging = pager(
            "/my/customer-orders", orders.search_count(domain), page=page, step=self._items_per_page, url_args=url_args
        )
        found = orders.search(
            domain, order=sortings[sortby]["order"], limit=self._items_per_page, offset=paging["offset"]
        )
        request.session["my_customer_orders_history"] = found.ids[:100]
        values = self._prepare_portal_layout_values() | {
            # sudo: promised dates are on versions; the orders were searched with the rules of the user.
            "customer_orders": found.sudo(),
            **self._prepare_draft_values(),
            "page_name": "customer_order",
            "default_url": "/my/customer-orders",
            "pager": paging,
            "searchbar_sortings": sortings,
            "sortby": sortby,
            "searchbar_filters": filters,
            "filterby": filterby,
            "searchbar_inputs": {"all": {"input": "all", "label": request.env._("Number or product")}},
            "search_in": "all",
            "search": search,
        }
        return request.render("customer_order_mgmt.portal_my_customer_orders", values)

    def _prepare_draft_values(self):
        """What the list of orders shows about ordering: whether it is open to the user, and the user's drafts."""
        orders = request.env["customer.order"]
        if not orders._may_order_in_portal():
            return {"may_order": False}
        # sudo: the titles of drafts are shown, which were searched with the rules of the user.
        return {"may_order": True, "drafts": orders.search(orders._get_draft_domain(), order="write_date desc").sudo()}

    @http.route("/my/customer-orders/<int:order_id>", type="http", auth="public", website=True, readonly=False)
    def portal_customer_order(
        self, order_id, access_token=None, report_type=None, download=False, acknowledgement_id=None, **kwargs
    ):
        order_sudo = self._get_customer_order(order_id, access_token)
        if order_sudo.state == "draft" and order_sudo.create_uid == request.env.user:
            return request.redirect(f"/my/customer-orders/drafts/{order_sudo.id}")
        acknowledgements = order_sudo._get_portal_acknowledgements()
        if report_type == "pdf":
            return self._send_acknowledgement(acknowledgements, acknowledgement_id, download)
        values = {
            "customer_order": order_sudo,
            "acknowledgements": acknowledgements,
            "access_token": access_token,
            "page_name": "customer_order",
            "res_company": order_sudo.company_id,
            "backend_url": f"/odoo/customer.order/{order_sudo.id}",
        }
        values = self._get_page_view_values(
            order_sudo, access_token, values, "my_customer_orders_history", False, **kwargs
        )
        return request.render("customer_order_mgmt.portal_customer_order", values)

    def _get_customer_order(self, order_id, access_token=None):
        """Return the order as superuser, for whom it is: people of the customer, or who holds its link.

        Strangers learn nothing, not even that an order exists: 404. A link that is wrong or no longer valid: 403. Who
        is not logged in and has no link may log in first.
        """
        try:
            self._document_check_access("customer.order", order_id, access_token=access_token)
        except (AccessError, MissingError) as error:
            if access_token:
                raise Forbidden() from error
            if request.env.user._is_public():
                raise http.SessionExpiredException("Session expired") from error
            raise request.not_found() from error
        # sudo: access was checked; the user stays who it is, since its acts are sealed.
        return request.env["customer.order"].browse(order_id).sudo()

    def _get_delivery(self, order, picking_id):
        """Return what was shipped with this delivery of the order; 404 for any other."""
        delivery = order._get_portal_deliveries().filtered(lambda p: p.id == picking_id and p.state == "done")
        if not delivery:
            raise request.not_found()
        return delivery

    def _try(self, act, *args):
        """Return ``(result, None)``, or ``(None, sentence)`` when the act refuses; then nothing of it remains."""
        try:
            with request.env.cr.savepoint():
                return act(*args), None
        except AccessError:
            raise
        except OrderHeld:
            # What the gate knows, such as a credit limit, is not for customers.
            return None, request.env._("We cannot take this here. Please write to us, so that we find a way.")
        except UserError as error:
            return None, str(error)

    def _get_uploads(self):
        """Return ``[(name, content)]`` of the files in a form, each read up to one byte more than allowed: that tells
        that there is too much, whatever follows."""
        uploads = request.httprequest.files.getlist("files")
        return [(upload.filename, upload.read(MAX_BYTES + 1)) for upload in uploads if upload.filename]

    def _prepare_signer(self, name, signature):
        """Return who signs, as far as a browser can say it; what is no text was not sent by a page of ours."""
        texts = {"name": name, "signature": signature}
        signer = {key: value if isinstance(value, str) else "" for key, value in texts.items()}
        return {**signer, **self._get_signer_device()}

    def _get_signer_device(self):
        """Return from where somebody signs."""
        web_request = request.httprequest
        return {"ip_address": web_request.remote_addr, "user_agent": web_request.user_agent.string}

    def _send_acknowledgement(self, acknowledgements, acknowledgement_id, download):
        """The sealed document itself, never a fresh print: the chosen one, else the newest."""
        if acknowledgement_id:
            acknowledgements = acknowledgements.filtered(lambda a: str(a.id) == acknowledgement_id)
        if not acknowledgements:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(acknowledgements[0].attachment_id, "raw")
        return stream.get_response(as_attachment=bool(download))

    # Hooks

    def _get_customer_order_domain(self):
        """The orders that the portal lists: the user's own company's, from receipt on."""
        commercial_partner = request.env.user.partner_id.commercial_partner_id
        return Domain("commercial_partner_id", "=", commercial_partner.id) & Domain("state", "!=", "draft")

    def _get_customer_order_sortings(self):
        return {
            "received": {"label": request.env._("Newest"), "order": "received_date desc, id desc"},
            "reference": {"label": request.env._("Your number"), "order": "customer_reference, id desc"},
            "amount": {"label": request.env._("Total"), "order": "amount_total desc, id desc"},
        }

    def _get_customer_order_filters(self):
        return {
            "all": {"label": request.env._("All"), "domain": Domain.TRUE},
            "open": {
                "label": request.env._("In progress"),
                "domain": Domain("state", "in", ("received", "countered", "accepted")),
            },
            "done": {
                "label": request.env._("Completed"),
                "domain": Domain("state", "in", ("fulfilled", "settled", "closed")),
            },
            "refused": {
                "label": request.env._("Not accepted"),
                "domain": Domain("state", "in", ("rejected", "cancelled")),
            },
        }

    def _get_customer_order_search_domain(self, search):
        search = readable(search)
        fields = ("customer_reference", "name", "line_ids.name", "line_ids.customer_product_code")
        return Domain.OR(Domain(field, "ilike", search) for field in fields)
