from odoo.tests import tagged
from odoo.tools import mute_logger

from ..logic import canonical, chain
from ..verification.entries import entry_link
from .common import EvidenceCase


@tagged("post_install", "-at_install")
class TestEvidenceVerification(EvidenceCase):
    """Whatever an administrator does to the tables is found, and the entry is named."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subject._seal("test.said", {"text": "Twelve pumps"}, reason="Ana asked")
        cls.last = cls.subject._seal("test.said", {"text": "Thirteen pumps"})
        cls.env["evidence.checkpoint"]._seal_pending()

    def name(self, sequence):
        return f"evidence.hold test S1 #{sequence}"

    def test_untouched_ledger_holds(self):
        self.assertEqual(self.findings(), set())
        report = self.report()
        self.assertRecordValues(
            report, [{"state": "sound", "entry_count": 5, "checkpoint_count": 1, "unsigned_count": 0, "head_number": 1}]
        )
        self.assertEqual(self.env["evidence.verification"]._get_last(self.company), report)

    def test_one_changed_letter_is_found(self):
        self.tamper(
            "evidence_entry",
            "UPDATE evidence_entry SET payload = replace(payload, 'Eleven', 'Eleven,') WHERE id = %s",
            self.entry.id,
        )
        self.assertEqual(self.findings(), {("payload_changed", self.name(2))})
        self.assertEqual(self.reported(), {("payload_changed", "test S1", 2)})

    def test_every_covered_column_is_covered(self):
        for column, value in {
            "company_name": "Valves",
            "event": "test.denied",
            "event_version": 2,
            "author": "user:0",
            "sealed_at": "2001-01-01 00:00:00",
            "reason": "sha256:0",
            "format": 2,
        }.items():
            with self.subTest(column), self.savepoint():
                query = f"UPDATE evidence_entry SET {column} = %s WHERE id = %s"
                self.tamper("evidence_entry", query, value, self.entry.id)
                self.assertEqual(self.findings(), {("entry_changed", self.name(2))})

    def test_entry_rewritten_with_its_hashes_is_found(self):
        self.env.cr.execute("SELECT * FROM evidence_entry WHERE id = %s", [self.last.id])
        row = self.env.cr.dictfetchone()
        row["payload"] = row["payload"].replace("Thirteen", "Thirty")
        row["payload_hash"] = canonical.digest(row["payload"].encode())
        forged = chain.link(row["previous_hash"], entry_link(row).record)
        self.tamper(
            "evidence_entry",
            "UPDATE evidence_entry SET payload = %s, payload_hash = %s, entry_hash = %s WHERE id = %s",
            row["payload"],
            row["payload_hash"],
            forged,
            self.last.id,
        )
        self.assertEqual(self.findings(), {("head_differs", self.name(4)), ("leaf_missing", self.name(4))})
        self.env.cr.execute("UPDATE evidence_head SET entry_hash = %s WHERE subject_key = 'test S1'", [forged])
        self.assertEqual(self.findings(), {("leaf_missing", self.name(4))})

    def test_entry_removed_from_the_middle_is_found(self):
        self.tamper("evidence_entry", "DELETE FROM evidence_entry WHERE id = %s", self.entry.id)
        self.assertEqual(self.findings(), {("entry_missing", self.name(2))})

    def test_last_entry_removed_is_found(self):
        self.tamper("evidence_entry", "DELETE FROM evidence_entry WHERE id = %s", self.last.id)
        self.assertEqual(self.findings(), {("entry_missing", self.name(4))})

    def test_last_entry_removed_and_head_rolled_back_is_found(self):
        end = self.last.previous_hash
        self.tamper("evidence_entry", "DELETE FROM evidence_entry WHERE id = %s", self.last.id)
        self.env.cr.execute(
            "UPDATE evidence_head SET sequence = 3, entry_hash = %s WHERE subject_key = 'test S1'", [end]
        )
        self.assertEqual(self.findings(), {("entry_missing", self.name(4))})

    def test_whole_chain_removed_is_found(self):
        self.tamper("evidence_entry", "DELETE FROM evidence_entry WHERE subject_key = 'test S1'")
        self.assertLessEqual({("entry_missing", "test S1", number) for number in (1, 2, 3, 4)}, self.reported())

    def test_inserted_entry_is_found(self):
        self.tamper(
            "evidence_entry",
            """
            INSERT INTO evidence_entry (company_ref, company_name, subject_model, subject_key, sequence, event, author,
                   event_version, format, payload, payload_hash, previous_hash, entry_hash, sealed_at)
            SELECT company_ref, company_name, subject_model, subject_key, sequence + 1, event, author,
                   event_version, format, payload, payload_hash, entry_hash, repeat('0', 64), sealed_at
              FROM evidence_entry WHERE id = %s
            """,
            self.last.id,
        )
        found = self.findings()
        self.assertLessEqual({("entry_changed", self.name(5)), ("leaf_missing", self.name(5))}, found)
        self.assertEqual({name for _code, name in found}, {self.name(5)})

    def test_rubbish_is_found_and_stops_nothing(self):
        for table, column, condition, found in (
            ("evidence_entry", "previous_hash", "id = {}", ("entry_changed", "test S1", 2)),
            ("evidence_entry", "entry_hash", "id = {}", ("entry_changed", "test S1", 2)),
            ("evidence_entry", "payload", "id = {}", ("payload_changed", "test S1", 2)),
            ("evidence_entry", "author", "id = {}", ("entry_changed", "test S1", 2)),
            ("evidence_checkpoint_leaf", "entry_hash", "entry_ref = {}", ("root_differs", 1, 0)),
            ("evidence_checkpoint", "previous", "TRUE", ("checkpoint_changed", 1, 0)),
            ("evidence_checkpoint", "signature", "TRUE", ("signature_invalid", 1, 0)),
            ("evidence_key", "public_key", "TRUE", ("key_unknown", 1, 0)),
        ):
            with self.subTest(f"{table}.{column}"), self.savepoint():
                query = f"UPDATE {table} SET {column} = %s WHERE {condition.format(self.entry.id)}"
                self.tamper(table, query, '{"sha256":"')
                self.assertIn(found, self.reported())
                self.entry.read()

    def test_forged_number_does_not_name_a_billion_entries(self):
        self.tamper("evidence_entry", "UPDATE evidence_entry SET sequence = 2000000000 WHERE id = %s", self.last.id)
        self.assertIn(("entry_changed", self.name(2000000000)), self.findings())

    def test_removed_head_is_found(self):
        self.env.cr.execute("DELETE FROM evidence_head WHERE subject_key = 'test S1'")
        self.assertEqual(self.findings(), {("head_differs", self.name(4))})

    def test_entry_that_never_gets_sealed_is_found(self):
        entry = self.subject._seal("test.said", {"text": "x"})
        self.assertEqual(self.findings(), set())
        self.env.cr.execute("DELETE FROM evidence_unsealed WHERE entry_ref = %s", [entry.id])
        self.assertEqual(self.findings(), {("leaf_missing", self.name(5))})

    # Checkpoints

    def test_changed_checkpoint_is_found(self):
        for column, value, code in (
            ("size", 7, "root_differs"),
            ("root", "0" * 64, "root_differs"),
            ("sealed_at", "2001-01-01 00:00:00", "checkpoint_changed"),
            ("signature", "00", "signature_invalid"),
            ("key_fingerprint", "0" * 64, "key_unknown"),
            ("key_fingerprint", None, "checkpoint_changed"),
        ):
            with self.subTest(column), self.savepoint():
                query = f"UPDATE evidence_checkpoint SET {column} = %s WHERE company_ref = %s"
                self.tamper("evidence_checkpoint", query, value, self.company.id)
                self.assertIn((code, 1, 0), self.reported())

    def test_removed_checkpoint_is_found(self):
        self.subject._seal("test.said", {"text": "x"})
        self.seal_pending()
        for number in (1, 2):
            with self.subTest(number), self.savepoint():
                query = "DELETE FROM evidence_checkpoint WHERE company_ref = %s AND number = %s"
                self.tamper("evidence_checkpoint", query, self.company.id, number)
                self.assertIn(("checkpoint_missing", number, 0), self.reported())

    def test_changed_leaf_is_found(self):
        query = "UPDATE evidence_checkpoint_leaf SET entry_hash = %s WHERE entry_ref = %s"
        self.tamper("evidence_checkpoint_leaf", query, "0" * 64, self.entry.id)
        self.assertEqual(self.reported(), {("root_differs", 1, 0), ("leaf_missing", "test S1", 2)})

    def test_exchanged_public_key_does_not_verify(self):
        query = "UPDATE evidence_key SET public_key = replace(public_key, 'MCow', 'MCox') WHERE company_id = %s"
        self.tamper("evidence_key", query, self.company.id)
        self.assertIn(("key_unknown", 1, 0), self.reported())

    def test_changed_personal_value_is_found(self):
        self.env.cr.execute(
            "UPDATE evidence_personal SET value = 'Otto asked' WHERE path = 'reason' AND value = 'Ana asked'"
        )
        self.assertEqual(self.findings(), {("personal_changed", self.name(3))})

    # Runs

    def test_verification_of_one_subject_names_nothing_else(self):
        other = self.new_subject("S2")
        query = "UPDATE evidence_entry SET event = 'x' WHERE subject_key = 'test S2'"
        self.tamper("evidence_entry", query)
        verify = self.env["evidence.entry"].with_company(self.company)._verify
        self.assertFalse(verify([("subject_key", "=", "test S1")]))
        [finding] = verify([("subject_key", "=", other._get_evidence_key())])
        self.assertEqual(finding.ref.subject_key, "test S2")

    def test_auditor_verifies_and_is_alerted(self):
        self.tamper("evidence_entry", "UPDATE evidence_entry SET event = 'x' WHERE id = %s", self.entry.id)
        action = self.env["evidence.verification"].with_user(self.auditor).action_verify()
        report = self.env["evidence.verification"].with_user(self.auditor).browse(action["res_id"])
        self.assertEqual(report.state, "broken")
        self.assertIn(self.auditor, report.activity_ids.user_id)

    def test_report_prints(self):
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "evidence_ledger.report_verification", self.report().ids
        )
        self.assertIn(self.env["evidence.checkpoint"]._get_head(self.company).checkpoint_hash, html.decode())

    def test_nightly_run_verifies_every_company(self):
        with self.enter_registry_test_mode(), mute_logger("odoo.addons.base.models.ir_cron"):
            self.env.ref("evidence_ledger.ir_cron_verify").method_direct_trigger()
        self.assertTrue(self.env["evidence.verification"]._get_last(self.company))

    def savepoint(self):
        """What is tampered inside is as before outside."""
        savepoint = self.env.cr.savepoint()
        self.addCleanup(self.env.invalidate_all)
        return _Rollback(savepoint)


class _Rollback:
    def __init__(self, savepoint):
        self.savepoint = savepoint

    def __enter__(self):
        return self.savepoint.__enter__()

    def __exit__(self, *error):
        self.savepoint.rollback()
        return self.savepoint.__exit__(*error)
