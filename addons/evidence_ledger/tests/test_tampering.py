from odoo.tests import tagged

from ..exceptions import EvidencePayloadError
from ..logic import chain, signature
from ..logic.canonical import digest
from ..verification.checkpoints import checkpoint_link
from .common import EvidenceCase


@tagged("post_install", "-at_install")
class TestTampering(EvidenceCase):
    """What somebody who owns the database could do beyond changing an entry."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.last = cls.subject._seal("test.said", {"text": "x", "contact": {"name": "Ana"}}, reason="Ana asked")
        cls.env["evidence.checkpoint"]._seal_pending()
        cls.key = cls.env["evidence.key"].search([("company_id", "=", cls.company.id)])

    def codes(self):
        return {code for code, _name, _number in self.reported()}

    def seal_again(self, private_key=None):
        """Write all checkpoints of the test company anew, each following from the one before; signed or not."""
        self.env.cr.execute(
            "SELECT * FROM evidence_checkpoint WHERE company_ref = %s ORDER BY number", [self.company.id]
        )
        previous = chain.GENESIS
        for row in self.env.cr.dictfetchall():
            key = signature.fingerprint(signature.public_text(private_key)) if private_key else None
            forged = {**row, "previous": previous, "key_fingerprint": key, "company_name": "Valves"}
            previous = chain.checkpoint_hash(checkpoint_link(forged).record)
            self.tamper(
                "evidence_checkpoint",
                "UPDATE evidence_checkpoint SET previous = %s, key_fingerprint = %s, company_name = 'Valves',"
                " checkpoint_hash = %s, signature = %s WHERE id = %s",
                forged["previous"],
                key,
                previous,
                private_key and signature.sign(private_key, previous),
                row["id"],
            )

    # The ledger written anew

    def test_signatures_that_stop_are_named(self):
        self.seal_again()
        self.env.cr.execute("DELETE FROM evidence_verification WHERE company_id = %s", [self.company.id])
        report = self.report()
        self.assertEqual(report.state, "unsigned")
        self.assertRecordValues(report.finding_ids, [{"code": "signature_stopped", "checkpoint_number": 1}])

    def test_key_of_somebody_else_is_found(self):
        own = signature.new_key()
        public = signature.public_text(own)
        self.seal_again(own)
        self.tamper(
            "evidence_key",
            "UPDATE evidence_key SET public_key = %s, fingerprint = %s WHERE id = %s",
            public,
            signature.fingerprint(public),
            self.key.id,
        )
        self.assertEqual(self.codes(), {"key_unrecorded", "key_unknown"})

    def test_key_of_another_company_signs_nothing(self):
        other = self.env["res.company"].create({"name": "Valves"})
        self.tamper("evidence_key", "UPDATE evidence_key SET company_id = %s WHERE id = %s", other.id, self.key.id)
        self.assertIn(("key_unknown", 1, 0), self.reported())

    def test_emptied_ledger_is_found(self):
        for table in ("evidence_checkpoint", "evidence_checkpoint_leaf", "evidence_entry", "evidence_head"):
            query = f"DELETE FROM {table} WHERE company_ref = %s"
            if table == "evidence_head":
                self.env.cr.execute(query, [self.company.id])
            else:
                self.tamper(table, query, self.company.id)
        self.assertEqual(self.codes(), {"key_unrecorded"})

    def test_head_that_was_reported_is_remembered(self):
        self.subject._seal("test.said", {"text": "y"})
        self.seal_pending()
        number = self.report().head_number
        newest = [self.company.id, number]
        self.env.cr.execute(
            "INSERT INTO evidence_unsealed (entry_ref, company_ref) SELECT entry_ref, company_ref"
            " FROM evidence_checkpoint_leaf WHERE company_ref = %s AND checkpoint_number = %s",
            newest,
        )
        query = "DELETE FROM evidence_checkpoint_leaf WHERE company_ref = %s AND checkpoint_number = %s"
        self.tamper("evidence_checkpoint_leaf", query, *newest)
        query = "DELETE FROM evidence_checkpoint WHERE company_ref = %s AND number = %s"
        self.tamper("evidence_checkpoint", query, *newest)
        for _run in range(2):
            self.assertEqual(self.reported(), {("checkpoint_missing", number, 0)})

    # Originals

    def test_personal_value_taken_away_is_found(self):
        query = "DELETE FROM evidence_personal WHERE entry_ref = %s AND path = '/contact/name'"
        self.tamper("evidence_personal", query, self.last.id)
        self.assertEqual(self.reported(), {("personal_missing", "test S1", 3)})

    def test_erasure_that_nobody_recorded_is_found(self):
        self.env.cr.execute(
            "UPDATE evidence_personal SET salt = NULL, value = NULL, erased_at = now() WHERE entry_ref = %s",
            [self.last.id],
        )
        self.assertEqual(self.reported(), {("erasure_unrecorded", "test S1", 3)})

    def test_text_cannot_pass_for_a_personal_value(self):
        with self.assertRaises(EvidencePayloadError):
            self.subject._seal("test.said", {"text": f"sha256:{digest(b'x')}"})

    # Tables

    def test_guard_that_was_taken_away_is_found(self):
        for query in (
            "DROP TRIGGER evidence_entry_refuse_update ON evidence_entry",
            "ALTER TABLE evidence_entry DISABLE TRIGGER evidence_entry_refuse_update",
            "CREATE OR REPLACE FUNCTION evidence_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        ):
            with self.subTest(query), self.env.cr.savepoint() as savepoint:
                self.env.cr.execute(query)
                self.assertIn(("guard_missing", "evidence_entry_refuse_update", 0), self.reported())
                savepoint.rollback()

    def test_rubbish_that_cannot_be_read_stops_no_other_check(self):
        self.tamper("evidence_entry", "ALTER TABLE evidence_entry ALTER sealed_at DROP NOT NULL")
        self.tamper("evidence_entry", "UPDATE evidence_entry SET sealed_at = NULL WHERE id = %s", self.last.id)
        self.tamper(
            "evidence_checkpoint", "UPDATE evidence_checkpoint SET size = 9 WHERE company_ref = %s", self.company.id
        )
        self.assertLessEqual({"unreadable", "root_differs"}, self.codes())

    def test_leaf_that_names_another_entry_is_found(self):
        query = "UPDATE evidence_checkpoint_leaf SET subject_key = 'S9' WHERE entry_ref = %s"
        self.tamper("evidence_checkpoint_leaf", query, self.last.id)
        self.assertEqual(self.reported(), {("leaf_foreign", "test S1", 3)})

    # The sealer

    def test_sealer_survives_what_was_put_into_its_queue(self):
        broken = self.subject._seal("test.said", {"text": "y"})
        self.tamper("evidence_entry", "UPDATE evidence_entry SET entry_hash = 'x' WHERE id = %s", broken.id)
        self.env.cr.execute(
            "INSERT INTO evidence_unsealed (entry_ref, company_ref) VALUES (%s, %s)", [self.last.id, self.company.id]
        )
        good = self.new_subject("S2")._seal("test.said", {"text": "z"})
        self.seal_pending()
        self.env.invalidate_all()
        self.assertTrue(good.checkpoint_number)
        self.assertFalse(broken.checkpoint_number)

    def test_damaged_private_key_stops_no_checkpoint(self):
        self.env.registry.clear_cache()
        self.key.private_key = "no key at all"
        self.subject._seal("test.said", {"text": "y"})
        self.assertEqual(self.seal_pending().mapped("obstacle"), ["other_secret"])
