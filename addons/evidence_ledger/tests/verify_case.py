import importlib.util
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from odoo.tests import BaseCase

from ..logic import pack
from .evidence_sample import PACK_FOLDER, sample_evidence

VERIFY = PACK_FOLDER / "verify.py"
BARE = [sys.executable, "-I", "-S"]
HOLDS, FAILS, UNCHECKED = 0, 1, 2


def load_verify():
    spec = importlib.util.spec_from_file_location("evidence_verify", VERIFY)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class VerifyCase(BaseCase):
    """Runs ``verify.py`` as a recipient would: a bare interpreter, no packages, nothing but the pack."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_verify(self, *arguments, interpreter=BARE, script=VERIFY):
        result = subprocess.run(
            [*interpreter, script, *arguments], capture_output=True, encoding="utf-8", timeout=60, check=False
        )
        self.assertNotIn("Traceback", result.stderr)
        return result.returncode, result.stdout

    def verify_bytes(self, content, *arguments):
        path = self.folder / "pack.zip"
        path.write_bytes(content)
        return self.run_verify(path, *arguments)

    def verify_evidence(self, evidence, *arguments):
        return self.verify_bytes(pack.build(evidence), *arguments)

    def unpacked(self, evidence=None):
        """The folder of an unzipped pack."""
        folder = self.folder / "unzipped"
        with zipfile.ZipFile(io.BytesIO(pack.build(evidence or sample_evidence()))) as archive:
            archive.extractall(folder)
        return folder

    def assert_says(self, outcome, code, *sentences):
        self.assertEqual(outcome[0], code, outcome[1])
        for sentence in sentences:
            self.assertIn(sentence, outcome[1])
