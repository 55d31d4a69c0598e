import base64
import binascii

from odoo.addons.evidence_ledger.logic.table_fault import TableFault, TableUnreadable
from odoo.addons.evidence_ledger.logic.table_file import read_table
from odoo.addons.evidence_ledger.tools import table_sentence

from ..exceptions import CreditFileRefused

ROW_LIMIT = 2_000
MEGABYTES = 10


def read_upload(env, encoded, filename):
    """Return the rows of an uploaded table, given as a binary field keeps it. Raises ``CreditFileRefused``."""
    if not encoded:
        raise CreditFileRefused(env._("Please choose a file first."))
    try:
        return read_table(_decode(encoded), filename or "", ROW_LIMIT)
    except TableUnreadable as unreadable:
        sentence = table_sentence(env, unreadable)
        raise CreditFileRefused(
            env._("“%(file)s”: %(sentence)s", file=filename or "", sentence=sentence)
        ) from unreadable


def _decode(encoded):
    # Base64 takes four letters for three bytes.
    if len(encoded) > MEGABYTES * 2**20 * 4 // 3 + 4:
        raise TableUnreadable(TableFault.TOO_LARGE, str(MEGABYTES))
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise TableUnreadable(TableFault.DAMAGED) from error
