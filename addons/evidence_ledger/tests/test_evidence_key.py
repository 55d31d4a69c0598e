import os
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import file_open

from ..exceptions import EvidenceSecretMissing
from ..tools.secret import VARIABLE
from .common import SECRET, EvidenceCase


@tagged("post_install", "-at_install")
class TestEvidenceKey(EvidenceCase):
    def key(self):
        return self.env["evidence.key"].search([("company_id", "=", self.company.id), ("retired_at", "=", False)])

    def sealed(self):
        """Make a checkpoint and return it."""
        self.subject._seal("test.said", {"text": "x"})
        self.seal_pending()
        return self.env["evidence.checkpoint"].search(
            [("company_ref", "=", self.company.id)], order="number desc", limit=1
        )

    def use_secret(self, secret):
        self.env.registry.clear_cache()
        self.enterContext(patch.dict(os.environ, {VARIABLE: secret}))

    def test_first_checkpoint_makes_the_key_and_says_so(self):
        checkpoint = self.sealed()
        self.assertEqual(checkpoint.key_fingerprint, self.key().fingerprint)
        self.assertEqual(self.chain(self.key()).mapped("event"), ["key.activated"])

    def test_nobody_reads_the_private_key(self):
        self.sealed()
        with self.assertRaises(AccessError):
            self.key().with_user(self.officer).read(["private_key"])

    def test_without_secret_acts_go_on_unsigned(self):
        self.use_secret("")
        unsigned = self.sealed()
        self.assertEqual((unsigned.obstacle, unsigned.signature), ("no_secret", False))
        self.assertFalse(self.key())
        self.use_secret(SECRET)
        self.assertTrue(self.sealed().signature)
        self.assertFalse(unsigned.signature, "a later signature reaches back")
        report = self.report()
        self.assertRecordValues(report, [{"state": "sound", "unsigned_count": 1}])
        self.assertIn(self.auditor, report.activity_ids.user_id)
        self.assertFalse(self.report().activity_ids, "the auditor is told twice")

    def test_another_secret_does_not_open_the_key(self):
        self.sealed()
        self.use_secret("another secret, long enough to be one")
        self.assertEqual(self.sealed().obstacle, "other_secret")

    def test_rotated_keys_verify(self):
        old = self.sealed().key_fingerprint
        self.key().with_user(self.officer).action_rotate()
        new = self.sealed().key_fingerprint
        self.assertNotEqual(old, new)
        self.assertEqual(new, self.key().fingerprint)
        self.assertFalse(self.env["evidence.key"].search([("fingerprint", "=", old)]).private_key)
        self.assertRecordValues(self.report(), [{"state": "sound", "unsigned_count": 0}])

    def test_auditor_rotates_nothing(self):
        self.sealed()
        with self.assertRaises(AccessError):
            self.key().with_user(self.auditor).action_rotate()

    def test_rotation_needs_a_secret(self):
        self.sealed()
        self.use_secret("")
        with self.assertRaises(EvidenceSecretMissing):
            self.key().with_user(self.officer).action_rotate()

    # Copies

    def test_copied_database_drops_the_key_and_publishes_nothing(self):
        self.company.evidence_anchor_emails = "auditor@example.com"
        self.sealed()
        self.env["ir.config_parameter"].set_param("database.uuid", "another")
        self.assertEqual(self.sealed().obstacle, "copy")
        self.assertFalse(self.key().private_key)
        self.assertTrue(self.company.with_user(self.clerk).evidence_is_copy)
        self.env["evidence.checkpoint"]._cron_mail_heads()
        self.assertFalse(self.env["mail.mail"].search([("email_to", "=", "auditor@example.com")]))

    def test_company_that_is_made_in_a_copy_signs_nothing(self):
        self.sealed()
        self.env["ir.config_parameter"].set_param("database.uuid", "another")
        other = self.env["res.company"].create({"name": "Valves"})
        self.new_subject("S1", other)
        self.seal_pending()
        checkpoint = self.env["evidence.checkpoint"].search([("company_ref", "=", other.id)])
        self.assertRecordValues(checkpoint, [{"obstacle": "copy", "signature": False}])
        self.assertTrue(other.evidence_is_copy)

    def test_copy_becomes_an_original_by_a_new_key(self):
        self.sealed()
        self.env["ir.config_parameter"].set_param("database.uuid", "another")
        self.sealed()
        self.key().with_user(self.officer).action_rotate()
        self.assertTrue(self.sealed().signature)

    def test_neutralized_database_is_a_copy(self):
        self.company.evidence_anchor_emails = "auditor@example.com"
        self.sealed()
        self.env.flush_all()
        with file_open("evidence_ledger/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.assertFalse(self.key().private_key or self.company.evidence_anchor_emails)
        self.env["ir.config_parameter"].set_param("database.is_neutralized", "true")
        self.assertEqual(self.sealed().obstacle, "copy")
