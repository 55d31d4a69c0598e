import base64

from odoo.tests import tagged

from ..exceptions import EvidenceIsImmutable
from ..logic import canonical
from .common import EvidenceCase

CONTENT = b"a drawing of a pump"


@tagged("post_install", "-at_install")
class TestSealedAttachment(EvidenceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "Ana"})
        vals = {"name": "drawing.txt", "raw": CONTENT, "res_model": "res.partner", "res_id": cls.partner.id}
        cls.file = cls.env["ir.attachment"].create(vals)
        cls.entry = cls.subject._seal("test.said", {"text": "x", "files": cls.file})

    def test_payload_describes_the_file(self):
        described = f'{{"mimetype":"text/plain","sha256":"{canonical.digest(CONTENT)}","size":{len(CONTENT)}}}'
        self.assertIn(described, self.entry.payload)
        self.assertEqual(self.entry.file_ids.attachment_id, self.file)

    def test_sealed_file_is_not_changed(self):
        for vals in (
            {"raw": b"another"},
            {"datas": base64.b64encode(b"another")},
            {"name": "other.txt"},
            {"res_id": 1},
            {"store_fname": "00/0000"},
            {"checksum": "0000"},
            {"type": "url", "url": "https://example.com"},
        ):
            with self.subTest(vals), self.assertRaises(EvidenceIsImmutable):
                self.file.write(vals)

    def test_same_content_may_be_written_again(self):
        self.file.write({"raw": CONTENT, "name": "drawing.txt", "res_field": None})
        self.env["ir.attachment"].create({"name": "other.txt", "raw": b"x"}).write({"raw": b"y"})

    def test_sealed_file_is_not_deleted_nor_is_its_document(self):
        for records in (self.file, self.file.with_context(_force_unlink=True), self.partner):
            with self.assertRaises(EvidenceIsImmutable), self.env.cr.savepoint():
                records.unlink()

    def test_file_changed_on_disk_is_found(self):
        path = self.env["ir.attachment"]._full_path(self.file.store_fname)
        other = self.env["ir.attachment"].create({"name": "x", "raw": b"another"})
        self.assertNotEqual(self.env["ir.attachment"]._full_path(other.store_fname), path)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = %s WHERE id = %s", [other.store_fname, self.file.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self.findings(), {("file_changed", "evidence.hold test S1 #3")})

    def test_file_that_is_gone_is_found(self):
        self.env.cr.execute("UPDATE ir_attachment SET store_fname = '00/gone' WHERE id = %s", [self.file.id])
        self.env.invalidate_all()
        with self.assertLogs("odoo.addons.base.models.ir_attachment"):
            self.assertEqual(self.findings(), {("file_missing", "evidence.hold test S1 #3")})

    def test_removed_guard_is_found(self):
        self.tamper("evidence_file", "DELETE FROM evidence_file WHERE entry_ref = %s", self.entry.id)
        self.assertEqual(self.findings(), {("file_missing", "evidence.hold test S1 #3")})
