import base64
import io
import json
import zipfile

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import EvidenceIsImmutable, EvidenceNotExported
from .common import EvidenceCase


@tagged("post_install", "-at_install")
class TestEvidenceExport(EvidenceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.new_user("admin-of-evidence", "base.group_system,evidence_ledger.group_evidence_auditor")

    def module(self, name="evidence_ledger"):
        return self.env["ir.module.module"].search([("name", "=", name)])

    def export(self):
        action = self.env["evidence.export"].with_user(self.admin).action_export()
        return self.env["evidence.export"].browse(action["res_id"])

    def test_export_holds_every_entry(self):
        self.seal_pending()
        export = self.export()
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(export.file))) as archive:
            rows = [json.loads(line) for line in archive.open("evidence_entry.jsonl")]
            self.assertIn("evidence_checkpoint.jsonl", archive.namelist())
        self.assertEqual(len(rows), export.entry_count)
        self.assertIn(self.entry.entry_hash, [row["entry_hash"] for row in rows])

    def test_evidence_that_was_not_exported_is_not_dropped(self):
        for name in ("evidence_ledger", "mail"):
            with self.assertRaises(EvidenceNotExported):
                self.module(name).button_uninstall()
        self.assertEqual(self.module().state, "installed")

    def test_no_way_around_the_button(self):
        with self.assertRaises(EvidenceNotExported):
            self.module().with_user(self.admin).module_uninstall()

    def test_old_export_does_not_open_the_way(self):
        self.export()
        self.subject._seal("test.said", {"text": "x"})
        with self.assertRaises(EvidenceNotExported):
            self.module().button_uninstall()

    def test_exported_evidence_may_go(self):
        self.export()
        self.module().button_uninstall()
        self.assertEqual(self.module().state, "to remove")

    def test_exports_are_for_who_sees_all_companies(self):
        self.export()
        for user in (self.auditor, self.officer):
            exports = self.env["evidence.export"].with_user(user)
            with self.assertRaises(AccessError):
                exports.action_export()
            with self.assertRaises(AccessError):
                exports.search([])

    def test_nobody_makes_an_export_up(self):
        with self.assertRaises(AccessError):
            self.env["evidence.export"].with_user(self.admin).create({"fingerprint": "0" * 64})

    def test_company_with_evidence_stays(self):
        with self.assertRaises(EvidenceIsImmutable):
            self.company.unlink()
