"""Amounts and texts as customers type them into a form of the portal.

>>> read_amount("12.345,50 €", (",", ".")), read_amount("", (".", ",")), read_amount("1 000", (".", ","))
(12345.5, 0.0, 1000.0)
>>> read_text("  A\\x00 b \\r\\n c ", 20)
'A b \\n c'
"""

import math
import re
import unicodedata
from enum import StrEnum

LARGEST = 1e12


class EntryFault(StrEnum):
    NUMBER = "number"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"


class EntryUnread(ValueError):
    """What was typed cannot be kept: ``fault`` says why, ``value`` what the sentence quotes."""

    def __init__(self, fault: EntryFault, value: str):
        super().__init__(fault, value)
        self.fault, self.value = fault, value


def read_amount(entered, locale: tuple[str, str]) -> float:
    """Return a typed amount, 0 for nothing; ``locale`` is the decimal point and the separator of thousands.

    A browser's number field sends a point whatever the language: one point before fewer than three digits is one.
    Thousands are separated or not at all: "12,50" where a point is meant would be 1250.
    """
    text = str(entered or "").strip()
    point, separator = locale
    plain = re.sub(r"[\s\u00a0\u202f€$£%']", "", text)
    if not plain:
        return 0.0
    is_browsers = re.fullmatch(r"-?\d+\.\d{1,2}", plain)
    number = plain if is_browsers else _without(plain, separator).replace(point, ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", number, re.ASCII) or not math.isfinite(value := float(number)):
        raise EntryUnread(EntryFault.NUMBER, text[:40])
    if value < 0:
        raise EntryUnread(EntryFault.NEGATIVE, text[:40])
    if value > LARGEST:
        raise EntryUnread(EntryFault.TOO_LARGE, text[:40])
    return value


def _without(text, separator):
    """``text`` without ``separator``, empty where it stands elsewhere than between thousands (or, in India, lakhs)."""
    if not separator or separator not in text:
        return text
    mark = re.escape(separator)
    is_grouped = re.match(rf"-?\d{{1,3}}({mark}\d{{2,3}})*{mark}\d{{3}}(?!\d)", text)
    return text.replace(separator, "") if is_grouped else ""


def read_share(entered, locale: tuple[str, str]) -> float:
    """Return a typed percentage between 0 and 100."""
    share = read_amount(entered, locale)
    if share > 100:
        raise EntryUnread(EntryFault.TOO_LARGE, str(entered).strip()[:40])
    return share


def read_text(entered, limit: int) -> str:
    """Return a typed text without control characters and outer blanks."""
    text = str(entered or "").replace("\r\n", "\n").strip()
    kept = "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter)[0] != "C")
    if len(kept) > limit:
        raise EntryUnread(EntryFault.TOO_LONG, str(limit))
    return kept
