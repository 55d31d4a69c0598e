from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..exceptions import ApplicationRefused, DocumentRefused
from ..logic.screening_file import File
from .common_application import ApplicationCommon


@tagged("post_install", "-at_install")
class TestApplication(ApplicationCommon):
    # The checklist

    def test_checklist_follows_segment_amount_and_country(self):
        self._row("Large", kind="question", amount_from=10000)
        self._row("Abroad", kind="question", country_ids=[Command.link(self.env.ref("base.fr").id)])
        application = self._application()
        rows = ["Register", "References", "Looked up"]
        self.assertEqual(sorted(application.answer_ids.mapped("name")), sorted(rows))
        application.write({"segment": "corporate", "requested_amount": 10000})
        self.assertEqual(sorted(application.answer_ids.mapped("name")), sorted([*rows, "Accounts", "Large"]))
        application.segment = "small"
        self.assertNotIn("Accounts", application.answer_ids.mapped("name"))

    def test_answered_row_stays_when_it_is_no_longer_asked(self):
        application = self._application(segment="corporate")
        self._answer(application, "Accounts", document_ids=[Command.link(self._document(self.accounts).id)])
        application.segment = "small"
        self.assertIn("Accounts", application.answer_ids.mapped("name"))

    def test_amount_is_compared_in_the_companys_currency(self):
        foreign = self.setup_other_currency("EUR", rates=[("2016-01-01", 0.5)])
        self._row("Large", kind="question", amount_from=9000)
        application = self._application(currency_id=foreign.id, requested_amount=5000)
        self.assertIn("Large", application.answer_ids.mapped("name"))

    def test_document_that_the_customer_handed_in_before_counts(self):
        document = self._document()
        application = self._application()
        row = application.answer_ids.filtered(lambda one: one.name == "Register")
        self.assertEqual((row.document_ids, row.status), (document, "given"))

    # The course

    def test_application_is_submitted_reviewed_recommended_and_approved(self):
        application = self._recommended()
        self.assertEqual(self._profile().standing, "under_review")
        self._approve(application, conditions="A deposit first.")
        self.assertRecordValues(
            application,
            [
                {
                    "state": "approved",
                    "decided_amount": 4000.0,
                    "decided_term_id": self.term.id,
                    "decided_by_id": self.controller.id,
                    "recommended_by_id": self.analyst.id,
                    "reapply_date": False,
                }
            ],
        )
        self.assertRecordValues(self._profile(), [{"standing": "good", "segment": "small"}])

    def test_customer_is_told_in_its_own_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.buyer.lang = "de_DE"
        application = self._refuse(self._recommended("refuse"), reapply_date=fields.Date.to_date("2099-03-31"))
        told = application.message_ids.filtered(lambda message: self.buyer in message.partner_ids)
        self.assertIn("Wir können Ihnen zurzeit keinen Kredit geben", told.body)
        self.assertIn("Ab 31.03.2099 können Sie wieder einen Antrag stellen.", told.body)

    def test_what_is_missing_is_said_when_it_is_submitted(self):
        application = self._application(requested_amount=0)
        with self.assertRaises(ApplicationRefused) as caught:
            application.action_submit()
        self.assertIn("how much credit", str(caught.exception))
        self.assertIn("Register is missing", str(caught.exception))
        self.assertNotIn("Looked up", str(caught.exception), "a check of ours keeps nobody from submitting")

    def test_nothing_is_approved_with_open_rows(self):
        application = self._application()
        self._answer(application, "Register", document_ids=[Command.link(self._document().id)])
        application.action_submit()
        application.action_review()
        application._recommend("approve", 1, self.term, "Quick.")
        self._assert_refused("(?s)Register has not been checked.*Looked up is missing", self._approve, application)

    def test_checklist_is_not_talked_away(self):
        application = self._application()
        row = application.answer_ids.filtered(lambda one: one.name == "Register")
        for vals in ({"is_required": False}, {"kind": "check"}, {"item_id": False}, {"type_id": self.accounts.id}):
            self._assert_refused("what the checklist asks for", row.write, vals)
        self._assert_refused("what the checklist asks for", row.unlink)
        self._assert_refused("what the checklist asks for", application.write, {"answer_ids": [Command.clear()]})

    def test_document_of_another_answers_nothing(self):
        application = self._application()
        row = application.answer_ids.filtered(lambda one: one.name == "Register")
        stranger = self._customer("Stranger")
        others = (self._document(partner_id=stranger.id), self._document(self.accounts))
        for document in others:
            self._assert_refused("another customer", row.write, {"document_ids": [Command.set(document.ids)]})

    def test_question_without_an_answer_is_not_accepted(self):
        application = self._application()
        row = application.answer_ids.filtered(lambda one: one.name == "References")
        self._assert_refused("no answer to accept", row.action_accept)
        row.text = "Pumps Inc, 10,000"
        row.action_accept()
        self.assertEqual((row.status, row.checked_by_id), ("accepted", self.analyst))
        document = application.answer_ids.filtered(lambda one: one.name == "Register")
        self._assert_refused("open the document", document.action_accept)

    def test_document_that_expired_meanwhile_does_not_count(self):
        application = self._recommended()
        application.answer_ids.document_ids.sudo()._act({"expiry_date": fields.Date.today() - timedelta(days=1)})
        self._assert_refused("Register is missing, or does not hold", self._approve, application)

    def test_another_person_decides(self):
        application = self._application(user=self.controller)
        self._complete(application)
        application.with_user(self.analyst).action_submit()
        application.with_user(self.analyst).action_review()
        application.with_user(self.analyst)._recommend("approve", 4000, self.term, "Fine.")
        self._assert_refused("another person", self._approve, application)
        application.with_user(self.manager)._approve(4000, self.term, "Agreed.")
        self.assertEqual(application.state, "approved")

    def test_who_recommended_does_not_decide(self):
        application = self._application()
        self._complete(application)
        application.action_submit()
        application.action_review()
        application.with_user(self.controller)._recommend("approve", 4000, self.term, "Fine.")
        self._assert_refused("another person", self._approve, application)

    def test_acts_come_in_their_order(self):
        application = self._application()
        self._assert_refused("cannot become", application._recommend, "approve", 1, self.term, "x")
        self._assert_refused("cannot become", self._refuse, application)
        self._assert_refused("cannot become", application.action_review)
        approved = self._approve(self._recommended(partner_id=self._customer("Other").id, contact_id=False))
        self._assert_refused("cannot become", approved.with_user(self.analyst).action_reopen)
        self._assert_refused("cannot become", approved.with_user(self.analyst)._withdraw, "x")

    def test_days_to_decide_know_hours(self):
        """A decision on the same day took time, too."""
        application = self._recommended()
        with freeze_time(application.submitted_at + timedelta(hours=6)):
            self._approve(application)
        self.assertAlmostEqual(application.sudo().days_to_decide, 0.25)
        with freeze_time("2026-08-28 09:00:00"):
            later = self._recommended(partner_id=self._customer("Later").id, contact_id=False)
        with freeze_time("2026-08-30 21:00:00"):
            self._approve(later)
        self.assertAlmostEqual(later.sudo().days_to_decide, 2.5)
        domain = [("id", "in", (application + later).ids)]
        groups = later.sudo()._read_group(domain, [], ["days_to_decide:avg"])
        self.assertAlmostEqual(groups[0][0], 1.375, 2)

    def test_customer_has_one_open_application(self):
        self._application()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self._application()

    def test_returned_application_is_completed(self):
        application = self._application()
        self._complete(application)
        application.action_submit()
        application._return("Page 3 is missing.")
        self.assertRecordValues(application, [{"state": "draft", "return_reason": "Page 3 is missing."}])
        application.action_submit()
        self.assertFalse(application.return_reason)

    def test_withdrawn_application_ends_the_review(self):
        application = self._application()
        self._complete(application)
        application.action_submit()
        application._withdraw("They pay in advance.")
        self.assertEqual((application.state, self._profile().standing), ("withdrawn", "none"))

    def test_amounts_that_are_none_are_refused(self):
        application = self._application()
        self._complete(application)
        application.action_submit()
        application.action_review()
        for amount in (0, -1, float("nan"), float("inf"), 1e300):
            self._assert_refused("above zero", application._recommend, "approve", amount, self.term, "x")
        for amount in (float("nan"), 1e300):
            with self.assertRaisesRegex(Exception, "cannot be counted with"):
                application.requested_amount = amount

    def test_what_somebody_recommended_on_stays(self):
        application = self._recommended()
        for vals in (
            {"requested_amount": 9},
            {"segment": "public"},
            {"person_ids": [Command.create({"name": "New"})]},
            {"answer_ids": [Command.clear()]},
        ):
            self._assert_refused("stays as it is|closed", application.write, vals)
        self._assert_refused("closed", application.answer_ids[0].write, {"text": "x"})
        self._assert_refused("closed", application.answer_ids.unlink)
        persons = self.env["credit.application.person"].with_user(self.analyst)
        self._assert_refused("recommended", persons.create, {"application_id": application.id, "name": "New"})

    def test_what_acts_decide_is_not_written(self):
        application = self._application()
        for vals in ({"state": "approved"}, {"decided_amount": 9}, {"case_hash": "x"}, {"recommended_by_id": 1}):
            with self.assertRaisesRegex(Exception, "decided by an act"):
                application.write(vals)
        row = application.answer_ids[0]
        with self.assertRaisesRegex(Exception, "decided by an act"):
            row.write({"verdict": "accepted"})

    def test_submitted_application_is_not_deleted(self):
        application = self._application()
        self._complete(application)
        application.action_submit()
        self._assert_refused("withdraw it", application.unlink)
        # What any client can send.
        uninstalling = application.with_context(_force_unlink=True)
        self._assert_refused("withdraw it", uninstalling.unlink)
        application.action_review()
        application._recommend("refuse", 0, self.term, "Too small.")
        self._assert_refused("is closed", uninstalling.answer_ids.unlink)

    def test_nobody_else_is_told_of_the_credit(self):
        stranger = self._customer("Stranger", email="stranger@example.com")
        with self.assertRaisesRegex(ValidationError, "no contact of"), self.cr.savepoint():
            self._application(contact_id=stranger.id)
        application = self._recommended()
        self.buyer.parent_id = stranger
        self._approve(application)
        self.assertNotIn(self.buyer, application.message_ids.partner_ids)

    def test_contact_does_not_apply_for_itself(self):
        with self.assertRaisesRegex(ValidationError, "belongs to"):
            self._application(partner_id=self.buyer.id)

    def test_only_the_roles_act(self):
        application = self._application()
        self._complete(application)
        for user in (self.reader, self.seller):
            with self.assertRaises(AccessError):
                application.with_user(user).action_submit()
        application.action_submit()
        application.action_review()
        application._recommend("approve", 4000, self.term, "Fine.")
        with self.assertRaises(AccessError):
            application._approve(1, self.term, "x")
        with self.assertRaises(AccessError):
            application.with_user(self.reader)._approve(1, self.term, "x")

    # Screening

    def test_open_hit_keeps_from_approving(self):
        self.company.credit_screening_mode = "enforce"
        application = self._recommended()
        profile = self._profile()
        for state, sentence in (("none", "not been compared"), ("hit", "not cleared"), ("restricted", "is on a list")):
            profile._act({"screening_state": state})
            self._assert_refused(sentence, self._approve, application)
        profile._act({"screening_state": "clear"})
        self.assertEqual(self._approve(application).state, "approved")

    def test_owner_who_is_added_after_the_screening_is_compared(self):
        self.company.credit_screening_mode = "enforce"
        lists = self.env["credit.screening.list"]
        lists.search([]).action_archive()
        own = lists.create({"name": "Own list", "code": "OWN"})
        own._load([File("list.csv", b"name\nIvan Petrovich Testovsky\n")])
        application = self._application()
        self._complete(application)
        application.action_submit()
        self.assertEqual(self._profile().screening_state, "clear")
        application.action_review()
        application.person_ids = [Command.create({"name": "Ivan Testovsky", "share": 60})]
        self.assertEqual(self._profile().screening_state, "none")
        application._recommend("approve", 4000, self.term, "Sound.")
        self._assert_refused("not cleared", self._approve, application)

    def test_list_that_was_loaded_after_the_screening_is_compared(self):
        self.company.credit_screening_mode = "enforce"
        lists = self.env["credit.screening.list"]
        lists.search([]).action_archive()
        own = lists.create({"name": "Own list", "code": "OWN"})
        own._load([File("list.csv", b"name\nSomebody Else\n")])
        application = self._recommended()
        self.assertEqual(self._profile().screening_state, "clear")
        own._load([File("list.csv", b"name\nAqua Works Ltd\n")])
        self._assert_refused("not cleared", self._approve, application)

    # The case folder

    def test_case_is_frozen_with_the_decision_and_sealed(self):
        application = self._application(person_ids=[Command.create({"name": "Ann Owner", "share": 100})])
        document = self._complete(application)
        application.action_submit()
        application.action_review()
        application._recommend("approve", 4000, self.term, "Sound.")
        self._approve(application)
        for part in (document.file_hash, "Ann Owner", '"amount":"5000.00"', "Sound.", "under_review"):
            self.assertIn(part, application.case_text)
        entry = (
            self.env["evidence.entry"]
            .sudo()
            .search([("event", "=", "credit.application_decided")], order="id desc", limit=1)
        )
        self.assertIn(application.case_hash, entry.payload)
        self.assertIn(document.file_hash, str(application.case_html))

    def test_case_folder_shows_what_screening_found(self):
        self.company.credit_screening_mode = "enforce"
        listed = self.env["credit.screening.list"].create({"name": "Own list", "code": "OWN"})
        listed.with_user(self.controller)._load([File("list.csv", b"name,countries\nNobody Here,Belarus\n")])
        application = self._approve(self._recommended())
        self.assertIn("nobody looked alike", str(application.case_html))

    def test_files_of_a_decided_case_stay(self):
        application = self._application()
        self._complete(application)
        unread = self._document()
        register = application.answer_ids.filtered(lambda row: row.name == "Register")
        register.document_ids = [Command.link(unread.id)]
        application.action_submit()
        application.action_review()
        application._recommend("approve", 4000, self.term, "Sound.")
        with self.assertRaisesRegex(DocumentRefused, application.name):
            unread.unlink()

    def test_changed_case_is_found(self):
        application = self._approve(self._recommended())
        verify = self.env["evidence.verification"]
        self.assertFalse(list(verify._get_document_findings(self.company)))
        self.env.flush_all()
        self.cr.execute(
            "UPDATE credit_application SET case_text = replace(case_text, '5000.00', '9000.00') WHERE id = %s",
            [application.id],
        )
        self.env.invalidate_all()
        [finding] = verify._get_document_findings(self.company)
        self.assertEqual(finding.ref.subject_key, application.name)

    # Companies

    def test_companies_do_not_see_each_other(self):
        other = self.setup_other_company()["company"]
        stranger = self._user("stranger", "customer_credit_view.group_credit_manager", other)
        application, document = self._application(), self._document()
        for record in (application, document, application.answer_ids[:1]):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["display_name"])
        foreign = self.env["credit.application"].with_user(stranger).with_company(other)
        self.assertTrue(foreign.create({"partner_id": self.customer.id, "requested_amount": 1}))

    def test_merged_customers_have_one_open_application(self):
        twin = self._customer("Aqua Twin")
        first, second = self._application(), self._application(partner_id=twin.id, contact_id=False)
        self.env["base.partner.merge.automatic.wizard"].create({})._merge((self.customer | twin).ids, self.customer)
        self.assertEqual((first.state, second.state), ("draft", "withdrawn"))
        self.assertEqual(second.partner_id, self.customer)
