import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..exceptions import ChecklistRefused, DocumentRefused
from .common_application import PDF, ApplicationCommon


@tagged("post_install", "-at_install")
class TestDocument(ApplicationCommon):
    def _assert_refused(self, sentence, act, *args, **kwargs):
        with self.assertRaisesRegex(DocumentRefused, sentence):
            act(*args, **kwargs)

    def test_document_holds_for_so_many_months(self):
        document = self._document(issue_date="2026-08-31")
        self.assertEqual(document.expiry_date, fields.Date.to_date("2027-08-31"))
        own = self._document(issue_date="2026-08-31", expiry_date="2026-09-30")
        self.assertEqual(own.expiry_date, fields.Date.to_date("2026-09-30"))

    def test_file_is_what_its_name_says(self):
        cases = {
            "is none of these": ("a.html", b"<html>"),
            "not what its name says": ("a.pdf", b"<html>"),
            "is empty": ("a.pdf", b" "[:0]),
        }
        for sentence, (name, content) in cases.items():
            with self.subTest(sentence):
                self._assert_refused(sentence, self._document, file=base64.b64encode(content), file_name=name)
        self.assertEqual(self._document(file_name="../../x\\a.pdf").file_name, "a.pdf")

    def test_document_is_accepted_and_sealed_with_its_file(self):
        document = self._document()
        document.action_accept()
        self.assertRecordValues(document, [{"state": "accepted", "decided_by_id": self.analyst.id}])
        [entry] = (
            self.env["evidence.entry"]
            .sudo()
            .search([("event", "=", "credit.document_accepted"), ("subject_key", "=", document.name)])
        )
        self.assertIn(document.file_hash, entry.payload)
        self._assert_refused("checked already", document.action_accept)

    def test_document_that_must_expire_needs_its_date(self):
        document = self._document(self.accounts)
        self._assert_refused("until when", document.action_accept)
        document.expiry_date = fields.Date.today() - timedelta(days=1)
        self._assert_refused("has expired", document.action_accept)
        document.expiry_date = fields.Date.today()
        document.action_accept()

    def test_rejection_says_why(self):
        document = self._document()
        self._assert_refused("say why", document._reject, " ")
        document._reject("Page 2 is missing.")
        self.assertRecordValues(document, [{"state": "rejected", "reject_reason": "Page 2 is missing."}])

    def test_document_stays_as_it_was_handed_in(self):
        document = self._document()
        for vals in ({"file": PDF}, {"type_id": self.accounts.id}, {"partner_id": self._customer("X").id}):
            self._assert_refused("stays as it is", document.write, vals)
        document.action_accept()
        self._assert_refused("keeps its dates", document.write, {"expiry_date": "2099-01-01"})
        self._assert_refused("archive it", document.unlink)

    def test_checked_document_is_not_deleted(self):
        document = self._document()
        document.action_accept()
        for context in ({}, {"_force_unlink": True}):
            with self.assertRaises(DocumentRefused):
                document.with_context(**context).unlink()

    def test_dates_are_in_order(self):
        with self.assertRaisesRegex(ValidationError, "before it was issued"):
            self._document(issue_date="2026-02-01", expiry_date="2026-01-01")

    def test_document_belongs_to_the_company_not_the_contact(self):
        with self.assertRaisesRegex(ValidationError, "is a contact"):
            self._document(partner_id=self.buyer.id)

    def test_only_analysts_check(self):
        document = self._document()
        for user in (self.reader, self.seller):
            with self.assertRaises(AccessError):
                document.with_user(user).action_accept()

    def test_expired_documents_are_searched_in_sql(self):
        old = self._document(expiry_date=fields.Date.today() - timedelta(days=1))
        new = self._document(expiry_date=fields.Date.today())
        found = self.env["credit.document"].search([("is_expired", "=", True), ("id", "in", (old | new).ids)])
        self.assertEqual(found, old)
        self.assertEqual(old.search([("is_expired", "=", False), ("id", "in", (old | new).ids)]), new)

    # What must stay valid

    def test_missing_document_is_named(self):
        profile, today = self._profile(), fields.Date.today()
        self.assertEqual(profile._get_missing_documents(today), {profile: self.register})
        document = self._document(expiry_date=today + timedelta(days=5))
        self.assertFalse(profile._get_missing_documents(today)[profile])
        self.assertFalse(profile._get_missing_documents(today + timedelta(days=5))[profile])
        self.assertEqual(profile._get_missing_documents(today + timedelta(days=6))[profile], self.register)
        document._reject("Unreadable.")
        self.assertEqual(profile._get_missing_documents(today)[profile], self.register)
        self.assertEqual(profile.missing_documents, "Register")

    def test_missing_documents_take_the_same_queries_for_2_and_50(self):
        today = fields.Date.today()
        customers = self.env["res.partner"].create([{"name": f"N {index}", "is_company": True} for index in range(50)])
        profiles = self.env["credit.profile"]._get_for(customers, self.company).sudo()
        counts = []
        profiles[:1]._get_missing_documents(today)
        for number in (2, 50):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            profiles[:number]._get_missing_documents(today)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

    # Rows that ask for nothing

    def test_senseless_rows_are_refused(self):
        cases = {
            "which document": {"kind": "document"},
            "not asked of the customer": {"kind": "check", "is_public": True},
            "only a document": {"kind": "question", "is_kept": True},
        }
        for sentence, vals in cases.items():
            with self.subTest(sentence), self.assertRaisesRegex(ChecklistRefused, sentence):
                self._row("Row", **vals)
        for months in (-1, 601):
            with self.assertRaisesRegex(ValidationError, "between 0 and 600"):
                self.env["credit.document.type"].create({"name": "X", "valid_months": months})
        with self.assertRaisesRegex(ValidationError, "between 0 and 120|0 and 120"):
            self.env["credit.refusal.reason"].create({"name": "X", "wait_months": -1})
