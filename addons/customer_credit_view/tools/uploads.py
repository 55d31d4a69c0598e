import base64
import binascii

from ..exceptions import CreditFileRefused
from ..logic.table_file import SIZE_LIMIT, FileFault, FileUnreadable, read_table
from .file_words import file_sentence


def read_upload(env, encoded, filename):
    """Return the rows of an uploaded file, given as a binary field keeps it. Raises ``CreditFileRefused``."""
    if not encoded:
        raise CreditFileRefused(env._("Please choose a file first."))
    try:
        # Base64 takes four letters for three bytes.
        if len(encoded) > SIZE_LIMIT * 4 // 3 + 4:
            raise FileUnreadable(FileFault.TOO_LARGE)
        return read_table(base64.b64decode(encoded, validate=True), filename or "")
    except FileUnreadable as unreadable:
        raise CreditFileRefused(file_sentence(env, unreadable.fault)) from unreadable
    except binascii.Error as error:
        raise CreditFileRefused(file_sentence(env, FileFault.DAMAGED)) from error
