from odoo import http
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import request

from ..logic.document_file import EXTENSIONS, MAX_BYTES
from ..models.application.credit_application_portal import MAX_PERSONS

_ONE = "/my/credit/<int:application_id>"
MAX_ID = 2**31 - 1
PERSON_TEXTS = ("name", "role", "share", "country")


class CreditApplicationPortal(CustomerPortal):
    """A customer applies for credit. Whatever is not its own is answered as if it did not exist."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "credit_application_count" in counters:
            is_open = request.env["credit.application"]._may_apply_in_portal()
            values["credit_application_count"] = len(self._get_credit_applications()) if is_open else 0
        return values

    @http.route("/my/credit", type="http", auth="user", website=True, methods=["GET"])
    def portal_my_credit(self, **kwargs):
        self._check_credit_open()
        applications = self._get_credit_applications()
        values = self._prepare_portal_layout_values() | {
            "page_name": "credit_application",
            # sudo: found with the rules of the user; the page shows the words of the decision.
            "applications": applications.sudo(),
            "is_going_on": any(one.state in ("draft", "submitted", "review", "recommended") for one in applications),
            "reapply_day": applications._get_portal_reapply_day(),
        }
        return request.render("customer_credit_view.portal_my_credit", values)

    @http.route("/my/credit/apply", type="http", auth="user", website=True, methods=["POST"])
    def portal_credit_apply(self, **kwargs):
        self._check_credit_open()
        application, error = self._attempt_credit(request.env["credit.application"]._portal_begin)
        if error:
            return request.render("customer_credit_view.portal_credit_refusal", {"sentence": error})
        return request.redirect(f"/my/credit/{application.id}")

    @http.route(_ONE, type="http", auth="user", website=True, methods=["GET"])
    def portal_credit_application(self, application_id, **kwargs):
        return self._render_credit_application(self._get_credit_application(application_id))

    @http.route(f"{_ONE}/save", type="http", auth="user", website=True, methods=["POST"])
    def portal_credit_save(self, application_id, submit=None, **values):
        """Keep the form, and submit it when that was asked for and nothing of it was refused."""
        application = self._get_credit_application(application_id)
        form = {name: value for name, value in values.items() if isinstance(value, str)}
        uploads, persons = self._get_credit_uploads(application), self._get_credit_persons()
        errors, error = self._attempt_credit(application._portal_save, form, persons, uploads)
        if not (error or errors) and submit:
            _submitted, error = self._attempt_credit(application._portal_submit)
        if error or errors:
            return self._render_credit_application(application, errors=errors or {}, error=error, entered=form)
        return request.redirect(f"/my/credit/{application.id}{'?submitted=1' if submit else '?saved=1'}")

    @http.route(f"{_ONE}/withdraw", type="http", auth="user", website=True, methods=["POST"])
    def portal_credit_withdraw(self, application_id, **kwargs):
        application = self._get_credit_application(application_id)
        _done, error = self._attempt_credit(application._portal_withdraw)
        return self._render_credit_application(application, error=error) if error else request.redirect("/my/credit")

    @http.route(f"{_ONE}/files/<int:document_id>", type="http", auth="user", website=True, methods=["GET"])
    def portal_credit_file(self, application_id, document_id, **kwargs):
        """Send a file that the customer handed in; never shown by the browser, whatever is in it."""
        document = self._get_credit_document(application_id, document_id)
        headers = [
            ("Content-Type", "application/octet-stream"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Disposition", http.content_disposition(document.file_name)),
        ]
        return request.make_response(document._get_content(), headers)

    @http.route(f"{_ONE}/files/<int:document_id>/delete", type="http", auth="user", website=True, methods=["POST"])
    def portal_credit_remove_file(self, application_id, document_id, **kwargs):
        application = self._get_credit_application(application_id)
        _done, error = self._attempt_credit(application._portal_remove_file, document_id)
        return (
            self._render_credit_application(application, error=error)
            if error
            else request.redirect(f"/my/credit/{application.id}")
        )

    # What the routes share

    def _check_credit_open(self):
        if not request.env["credit.application"]._may_apply_in_portal():
            raise request.not_found()

    def _get_credit_applications(self):
        applications = request.env["credit.application"]
        return applications.search(applications._get_portal_domain(), order="create_date desc, id desc")

    def _get_credit_application(self, application_id):
        """Return the application with the rights of the user; 404 unless it is the customer's own."""
        self._check_credit_open()
        applications = request.env["credit.application"]
        found = applications.search(
            applications._get_portal_domain() & Domain("id", "=", min(application_id, MAX_ID)), limit=1
        )
        if not found:
            raise request.not_found()
        return found

    def _get_credit_document(self, application_id, document_id):
        application = self._get_credit_application(application_id)
        # sudo: the rows of the customer's own application; only what it may see of them.
        documents = application.sudo()._get_portal_rows().document_ids
        document = documents.filtered(lambda one: one.id == document_id)
        if not document:
            raise request.not_found()
        return document

    def _attempt_credit(self, act, *args):
        """Return ``(result, None)``, or ``(None, sentence)`` when the act refuses; then nothing of it remains."""
        try:
            with request.env.cr.savepoint():
                return act(*args), None
        except AccessError:
            raise
        except UserError as refused:
            return None, str(refused)

    def _get_credit_uploads(self, application):
        """Return ``[(row id, name, content)]``; each file is read up to one byte more than allowed."""
        uploads = []
        for row in application.sudo()._get_portal_rows():  # sudo: the names of its own inputs
            for upload in request.httprequest.files.getlist(f"file_{row.id}"):
                if upload.filename:
                    uploads.append((row.id, upload.filename, upload.read(MAX_BYTES + 1)))
        return uploads

    def _get_credit_persons(self):
        columns = [request.httprequest.form.getlist(f"person_{name}") for name in PERSON_TEXTS]
        return [dict(zip(PERSON_TEXTS, row, strict=True)) for row in zip(*columns, strict=False)]

    def _render_credit_application(self, application, **values):
        # sudo: the page shows rows and documents that customers do not read by themselves.
        application = application.sudo()
        values = self._prepare_portal_layout_values() | {
            "page_name": "credit_application",
            "application": application,
            "rows": application._get_portal_rows(),
            "segments": application._fields["segment"]._description_selection(request.env),
            "roles": application.person_ids._fields["role"]._description_selection(request.env),
            # sudo: countries are no secret.
            "countries": request.env["res.country"].sudo().search_fetch([], ["name", "code"]),
            "file_kinds": ",".join(f".{extension}" for extension in EXTENSIONS),
            "max_persons": MAX_PERSONS,
            "errors": {},
            "error": None,
            "entered": {},
            "saved": request.params.get("saved"),
            "submitted": request.params.get("submitted"),
            **values,
        }
        page = "portal_credit_draft" if application.state == "draft" else "portal_credit_application"
        return request.render(f"customer_credit_view.{page}", values)
