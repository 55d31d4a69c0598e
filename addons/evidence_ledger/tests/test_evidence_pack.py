import io
import json
import subprocess
import tempfile
import zipfile
from unittest.mock import patch

from odoo.exceptions import AccessError, MissingError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..logic.canonical import salted
from .common import EvidenceCase
from .verify_case import BARE, FAILS, HOLDS, UNCHECKED, VERIFY


@tagged("post_install", "-at_install")
class TestEvidencePack(EvidenceCase):
    def setUp(self):
        super().setUp()
        self.drawing = self.env["ir.attachment"].create({"name": "Zeichnung №1.txt", "raw": b"a pump"})
        self.said = self.subject._seal(
            "test.said",
            {"text": "With a drawing", "contact": {"name": "Ana Müller"}, "files": [self.drawing]},
            reason="Called by phone",
        )
        self.seal_pending()

    def build(self):
        return self.subject._get_evidence_pack()[1]

    def read_part(self, name, content=None):
        with zipfile.ZipFile(io.BytesIO(content or self.build())) as archive:
            return archive.read(name)

    def verify(self, content=None):
        """Exit code and words of ``verify.py`` on a bare interpreter."""
        with tempfile.NamedTemporaryFile(suffix=".zip") as file:
            file.write(content or self.build())
            file.flush()
            result = subprocess.run([*BARE, VERIFY, file.name], capture_output=True, encoding="utf-8", check=False)
        self.assertEqual(result.stderr, "")
        return result.returncode, result.stdout

    def assert_says(self, code, *sentences):
        outcome = self.verify()
        self.assertEqual(outcome[0], code, outcome[1])
        for sentence in sentences:
            self.assertIn(sentence, outcome[1])

    def test_pack_holds_without_odoo(self):
        self.assert_says(HOLDS, "Entries 1 to 3 are complete, in order and unchanged.", "prove 3 of 3 entries")

    def test_same_evidence_gives_same_bytes(self):
        self.assertEqual(self.build(), self.build())

    def test_pack_carries_originals_and_files(self):
        entry = json.loads(self.read_part("entries/000003.json"))
        self.assertEqual(entry["payload"]["text"], "With a drawing")
        values = {original["path"]: original["value"] for original in entry["personal"]}
        self.assertEqual(values, {"/contact/name": "Ana Müller", "reason": "Called by phone"})
        for original in entry["personal"]:
            sealed = salted(original["salt"], original["value"])
            self.assertIn(sealed, (entry["payload"]["contact"]["name"], entry["record"]["reason"]))
        self.assertEqual(self.read_part(f"files/{entry['payload']['files'][0]['sha256']}/Zeichnung_No1.txt"), b"a pump")

    def test_pack_reaches_the_newest_checkpoint(self):
        self.new_subject("another")
        self.seal_pending()
        lines = self.read_part("checkpoints.jsonl").splitlines()
        self.assertEqual(json.loads(lines[-1])["checkpoint_hash"], self.head().checkpoint_hash)
        self.assert_says(HOLDS)

    def head(self):
        return self.env["evidence.checkpoint"]._get_head(self.company)

    def test_entry_without_checkpoint_is_told(self):
        self.subject._seal("test.said", {"text": "Just now"})
        self.assert_says(UNCHECKED, "Entry 4 (test.said) is in no checkpoint yet")

    def test_erased_values_are_told_by_their_date(self):
        personal = self.env["evidence.personal"].search([("entry_ref", "=", self.said.id), ("path", "!=", "reason")])
        personal.write({"salt": False, "value": False, "erased_at": "2026-05-01 10:00:00"})
        self.assert_says(HOLDS, "Entry 3 (test.said): /contact/name was erased on 2026-05-01.")
        self.assertNotIn("Ana", self.read_part("entries/000003.json").decode())

    def test_tampered_entry_is_named_by_its_pack(self):
        query = "UPDATE evidence_entry SET payload = replace(payload, 'drawing', 'drawinG') WHERE id = %s"
        self.tamper("evidence_entry", query, self.said.id)
        self.assert_says(FAILS, "Entry 3 (test.said): its content was changed.")

    def test_payload_that_is_no_json_any_more_still_gives_a_pack(self):
        self.tamper("evidence_entry", "UPDATE evidence_entry SET payload = 'gone' WHERE id = %s", self.said.id)
        self.assert_says(FAILS, "Entry 3 (test.said): its content was changed.")

    def test_removed_entry_is_named_by_its_pack(self):
        self.tamper("evidence_entry", "DELETE FROM evidence_entry WHERE id = %s", self.entry.id)
        self.assert_says(FAILS, "Entry 2 is missing; entry 3 comes next.")

    def test_lost_file_is_named_by_its_pack(self):
        # As if the file store had lost it.
        with patch.object(type(self.drawing), "_file_read", lambda *_args, **_kwargs: b""):
            self.env.invalidate_all()
            self.assert_says(FAILS, "Entry 3 (test.said): the file at /files/0 is missing.")

    def test_other_subjects_stay_out(self):
        self.new_subject("S2")._seal("test.said", {"text": "Secret of another"})
        self.seal_pending()
        self.assertNotIn(b"Secret of another", self.build())

    def test_addon_adds_documents_to_read(self):
        hook = patch.object(
            type(self.subject), "_get_evidence_pack_files", lambda hold: {"orders/S 1.pdf": b"%PDF"}, create=True
        )
        with hook:
            self.assertEqual(self.read_part("documents/orders/S_1.pdf"), b"%PDF")
            self.assert_says(HOLDS, "What lies under documents/ is there to be read. It was not sealed.")

    def test_nothing_sealed_is_said(self):
        with self.assertRaises(MissingError):
            self.env["evidence.pack"]._build("test", "none", self.company)

    def test_pack_needs_the_right_to_read_the_document(self):
        self.assertTrue(self.subject.with_user(self.auditor)._get_evidence_pack())
        self.assertTrue(self.entry.with_user(self.auditor)._get_evidence_pack())
        with self.assertRaises(AccessError):
            self.subject.with_user(self.clerk)._get_evidence_pack()
        with self.assertRaises(AccessError):
            self.entry.with_user(self.clerk)._get_evidence_pack()

    def test_pack_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Another"})
        entry = self.new_subject("S9", other)._seal("test.said", {"text": "Elsewhere"})
        with self.assertRaises(AccessError):
            entry.with_user(self.auditor)._get_evidence_pack()


@tagged("post_install", "-at_install")
class TestEvidencePackDownload(EvidenceCase, HttpCase):
    def download(self, user, url):
        self.authenticate(user.login, user.login)
        return self.url_open(url)

    def test_auditor_downloads_from_the_entry(self):
        self.seal_pending()
        response = self.download(self.auditor, self.entry.action_download_pack()["url"])
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/zip")
        self.assertIn(".zip", response.headers["Content-Disposition"])
        self.assertEqual(response.content, self.entry._get_evidence_pack()[1])

    def test_document_and_entry_give_the_same_pack(self):
        response = self.download(self.auditor, self.subject.action_download_evidence_pack()["url"])
        self.assertEqual(response.content, self.entry._get_evidence_pack()[1])

    @mute_logger("odoo.http")
    def test_nobody_else_does(self):
        url = self.entry.action_download_pack()["url"]
        self.assertEqual(self.download(self.clerk, url).status_code, 403)
        self.clerk.group_ids = self.env.ref("base.group_portal")
        self.assertEqual(self.download(self.clerk, url).status_code, 404)

    def test_what_has_no_pack(self):
        for url in ("res.partner/1", "no.such.model/1", f"evidence.entry/{2**31 - 1}"):
            self.assertEqual(self.download(self.auditor, f"/evidence/pack/{url}").status_code, 404, url)
