"""The text layer of a PDF and the files inside of it, read in another process with limits on time and memory."""

import base64
import json
import os
import subprocess
import sys
from enum import StrEnum
from pathlib import Path

from ..logic.page_text import Document, Word

PROGRAM = Path(__file__).with_name("pdf_program.py")
SIZE_LIMIT = 20 * 2**20
MEMORY_LIMIT = 2**30
SECONDS = 20


class Refusal(StrEnum):
    """Why a PDF gives no text."""

    NOT_A_PDF = "not_a_pdf"
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    NO_TEXT = "no_text"
    TOO_SLOW = "too_slow"


class PdfRefused(ValueError):
    """A PDF cannot be read; ``refusal`` says why."""

    def __init__(self, refusal):
        super().__init__(refusal.value)
        self.refusal = refusal


def read_pdf(content: bytes, *, seconds: float = SECONDS) -> Document:
    """Return the words of the first pages of a PDF.

    Raises ``PdfRefused``. The reader is PDFium, which never runs what a file carries. A file that makes it crash, loop
    or swell only ends that process.
    """
    answer = _ask(content, "words", seconds)
    words = [Word(page["number"], *box, text) for page in answer["pages"] for *box, text in page["words"]]
    return Document(tuple(words), page_count=answer["page_count"], is_cut=answer["is_cut"])


def read_enclosed_files(content: bytes, *, seconds: float = SECONDS) -> list[tuple[str, bytes]]:
    """Return name and content of the files inside of a PDF. Raises ``PdfRefused``."""
    return [(name, base64.b64decode(data)) for name, data in _ask(content, "files", seconds)["files"]]


def _ask(content, what, seconds):
    if len(content) > SIZE_LIMIT:
        raise PdfRefused(Refusal.TOO_LARGE)
    # Readers accept some bytes before the head, as scanners and mail gateways leave them.
    if b"%PDF-" not in content[:1024]:
        raise PdfRefused(Refusal.NOT_A_PDF)
    answer = _run(content, what, seconds)
    if refusal := answer.get("refusal"):
        raise PdfRefused(Refusal(refusal))
    return answer


def _run(content, what, seconds):
    try:
        done = subprocess.run(
            [sys.executable, str(PROGRAM), str(MEMORY_LIMIT), what],
            input=content,
            capture_output=True,
            timeout=seconds,
            check=True,
            # The libraries of this process, wherever it found them.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        return json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise PdfRefused(Refusal.TOO_SLOW) from None
    except (subprocess.CalledProcessError, ValueError):
        raise PdfRefused(Refusal.BROKEN) from None
