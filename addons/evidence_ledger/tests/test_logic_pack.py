import io
import zipfile

from odoo.tests import BaseCase, tagged

from ..logic import pack
from .evidence_sample import sample_evidence


@tagged("post_install", "-at_install")
class TestPack(BaseCase):
    def test_same_evidence_gives_same_bytes(self):
        evidence = sample_evidence()
        shuffled = evidence._replace(texts=dict(reversed(evidence.texts.items())), entries=evidence.entries[::-1])
        self.assertEqual(pack.build(evidence), pack.build(shuffled))

    def test_any_zip_program_opens_it(self):
        with zipfile.ZipFile(io.BytesIO(pack.build(sample_evidence()))) as archive:
            self.assertIsNone(archive.testzip())
            self.assertEqual(archive.namelist(), sorted(archive.namelist()))
            self.assertIn("entries/000005.json", archive.namelist())
            self.assertIn("documents/order.pdf", archive.namelist())

    def test_names_cannot_leave_the_folder(self):
        cases = {
            "../../etc/passwd": "etc_passwd",
            "C:\\temp\\order.pdf": "C_temp_order.pdf",
            ".profile": "profile",
            "": "file",
            "订单": "file",
            "Größe 2½.pdf": "Groe_212.pdf",
        }
        for name, safe in cases.items():
            with self.subTest(name):
                self.assertEqual(pack.safe_name(name), safe)
        self.assertEqual(pack.safe_path("invoices/../F 1.pdf"), "invoices/file/F_1.pdf")
