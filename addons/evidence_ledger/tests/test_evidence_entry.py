from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..exceptions import EvidenceIsImmutable, EvidencePayloadError, UnknownEvidenceEvent
from ..logic import canonical, chain
from .common import EvidenceCase


@tagged("post_install", "-at_install")
class TestEvidenceEntry(EvidenceCase):
    def test_entries_of_a_subject_form_a_chain(self):
        second = self.subject._seal("test.said", {"text": "Twelve pumps"})
        entries = self.chain()
        self.assertEqual(entries.mapped("sequence"), [1, 2, 3])
        self.assertEqual(entries[0].previous_hash, chain.GENESIS)
        self.assertEqual(entries[2], second)
        self.assertEqual(second.previous_hash, self.entry.entry_hash)

    def test_subjects_and_companies_have_chains_of_their_own(self):
        other_company = self.env["res.company"].create({"name": "Valves"})
        twin = self.new_subject("S1", other_company)
        self.assertEqual(twin._get_evidence_key(), self.subject._get_evidence_key())
        self.assertEqual(twin._seal("test.said", {"text": "x"}).sequence, 2)
        self.assertEqual(self.new_subject("S2")._seal("test.said", {"text": "x"}).sequence, 2)

    def test_entry_says_who_and_when_by_the_server(self):
        entry = (
            self.subject.with_user(self.officer).with_context(sealed_at="2001-01-01")._seal("test.said", {"text": "x"})
        )
        self.assertEqual(entry.author, f"user:{self.officer.id}")
        self.assertEqual(entry.sudo().author_id, self.officer)
        self.assertLess(abs(entry.sealed_at - self.env.cr.now()), timedelta(seconds=1))

    def test_clerk_seals_without_a_right_on_entries(self):
        entry = self.subject.with_user(self.clerk).sudo()._seal("test.said", {"text": "x"})
        self.assertEqual(entry.author, f"user:{self.clerk.id}")
        self.assertFalse(entry.with_user(self.clerk).sudo(False).has_access("read"))

    def test_batch_takes_as_many_queries_as_one(self):
        few, many = (
            self.env["evidence.hold"].browse(self.new_subject(f"{size}-{number}").id for number in range(size))
            for size in (2, 50)
        )
        counts = []
        for subjects in (few, many):
            payloads = {subject: {"text": "x", "contact": {"name": "Ana"}} for subject in subjects}
            subjects.mapped("display_name")
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            entries = subjects._seal_batch("test.said", payloads)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual([entry.subject_key for entry in entries], [s._get_evidence_key() for s in subjects])
        self.assertEqual(counts[0], counts[1])

    def test_seal_takes_three_queries(self):
        self.subject._seal("test.said", {"text": "so that names are in the cache"})
        with self.assertQueryCount(3):
            self.subject._seal("test.said", {"text": "x"})

    def test_same_subject_twice_in_a_batch_is_refused(self):
        self.subject.action_lift()
        self.subject.flush_recordset()
        twin = self.new_subject("S1")
        with self.assertRaises(ValueError):
            self.subject._seal_batch("test.said", {self.subject: {"text": "x"}, twin: {"text": "y"}})

    # Payloads

    def test_unknown_event_is_refused(self):
        with self.assertRaises(UnknownEvidenceEvent):
            self.subject._seal("test.unheard", {})

    def test_wrong_payload_is_refused_with_every_reason(self):
        payload = {"amount": 1.5, "colour": "red", "contact": {"name": "Ana", "mail": "a@example.com"}}
        with self.assertRaisesRegex(EvidencePayloadError, r"(?s)/colour.*") as refusal:
            self.subject._seal("test.said", payload)
        for path in ("/text", "/amount", "/contact/mail"):
            self.assertIn(path, str(refusal.exception))

    def test_digits_of_other_scripts_are_no_amount(self):
        for amount in ("١٢", "12.", "1e3", "012", "1,000.00"):
            with self.subTest(amount), self.assertRaises(EvidencePayloadError):
                self.subject._seal("test.said", {"text": "x", "amount": amount})

    def test_text_without_canonical_form_is_refused(self):
        with self.assertRaises(EvidencePayloadError):
            self.subject._seal("test.said", {"text": "half a letter: \ud83d"})

    def test_subject_without_company_or_number_is_refused(self):
        with self.assertRaises(EvidencePayloadError):
            self.env["evidence.key"].new({})._seal("key.retired", {"fingerprint": "0" * 64})

    def test_payload_is_kept_in_canonical_form(self):
        entry = self.subject._seal("test.said", {"text": "Zwölf", "amount": canonical.money(3, 2)})
        self.assertEqual(entry.payload, '{"amount":"3.00","text":"Zwölf"}')
        self.assertEqual(entry.payload_hash, canonical.digest(entry.payload.encode()))

    def test_personal_values_and_reasons_stay_outside_of_the_entry(self):
        entry = self.subject._seal("test.said", {"text": "x", "contact": {"name": "Ana"}}, reason="Ana asked")
        self.assertNotIn("Ana", entry.payload + entry.reason)
        originals = {value.path: value for value in entry.personal_ids}
        self.assertEqual(originals["/contact/name"].value, "Ana")
        self.assertEqual(entry.reason, canonical.salted(originals["reason"].salt, "Ana asked"))

    # Refusals

    def test_nobody_writes_entries_by_orm(self):
        for user in (self.env.ref("base.user_root"), self.env.ref("base.user_admin")):
            entry = self.entry.with_user(user).sudo()
            for act in (
                lambda entry=entry: entry.write({"event": "other"}),
                entry.unlink,
                entry.with_context(_force_unlink=True).unlink,
                lambda entry=entry: entry.create({"event": "other"}),
                lambda entry=entry: entry.copy(),
            ):
                with self.assertRaises(EvidenceIsImmutable):
                    act()

    def test_nobody_writes_entries_by_sql(self):
        self.seal_pending()
        for table in ("evidence_entry", "evidence_checkpoint", "evidence_checkpoint_leaf", "evidence_file"):
            for query in ("UPDATE {} SET company_ref = 0", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
                self.subject._seal("test.said", {"text": "x", "files": self.new_file()})
                with self.assertRaises(IntegrityError), self.cr.savepoint(), mute_logger("odoo.sql_db"):
                    self.cr.execute(query.format(table))

    def new_file(self):
        return self.env["ir.attachment"].create({"name": "drawing.txt", "raw": b"a pump"})
