from odoo import http
from odoo.http import request

from .portal_draft import _DRAFT, CustomerOrderDraftPortal


class CustomerOrderSubmissionPortal(CustomerOrderDraftPortal):
    """Read it once more, sign it, submit it."""

    @http.route(f"{_DRAFT}/review", type="http", auth="user", website=True, methods=["GET"], readonly=False)
    def portal_customer_order_review(self, draft_id, **kwargs):
        if submitted := self._redirect_to_submitted(draft_id):
            return submitted
        draft = self._get_draft(draft_id)
        faults, reviewed_hash = draft._portal_review()
        # sudo: see _render_draft.
        draft_sudo = draft.sudo()
        values = self._prepare_portal_layout_values() | {
            "page_name": "customer_order_review",
            "draft": draft_sudo,
            "customer_order": draft_sudo,
            "faults": faults,
            "warnings": draft_sudo._get_submission_warnings(),
            "repeated": draft_sudo._get_repeated_orders(),
            "reviewed_hash": reviewed_hash,
            "statement": draft_sudo._get_submission_statement(),
        }
        return request.render("customer_order_mgmt.portal_customer_order_review", values)

    @http.route(f"{_DRAFT}/submit", type="jsonrpc", auth="user", methods=["POST"])
    def portal_customer_order_submit(self, draft_id, name=None, signature=None, reviewed_hash=None, **ticks):
        """Receive the signed order. ``ticks``: ``has_agreed``, without which a signature says nothing, and
        ``is_another_release``."""
        draft = self._get_draft(draft_id)
        if ticks.get("has_agreed") is not True:
            return {"error": request.env._("Please tick that you order on these terms.")}
        signer = self._prepare_signer(name, signature)
        is_another = ticks.get("is_another_release") is True
        _order, error = self._try(lambda: draft._portal_submit(reviewed_hash, signer, is_another_release=is_another))
        if error:
            return {"error": error}
        return {"force_refresh": True, "redirect_url": f"/my/customer-orders/{draft.id}?submitted=1"}
