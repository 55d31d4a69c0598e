"""Feeds files to the import as a clerk would, and PDFs to their reader; says what must never happen."""

import base64
import time

from odoo.tools import mute_logger

from ..exceptions import OrderFileKnown, OrderFileRefused
from ..logic.order_reading import read_order
from ..tools.pdf_reader import PdfRefused, read_enclosed_files, read_pdf
from .file_mutations import mutations

SECONDS = 10


def import_variants(env, content, filename, count, seed, **vals):
    """Import ``count`` broken variants of a file; return how many were refused and how many made orders.

    Raises what is no refusal, and AssertionError when a file is imported in part or takes too long.
    """
    refused = made = 0
    for number, variant in mutations(content, filename, count, seed):
        if not variant:
            # The form asks for a file; there is none to read.
            refused += 1
            continue
        try:
            is_made = _import(env, variant, filename, vals)
        except Exception as error:
            error.add_note(f"variant {number} of {filename}, seed {seed}")
            raise
        made += is_made
        refused += not is_made
    return refused, made


def read_pdf_variants(content, count, seed):
    """Read ``count`` broken variants of a PDF; return how many were refused and how many were read.

    Raises what is no refusal, and AssertionError when one takes too long.
    """
    refused = read = 0
    for number, variant in mutations(content, "order.pdf", count, seed):
        start = time.perf_counter()
        try:
            read_order([read_pdf(variant)])
            read_enclosed_files(variant)
            read += 1
        except PdfRefused:
            refused += 1
        except Exception as error:
            error.add_note(f"variant {number} of a PDF, seed {seed}")
            raise
        assert time.perf_counter() - start < SECONDS, "too slow"
    return refused, read


def _import(env, content, filename, vals):
    """Import one file and roll it back; return whether it made orders."""
    orders = env["customer.order"]
    before, start = orders.search_count([]), time.perf_counter()
    savepoint = env.cr.savepoint(flush=True)
    try:
        wizard = env["customer.order.import"].create(
            {"file": base64.b64encode(content), "filename": filename, "faulty": "skip", **vals}
        )
        try:
            with mute_logger("odoo.tools.pdf"):
                wizard.action_preview()
                expected = wizard.order_count
                made = len(wizard._import())
                env.flush_all()
        except (OrderFileRefused, OrderFileKnown):
            made = expected = 0
        assert orders.search_count([]) == before + made, "imported in part"
        assert made == expected, "not what was shown"
    finally:
        savepoint.close(rollback=True)
        env.invalidate_all()
    assert time.perf_counter() - start < SECONDS, "too slow"
    return bool(made)
