from odoo import http
from odoo.fields import Domain
from odoo.http import request

from ..logic.upload import EXTENSIONS
from ..models.portal.customer_order_draft_custom import ATTRIBUTE_TEXTS
from .portal import CustomerOrderPortal

_DRAFT = "/my/customer-orders/drafts/<int:draft_id>"
MAX_ID = 2**31 - 1


class CustomerOrderDraftPortal(CustomerOrderPortal):
    """Orders that a customer writes. Whatever is not its own, or not open, is answered as if it did not exist."""

    @http.route("/my/customer-orders/drafts", type="http", auth="user", website=True, methods=["POST"])
    def portal_customer_order_begin(self, **kwargs):
        self._check_open()
        draft, error = self._try(request.env["customer.order"]._portal_create_draft)
        return self._render_refusal(error) if error else request.redirect(self._get_draft_url(draft))

    @http.route(_DRAFT, type="http", auth="user", website=True, methods=["GET"])
    def portal_customer_order_draft(self, draft_id, **kwargs):
        return self._redirect_to_submitted(draft_id) or self._render_draft(self._get_draft(draft_id))

    @http.route(f"{_DRAFT}/save", type="jsonrpc", auth="user", methods=["POST"])
    def portal_customer_order_save(self, draft_id, field, value=None, line_id=None):
        """Keep one value as soon as it was entered; return the figures that follow from it, or a sentence."""
        draft = self._get_draft(draft_id)
        if line_id:
            _line, error = self._try(draft._portal_write_line, line_id, field, value)
        elif field == "requested_date":
            _lines, error = self._try(draft._portal_set_day, value)
        else:
            _head, error = self._try(draft._portal_write, field, value)
        return {"error": error} if error else draft._portal_get_figures()

    @http.route(f"{_DRAFT}/remove-line", type="jsonrpc", auth="user", methods=["POST"])
    def portal_customer_order_remove_line(self, draft_id, line_id):
        draft = self._get_draft(draft_id)
        _line, error = self._try(draft._portal_remove_line, line_id)
        return {"error": error} if error else draft._portal_get_figures()

    @http.route(f"{_DRAFT}/entries", type="http", auth="user", website=True, methods=["POST"])
    def portal_customer_order_entries(self, draft_id, text="", add=None, **kwargs):
        """Show what was read from pasted rows, or add them: all, or those without faults."""
        draft = self._get_draft(draft_id)
        if add:
            _count, error = self._try(draft._portal_add_entries, text, add == "valid")
            if not error:
                return request.redirect(self._get_draft_url(draft))
            return self._render_draft(draft, entry_text=text, entry_error=error)
        rows, error = self._try(draft._portal_read_entries, text)
        return self._render_draft(draft, entry_text=text, entry_rows=rows, entry_error=error)

    @http.route(f"{_DRAFT}/custom", type="http", auth="user", website=True, methods=["POST"])
    def portal_customer_order_custom(self, draft_id, name="", quantity="1", requested_date="", **kwargs):
        draft = self._get_draft(draft_id)
        attributes = self._get_entered_attributes()

        def add():
            line = draft._portal_add_custom(name, quantity, requested_date, attributes)
            self._add_files(draft, line.id)

        _line, error = self._try(add)
        if error:
            entered = {
                "name": name,
                "quantity": quantity,
                "requested_date": requested_date,
                "attributes": attributes,
            }
            return self._render_draft(draft, custom_error=error, custom=entered)
        return request.redirect(self._get_draft_url(draft))

    @http.route(f"{_DRAFT}/files", type="http", auth="user", website=True, methods=["POST"])
    def portal_customer_order_upload(self, draft_id, line_id=None, **kwargs):
        draft = self._get_draft(draft_id)
        _files, error = self._try(self._add_files, draft, line_id)
        return self._render_draft(draft, file_error=error) if error else request.redirect(self._get_draft_url(draft))

    @http.route(f"{_DRAFT}/files/<int:file_id>/delete", type="http", auth="user", website=True, methods=["POST"])
    def portal_customer_order_remove_file(self, draft_id, file_id, **kwargs):
        draft = self._get_draft(draft_id)
        draft._portal_remove_file(file_id)
        return request.redirect(self._get_draft_url(draft))

    @http.route(f"{_DRAFT}/delete", type="http", auth="user", website=True, methods=["POST"])
    def portal_customer_order_delete(self, draft_id, **kwargs):
        self._get_draft(draft_id)._portal_delete()
        return request.redirect("/my/customer-orders")

    # What the routes share

    def _check_open(self):
        if not request.env["customer.order"]._may_order_in_portal():
            raise request.not_found()

    def _get_drafts(self):
        self._check_open()
        orders = request.env["customer.order"]
        return orders.search(orders._get_draft_domain(), order="write_date desc, id desc")

    def _get_draft(self, draft_id):
        """Return the draft with the rights of the user; 404 unless it is the user's own."""
        self._check_open()
        orders = request.env["customer.order"]
        draft = orders.search(orders._get_draft_domain() & Domain("id", "=", self._read_id(draft_id)))
        if not draft:
            raise request.not_found()
        return draft

    def _redirect_to_submitted(self, draft_id):
        """Lead to the order what was a draft when its page was open; None for anything else."""
        submitted = [("id", "=", draft_id), ("channel", "=", "portal"), ("state", "!=", "draft")]
        order = request.env["customer.order"].search(submitted)
        return request.redirect(order.access_url) if order else None

    def _read_id(self, value):
        """Return what a client sent as an id; 404 for what cannot be one."""
        text = str(value)
        if not text.isdecimal() or len(text) > len(str(MAX_ID)) or int(text) > MAX_ID:
            raise request.not_found()
        return int(text)

    def _get_draft_url(self, draft):
        return f"/my/customer-orders/drafts/{draft.id}"

    def _get_entered_attributes(self):
        """Return the rows of the table of attributes: what stands beside each other in the form."""
        columns = [request.httprequest.form.getlist(f"attribute_{name}") for name in ATTRIBUTE_TEXTS]
        return [dict(zip(ATTRIBUTE_TEXTS, row, strict=True)) for row in zip(*columns, strict=False)]

    def _add_files(self, draft, line_id=None):
        for name, content in self._get_uploads():
            draft._portal_add_file(name, content, line_id)

    def _render_draft(self, draft, **values):
        # sudo: the page shows products, units and addresses that customers may not read by themselves.
        draft = draft.sudo()
        values = self._prepare_portal_layout_values() | {
            "page_name": "customer_order_draft",
            "draft": draft,
            "figures": draft._portal_get_figures(),
            "addresses": draft._get_portal_addresses(),
            "file_kinds": ",".join(f".{extension}" for extension in EXTENSIONS),
            "today": draft._get_today(),
            "custom": {},
            **values,
        }
        return request.render("customer_order_mgmt.portal_customer_order_draft", values)

    def _render_refusal(self, sentence):
        return request.render("customer_order_mgmt.portal_customer_order_refusal", {"sentence": sentence})
