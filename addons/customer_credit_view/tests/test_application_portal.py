import re

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from ..exceptions import ApplicationRefused
from .common_application import ApplicationCommon

FILE = ("accounts.pdf", b"%PDF-1.7 accounts")


@tagged("post_install", "-at_install")
class TestApplicationPortal(ApplicationCommon, HttpCase):
    """Pat applies for Aqua Works; Kim is a colleague, Rob another customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.credit_application_portal = True
        cls.pat = cls._login("pat", cls.buyer)
        cls.kim = cls._login("kim", cls.buyer.copy({"name": "Kim Buyer", "email": "kim@example.com"}))
        cls.rob = cls._login("rob", cls._customer("Rival", email="rob@example.com"))

    @classmethod
    def _login(cls, name, partner):
        user = new_test_user(
            cls.env,
            f"credit_portal_{name}",
            groups="base.group_portal",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        user.partner_id = partner
        return user

    def _begin(self, user=None):
        applications = self.env["credit.application"].with_user(user or self.pat).with_company(self.company)
        return applications._portal_begin()

    def _asked(self, application, name):
        return application.sudo().answer_ids.filtered(lambda row: row.name == name)

    def _save(self, application, persons=(), files=(), **values):
        return application._portal_save({"requested_amount": "5000", "segment": "small", **values}, persons, files)

    def _submitted(self):
        application = self._begin()
        self._save(application, files=[(self._asked(application, "Register").id, *FILE)])
        application._portal_submit()
        return application

    def test_customer_applies(self):
        application = self._begin()
        row = self._asked(application, "Register")
        persons = [{"name": "Ann Owner", "role": "owner", "share": "60", "country": "GB"}, {"name": " "}]
        errors = self._save(application, persons, [(row.id, *FILE)], purpose="Pumps")
        self.assertFalse(errors)
        application._portal_submit()
        self.assertRecordValues(
            application.sudo(),
            [
                {
                    "state": "submitted",
                    "channel": "portal",
                    "partner_id": self.customer.id,
                    "contact_id": self.buyer.id,
                    "requested_amount": 5000.0,
                    "segment": "small",
                    "submitted_by_id": self.pat.id,
                }
            ],
        )
        self.assertRecordValues(application.sudo().person_ids, [{"name": "Ann Owner", "share": 60.0, "role": "owner"}])
        self.assertEqual(row.document_ids.file_name, "accounts.pdf")
        self.assertEqual(self._profile().standing, "under_review")

    def test_what_can_be_kept_is_kept_and_the_rest_is_said(self):
        application = self._begin()
        row = self._asked(application, "Register")
        bad = [(row.id, "x.html", b"<html>")]
        errors = self._save(
            application, [{"name": "Ann", "share": "200"}], bad, requested_amount="abc", purpose="Pumps"
        )
        self.assertEqual(sorted(errors), sorted(["requested_amount", "person_0", f"file_{row.id}"]))
        self.assertEqual(application.sudo().purpose, "Pumps")
        self.assertFalse(row.document_ids)

    def test_only_what_a_customer_may_say_is_written(self):
        application = self._begin()
        own = application.sudo().partner_id
        check = self._asked(application, "Looked up")
        self._save(application, state="approved", partner_id="1", user_id="2", **{f"answer_{check.id}": "done"})
        self.assertRecordValues(
            application.sudo(), [{"state": "draft", "partner_id": own.id, "user_id": False, "decided_amount": 0.0}]
        )
        self.assertFalse(check.text)
        errors = self._save(application, files=[(check.id, *FILE)])
        self.assertIn("not asked for", errors[f"file_{check.id}"])

    def test_portal_users_write_nothing_by_themselves(self):
        application = self._begin()
        for act in (
            lambda: application.write({"requested_amount": 9}),
            lambda: self.env["credit.application"].with_user(self.pat).create({"partner_id": self.customer.id}),
            lambda: application.unlink(),
            lambda: self._asked(application, "Register").with_user(self.pat).write({"text": "x"}),
            lambda: application.action_submit(),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_nobody_reaches_another_customers(self):
        application = self._submitted().with_user(self.rob)
        with self.assertRaises(AccessError):
            application.read(["name"])
        for act in (application._portal_withdraw, application._portal_submit, lambda: self._save(application)):
            with self.assertRaises(AccessError):
                act()
        self.assertFalse(application.search([("id", "=", application.id)]))
        # Not its own either, except on its pages: what we have found out about a customer is among them.
        for user in (self.rob, self.pat):
            with self.assertRaises(AccessError):
                self.env["credit.document"].with_user(user).search([("partner_id", "=", self.customer.id)])

    def test_colleague_goes_on_with_the_same_application(self):
        self.assertEqual(self._begin(), self._begin(self.kim))

    def test_submitted_application_is_changed_no_more(self):
        application = self._submitted()
        with self.assertRaisesRegex(ApplicationRefused, "cannot be changed"):
            self._save(application, requested_amount="9")
        with self.assertRaisesRegex(ApplicationRefused, "cannot be changed"):
            application._portal_remove_file(1)

    def test_nothing_is_open_until_it_is_switched_on(self):
        application = self._begin()
        self.company.credit_application_portal = False
        with self.assertRaises(AccessError):
            self._begin()
        with self.assertRaises(AccessError):
            self._save(application)

    def test_file_that_nobody_checked_is_taken_back(self):
        application = self._begin()
        row = self._asked(application, "Register")
        self._save(application, files=[(row.id, *FILE), (row.id, *FILE)])
        first, second = row.document_ids
        second.with_user(self.analyst).action_accept()
        for document in (first, second):
            application._portal_remove_file(document.id)
        self.assertEqual((first.exists(), second.exists()), (first.browse(), second))

    # Over HTTP

    def _visit(self, login, url):
        self.authenticate(login, login)
        return self.url_open(url, allow_redirects=False)

    def _post(self, url, files=None, **data):
        return self.url_open(
            url, {"csrf_token": http.Request.csrf_token(self), **data}, files=files, allow_redirects=False
        )

    def test_pages_are_for_their_customer(self):
        application = self._submitted()
        document = application.sudo().answer_ids.document_ids
        pages = ("/my/credit", f"/my/credit/{application.id}", f"/my/credit/{application.id}/files/{document.id}")
        for page in pages:
            self.assertEqual(self._visit(self.pat.login, page).status_code, 200, page)
        for page in pages[1:]:
            self.assertEqual(self._visit(self.rob.login, page).status_code, 404, page)
        self.assertEqual(self._visit(self.analyst.login, pages[1]).status_code, 404)
        self.assertEqual(self._visit(self.pat.login, "/my/credit/999999999999").status_code, 404)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(pages[1], allow_redirects=False).headers["Location"])

    def test_pictures_of_the_home_page_are_there(self):
        self.company.credit_portal_statement = True
        home = self._visit(self.pat.login, "/my/home").text
        pictures = set(re.findall(r'src="(/[^"]+/static/[^"]+)"', home))
        self.assertIn("/my/credit", home)
        self.assertTrue(pictures)
        for picture in pictures:
            self.assertEqual(self.url_open(picture).status_code, 200, picture)

    def test_form_is_saved_and_submitted(self):
        self.authenticate(self.pat.login, self.pat.login)
        begun = self._post("/my/credit/apply")
        self.assertEqual(begun.status_code, 303)
        application = self.env["credit.application"].search([("partner_id", "=", self.customer.id)])
        url = f"/my/credit/{application.id}"
        self.assertIn("What you need", self.url_open(url).text)
        row = self._asked(application, "Register")
        refused = self._post(f"{url}/save", requested_amount="", submit="1")
        self.assertIn("Please say how much credit", refused.text)
        person = {"person_name": "Ann", "person_role": "owner", "person_share": "50", "person_country": "GB"}
        files = {f"file_{row.id}": FILE}
        sent = self._post(f"{url}/save", files, requested_amount="4,000.50", segment="small", submit="1", **person)
        self.assertEqual(sent.status_code, 303, sent.text)
        self.env.invalidate_all()
        self.assertRecordValues(application, [{"state": "submitted", "requested_amount": 4000.5}])
        self.assertIn("we have received your application", self.url_open(f"{url}?submitted=1").text)

    def test_file_is_sent_as_a_download(self):
        application = self._submitted()
        document = application.sudo().answer_ids.document_ids
        answer = self._visit(self.pat.login, f"/my/credit/{application.id}/files/{document.id}")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(answer.content, FILE[1])

    def test_decision_is_shown_without_our_reasons(self):
        application = self._submitted().sudo()
        application.answer_ids.document_ids.with_user(self.analyst).action_accept()
        analyst = application.with_user(self.analyst)
        analyst.action_review()
        analyst._recommend("refuse", 0, self.term, "Weak balance sheet.")
        application.with_user(self.controller)._refuse_credit(self.reason, "Far too weak.", customer_note="Sorry.")
        page = self._visit(self.pat.login, f"/my/credit/{application.id}").text
        self.assertIn("the figures do not fit", page)
        self.assertIn("Sorry.", page)
        home = self.url_open("/my/credit").text
        self.assertNotIn("/my/credit/apply", home)
        self.assertIn("You can apply again from", home)
        for secret in ("Weak balance", "Far too weak", self.analyst.name):
            self.assertNotIn(secret, page)
        for field in ("recommendation", "decision_note", "case_text", "recommended_amount"):
            with self.assertRaises(AccessError):
                application.with_user(self.pat).read([field])
