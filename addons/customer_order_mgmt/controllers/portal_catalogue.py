from odoo import http
from odoo.addons.portal.controllers.portal import pager
from odoo.fields import Domain
from odoo.http import request

from .portal_draft import CustomerOrderDraftPortal

PAGE_SIZE = 24


class CustomerOrderCataloguePortal(CustomerOrderDraftPortal):
    """The list from which customers order, each at its own prices."""

    @http.route(
        ["/my/customer-orders/new", "/my/customer-orders/new/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def portal_customer_order_list(self, page=1, search="", category_id=None, draft_id=None, **kwargs):
        drafts = self._get_drafts()
        draft = self._choose_draft(drafts, draft_id)
        # sudo: prices and products of the list are computed for the customer, who may not read them.
        order = draft.sudo() or request.env["customer.order"]._portal_preview()
        products = order.env["product.product"]
        listed = products._get_customer_list_domain(order)
        found = listed & products._get_customer_search_domain(order, search.strip()) if search else listed
        categories = self._get_list_categories(products, listed)
        category_id = self._read_id(category_id) if (category_id or "").isdecimal() else None
        if category_id:
            found &= Domain("categ_id", "child_of", category_id)
        url_args = {"search": search, "category_id": category_id, "draft_id": draft.id or "new"}
        paging = pager(
            "/my/customer-orders/new",
            products.search_count(found),
            page=page,
            step=PAGE_SIZE,
            url_args={name: value for name, value in url_args.items() if value},
        )
        shown = products.search(found, order="categ_id, default_code, id", limit=PAGE_SIZE, offset=paging["offset"])
        values = self._prepare_portal_layout_values() | {
            "page_name": "customer_order_list",
            # sudo: see above.
            "draft": draft.sudo(),
            "drafts": drafts.sudo(),
            "order": order,
            "offers": shown._get_customer_offers(order),
            "categories": categories,
            "category_id": category_id,
            "search": search,
            "pager": paging,
        }
        return request.render("customer_order_mgmt.portal_customer_order_list", values)

    def _choose_draft(self, drafts, draft_id):
        """The draft into which items go: the chosen one, none if a new one shall begin, else the last one."""
        if draft_id == "new":
            return drafts.browse()
        return self._get_draft(draft_id) if (draft_id or "").isdecimal() else drafts[:1]

    def _get_list_categories(self, products, listed):
        """Return ``[(category, number of products)]`` that have products in the list, by name."""
        groups = products._read_group(listed, ["categ_id"], ["__count"])
        return sorted(((category, count) for category, count in groups if category), key=lambda g: g[0].complete_name)

    @http.route("/my/customer-orders/products/<int:product_id>/image", type="http", auth="user", readonly=True)
    def portal_customer_order_image(self, product_id):
        self._check_open()
        order = request.env["customer.order"]._portal_preview()
        products = order.env["product.product"]
        product = products.search(products._get_customer_list_domain(order) & Domain("id", "=", product_id))
        if not product:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_image_stream_from(product, "image_256")
        return stream.get_response(max_age=http.STATIC_CACHE, immutable=False)

    @http.route("/my/customer-orders/drafts/add", type="jsonrpc", auth="user", methods=["POST"])
    def portal_customer_order_add(self, product_id, quantity, draft_id=None):
        """Put a product of the list into the draft, or into a new one."""

        def add():
            draft = self._get_draft(draft_id) if draft_id else request.env["customer.order"]._portal_create_draft()
            draft._portal_add_products([(self._read_id(product_id), quantity, False)])
            return draft

        draft, error = self._try(add)
        return {"error": error} if error else {"draft_id": draft.id, **draft._portal_get_figures()}
