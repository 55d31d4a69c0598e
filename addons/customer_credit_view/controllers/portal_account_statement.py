from odoo import http
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.http import request

REPORT = "customer_credit_view.account_statement_report"


class AccountStatementPortal(CustomerPortal):
    """The customer's own statement of account, from each company that shows it in the portal."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "account_statement_count" in counters:
            values["account_statement_count"] = len(self._get_statement_profiles())
        return values

    @http.route("/my/account-statement", type="http", auth="user", website=True)
    def portal_account_statement(self, **kwargs):
        profiles = self._get_statement_profiles()
        if not profiles:
            raise request.not_found()
        values = self._prepare_portal_layout_values() | {
            "accounts": [(profile, profile._get_account_statements()) for profile in profiles],
            "page_name": "account_statement",
        }
        return request.render("customer_credit_view.portal_account_statement", values)

    @http.route("/my/account-statement/<int:profile_id>.pdf", type="http", auth="user", website=True)
    def portal_account_statement_pdf(self, profile_id, **kwargs):
        profile = self._get_statement_profiles().filtered(lambda profile: profile.id == profile_id)
        if not profile:
            raise request.not_found()
        # sudo: the statement is rendered from what customers may not read; that it is theirs was checked.
        reports = request.env["ir.actions.report"].sudo().with_company(profile.company_id)
        content, kind = reports._render_qweb_pdf(REPORT, profile.ids)
        headers = {
            "Content-Type": "application/pdf" if kind == "pdf" else "text/html",
            "Content-Disposition": http.content_disposition(f"{profile._get_statement_file_name()}.{kind}"),
        }
        return request.make_response(content, headers=list(headers.items()))

    def _get_statement_profiles(self):
        """The profiles of the user's own company in the companies that show statements, as superuser.

        A portal user who is a contact of a customer sees that customer's account, as with its invoices.
        """
        # sudo: customers read no credit profiles; only those of their own commercial partner are returned.
        profiles = request.env["credit.profile"].sudo()
        customer = request.env.user.partner_id.commercial_partner_id
        return profiles.search(
            [("partner_id", "=", customer.id), ("company_id.credit_portal_statement", "=", True)], order="company_id"
        )
