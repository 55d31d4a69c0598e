"""Decisions about a message that may carry an order: which files belong to it, when reading is tried again.

>>> [judge_file(name, "application/pdf", 90_000, is_readable=True).value for name in ("order.pdf", "AGB.pdf")]
['order', 'terms']
>>> [judge_file(*file).value for file in (("image001.png", "image/png", 9_000), ("plan.png", "image/png", 900_000))]
['decoration', 'enclosure']
>>> [get_delay(tries) for tries in (1, 2, 3, 4, 5)]
[5, 30, 120, 720, None]
>>> is_pdf("order.txt", "text/plain", b"%PDF-1.7"), is_pdf("order.pdf", "", b""), is_package("winmail.dat", "")
(True, True, True)
"""

import re
from enum import StrEnum

# Minutes until the next try after the first, second … failure. After the last a person is needed.
DELAYS = (5, 30, 120, 720)
TRIES = len(DELAYS) + 1
# Logos and pictures of signatures are small; photographed orders and drawings are not.
DECORATION_SIZE = 40_000
DECORATION = re.compile(
    r"^(image\d{2,}|logo|signature|facebook|linkedin|twitter|instagram|banner|outlook-)", re.IGNORECASE
)
TERMS = re.compile(
    r"(?<![a-z])(agb|aeb|cgv|cga|gtc|t&c|terms|conditions|einkaufsbedingungen|datenschutz|privacy|avg|"
    r"algemene.?voorwaarden|code.?of.?conduct|disclaimer)(?![a-z])",
    re.IGNORECASE,
)
NOT_GOODS = frozenset({"text/calendar", "text/vcard", "text/x-vcard", "application/ics", "message/rfc822"})
NOT_GOODS_NAMES = (".ics", ".vcf", ".eml", ".p7s", ".asc")
# Files inside of files: Outlook's TNEF, encrypted mails, archives. Nothing looks into them.
PACKAGES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".p7m", "winmail.dat")
PACKAGE_TYPES = frozenset(
    {"application/ms-tnef", "application/vnd.ms-tnef", "application/zip", "application/pkcs7-mime"}
)


# Whoever has an address there works anywhere.
FREE_MAIL_DOMAINS = """
    aol.com free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hotmail.com icloud.com laposte.net
    libero.it live.com mail.ru me.com msn.com orange.fr outlook.com proton.me protonmail.com qq.com t-online.de
    wanadoo.fr web.de yahoo.com ymail.com zoho.com 163.com
"""
FREE_MAIL = frozenset(FREE_MAIL_DOMAINS.split())


class FileRole(StrEnum):
    """What a file of a message is to the order."""

    ORDER = "order"
    ENCLOSURE = "enclosure"
    TERMS = "terms"
    DECORATION = "decoration"
    OTHER = "other"

    @property
    def is_part(self) -> bool:
        """Whether the file becomes part of the order."""
        return self in (FileRole.ORDER, FileRole.ENCLOSURE)


def is_pdf(name: str, mimetype: str, content: bytes) -> bool:
    """Whether a file is a PDF or calls itself one. Readers accept some bytes before the head."""
    is_named = mimetype == "application/pdf" or name.lower().endswith(".pdf")
    return is_named or b"%PDF-" in content[:1024]


def is_package(name: str, mimetype: str) -> bool:
    """Whether other files are inside of a file."""
    return mimetype in PACKAGE_TYPES or name.lower().endswith(PACKAGES)


def judge_file(name: str, mimetype: str, size: int, *, is_readable: bool = False) -> FileRole:
    """Return what a file is, by what can be seen from outside. A person may decide otherwise.

    ``is_readable``: it is a PDF, or some parser takes it for an order.
    """
    if mimetype in NOT_GOODS or name.lower().endswith(NOT_GOODS_NAMES):
        return FileRole.OTHER
    if TERMS.search(name):
        return FileRole.TERMS
    if mimetype.startswith("image/") and (size < DECORATION_SIZE or DECORATION.match(name)):
        return FileRole.DECORATION
    return FileRole.ORDER if is_readable else FileRole.ENCLOSURE


def get_delay(tries: int) -> int | None:
    """Return the minutes until the next try after ``tries`` failures, None when a person has to look."""
    return DELAYS[tries - 1] if 0 < tries <= len(DELAYS) else None
