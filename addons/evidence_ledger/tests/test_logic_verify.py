import ast
import io
import json
import random
import struct
import sys
import zipfile
from pathlib import Path

from odoo.tests import tagged

from ..logic import chain, pack, signature
from ..logic.canonical import canonical_bytes, digest
from .evidence_sample import KEY, sample_evidence
from .verify_case import FAILS, HOLDS, UNCHECKED, VERIFY, VerifyCase, load_verify


@tagged("post_install", "-at_install")
class TestGoodPack(VerifyCase):
    def test_zip_holds_on_a_bare_interpreter(self):
        outcome = self.verify_evidence(sample_evidence())
        self.assert_says(
            outcome,
            HOLDS,
            "Evidence of customer.order CO/7, Pumpen & Söhne",
            "Entries 1 to 5 are complete, in order and unchanged.",
            "Checkpoints prove 5 of 5 entries.",
            "The signatures on the checkpoints hold, checked by verify.py itself",
            "Result: the evidence holds.",
        )

    def test_signatures_are_checked_by_cryptography_where_it_is(self):
        path = self.folder / "pack.zip"
        path.write_bytes(pack.build(sample_evidence()))
        outcome = self.run_verify(path, interpreter=[sys.executable])
        self.assert_says(outcome, HOLDS, "The signatures on the checkpoints hold.")

    def test_unzipped_pack_checks_itself_without_arguments(self):
        outcome = self.run_verify(script=self.unpacked() / "verify.py")
        self.assert_says(outcome, HOLDS)

    def test_folder_litter_of_file_managers_does_no_harm(self):
        folder = self.unpacked()
        (folder / "entries" / ".DS_Store").write_bytes(b"\x00")
        self.assert_says(self.run_verify(folder), HOLDS)

    def test_erased_personal_data_is_told(self):
        outcome = self.verify_evidence(sample_evidence())
        self.assert_says(outcome, HOLDS, "Entry 1 (order.accepted): /contact was erased on 2026-05-01.")

    def test_what_the_reader_knows_from_elsewhere(self):
        evidence = sample_evidence()
        key = signature.fingerprint(signature.public_text(KEY))
        head = evidence.checkpoints[1].checkpoint_hash
        outcome = self.verify_evidence(evidence, "--key", key, "--head", head)
        self.assert_says(outcome, HOLDS, "The hash you named is that of checkpoint 2.")
        self.assert_says(self.verify_evidence(evidence, "--key", "ab" * 32), FAILS, "does not vouch for all entries")
        self.assert_says(self.verify_evidence(evidence, "--head", "ab" * 32), FAILS, "has the hash you named")

    def test_rotated_key(self):
        """The old key vouches for what it signed, the new one for all through the chain."""
        evidence = sample_evidence()
        new = signature.new_key()
        public = signature.public_text(new)
        record = evidence.checkpoints[2].record._replace(key=signature.fingerprint(public))
        last_hash = chain.checkpoint_hash(record)
        last = pack.PackCheckpoint(record, last_hash, signature.sign(new, last_hash))
        evidence = evidence._replace(
            checkpoints=[*evidence.checkpoints[:2], last], keys={**evidence.keys, record.key: public}
        )
        for key in evidence.keys:
            self.assert_says(self.verify_evidence(evidence, "--key", key), HOLDS)

    def test_it_needs_no_newer_python_than_it_says(self):
        ast.parse(VERIFY.read_text(), feature_version=(3, 8))

    def test_canonical_form_agrees_with_the_ledger(self):
        verify = load_verify()
        standard = json.loads((Path(__file__).parent / "data" / "rfc8785.json").read_text())
        for document in standard["documents"]:
            self.assertEqual(verify.canonical(json.loads(document["input"])), document["canonical"])
        for bits, text in standard["numbers"].items():
            self.assertEqual(verify.number(*struct.unpack(">d", bytes.fromhex(bits))), text)
        source = random.Random(8785)
        for _round in range(2000):
            number = struct.unpack(">d", source.randbytes(8))[0]
            if number - number == 0:
                self.assertEqual(verify.number(number).encode(), canonical_bytes(number))

    def test_own_signature_check_agrees_with_cryptography(self):
        verify = load_verify()
        for round_number in range(8):
            key, message = signature.new_key(), digest(bytes([round_number]))
            public = verify.public_bytes(signature.public_text(key))[12:]
            signed = bytes.fromhex(signature.sign(key, message))
            self.assertTrue(verify.plain_signature_holds(public, bytes.fromhex(message), signed))
            for position in (0, 31, 32, 63):
                broken = bytearray(signed)
                broken[position] ^= 1
                self.assertFalse(verify.plain_signature_holds(public, bytes.fromhex(message), bytes(broken)))
            self.assertFalse(verify.plain_signature_holds(public, b"another message", signed))
            self.assertFalse(verify.plain_signature_holds(public, bytes.fromhex(message), signed[:-1]))


@tagged("post_install", "-at_install")
class TestTamperedFiles(VerifyCase):
    def test_every_flipped_byte_of_the_zip_is_noticed(self):
        """In one process, for speed: the same function that the command calls."""
        verify = load_verify()
        content = pack.build(sample_evidence())
        source = random.Random(1)
        path = self.folder / "pack.zip"
        for position in source.sample(range(len(content)), 400):
            broken = bytearray(content)
            broken[position] ^= 1 << source.randrange(8)
            path.write_bytes(broken)
            self.assertNotEqual(self.silent(verify, path), HOLDS, position)

    def test_every_flipped_byte_of_a_file_is_noticed(self):
        verify = load_verify()
        folder = self.unpacked()
        source = random.Random(2)
        for path in (path for path in folder.rglob("*") if path.is_file()):
            content = path.read_bytes()
            for position in source.sample(range(len(content)), 12):
                broken = bytearray(content)
                broken[position] ^= 1 << source.randrange(8)
                path.write_bytes(broken)
                self.assertNotEqual(self.silent(verify, folder), HOLDS, (path.name, position))
            path.write_bytes(content)
        self.assertEqual(self.silent(verify, folder), HOLDS)

    def silent(self, verify, path):
        verify.print = lambda *_sentences: None
        return verify.verify(path)

    def test_file_added_removed_and_changed(self):
        folder = self.unpacked()
        (folder / "entries" / "note.txt").write_text("added")
        (folder / "README.txt").unlink()
        (folder / "documents" / "order.pdf").write_bytes(b"changed")
        outcome = self.run_verify(folder)
        self.assert_says(
            outcome,
            FAILS,
            "The file entries/note.txt was added to the pack.",
            "The file README.txt is missing.",
            "The file documents/order.pdf was changed after the pack was made.",
        )

    def test_json_in_another_form(self):
        folder = self.unpacked()
        entry = folder / "entries/000002.json"
        entry.write_text(json.dumps(json.loads(entry.read_text()), indent=1))
        self.assert_says(self.run_verify(folder), FAILS, "entries/000002.json is not written in canonical form")

    def test_zip_packed_again_is_sent_to_the_folder(self):
        stream = io.BytesIO()
        folder = self.unpacked()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(folder))
        self.assert_says(self.verify_bytes(stream.getvalue()), UNCHECKED, "unzip it and run verify.py in the folder")


@tagged("post_install", "-at_install")
class TestHostilePack(VerifyCase):
    """What was never a pack gets one clear sentence, and no traceback."""

    def crafted(self, name, content=b"x"):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            member = zipfile.ZipInfo(name, pack.ZIP_DATE)
            member.create_system, member.external_attr = pack.UNIX, 0o100644 << 16
            archive.writestr(member, content)
        return stream.getvalue()

    def test_paths_out_of_the_pack(self):
        for name in ("../evil.py", "/etc/passwd", "entries/../../evil", "C:\\evil", "a//b", "\x1b[31mred"):
            with self.subTest(name):
                self.assert_says(self.verify_bytes(self.crafted(name)), UNCHECKED, "The zip holds a file named")

    def test_terminal_codes_are_not_printed(self):
        self.assertNotIn("\x1b", self.verify_bytes(self.crafted("\x1b[31mred"))[1])

    def test_what_is_no_zip(self):
        content = pack.build(sample_evidence())
        cut, longer = (content[:-1], content[:500]), (content + b"x", b"x" + content)
        for broken in (b"", b"PK", b"PK\x03\x04", b"%PDF-1.4", *cut, *longer):
            with self.subTest(broken[:8]):
                self.assert_says(self.verify_bytes(broken), UNCHECKED, "This is not a pack as it was written")

    def test_swelling_zip(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("manifest.json", b" " * 50_000_000)
        self.assert_says(self.verify_bytes(stream.getvalue()), UNCHECKED, "This is not a pack as it was written")

    def test_manifest_that_is_none(self):
        for content in (b"", b"[]", b"null", b"{", b"\xff", b"{}", b"[" * 100_000, b"1" * 10_000, b'{"a":NaN}'):
            with self.subTest(content[:8]):
                outcome = self.verify_bytes(self.crafted("manifest.json", content))
                self.assert_says(outcome, UNCHECKED, "manifest.json", "Result: this cannot be checked.")

    def test_missing_parts(self):
        for name in ("checkpoints.jsonl", "entries/000003.json", "verify.py"):
            folder = self.unpacked()
            (folder / name).unlink()
            with self.subTest(name):
                self.assert_says(self.run_verify(folder), FAILS, f"The file {name} is missing.")

    def test_links_out_of_the_folder(self):
        folder = self.unpacked()
        (folder / "documents" / "passwd").symlink_to("/etc/passwd")
        self.assert_says(self.run_verify(folder), UNCHECKED, "A pack holds plain files only.")

    def test_empty_folder_and_nothing(self):
        self.assert_says(self.run_verify(self.folder), UNCHECKED, "There is no evidence pack in")
        self.assert_says(self.run_verify(self.folder / "no.zip"), UNCHECKED, "There is no file or folder")

    def test_any_value_in_any_place(self):
        """Every part of an entry and a checkpoint replaced by what does not belong there, under a fitting manifest."""
        verify = load_verify()
        folder = self.unpacked()
        manifest = json.loads((folder / "manifest.json").read_text())
        harmless = ("personal", 0, "erased_on")  # told as a note, sealed by an entry of its own
        for name in ("entries/000001.json", "checkpoints.jsonl"):
            content = (folder / name).read_bytes()
            first, *rest = content.splitlines(keepends=True)
            for path in _places(json.loads(first)):
                for value in (None, 5, -1, True, 1e300, "x", "ab" * 32, [], {}, [[]]):
                    changed = canonical_bytes(_replaced(json.loads(first), path, value))
                    if changed == first.rstrip() or path == harmless:
                        continue
                    changed += b"".join([b"\n", *rest]) if rest else b""
                    (folder / name).write_bytes(changed)
                    manifest["files"][name] = digest(changed)
                    (folder / "manifest.json").write_bytes(canonical_bytes(manifest))
                    verify.print = lambda *_sentences: None
                    self.assertNotEqual(verify.verify(folder), HOLDS, (name, path, value))
            (folder / name).write_bytes(content)
            manifest["files"][name] = digest(content)


def _places(value, path=()):
    if path:
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from _places(child, (*path, key))


def _replaced(value, path, new):
    target = value
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = new
    return value
