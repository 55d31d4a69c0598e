"""One text for one meaning: the bytes that are hashed.

Payloads are written as RFC 8785 (JSON Canonicalization Scheme): keys in the order of their UTF-16 code units, no white
space, the shortest escapes, numbers as ECMAScript prints them. Whatever has no such form is refused, by name:

>>> canonical_bytes({"b": 1, "a": ["é", None]}).decode()
'{"a":["é",null],"b":1}'
>>> canonical_bytes({"lines": [{"price": float("nan")}]})
Traceback (most recent call last):
odoo.addons.evidence_ledger.logic.canonical.CanonicalError: lines[0].price: nan is not representable in JCS
"""

import hashlib
import math
import re
from datetime import UTC
from decimal import Decimal

import rfc8785

SALT_PATTERN = re.compile(r"[0-9a-f]{32}")


class CanonicalError(ValueError):
    """A value without a canonical form; ``path`` says where it stands in the payload."""

    def __init__(self, path, reason):
        super().__init__(f"{path or 'payload'}: {reason}")
        self.path = path
        self.reason = reason


def canonical_bytes(payload):
    """The RFC 8785 form of ``payload``: dicts with text keys, lists, text, integers within ±(2**53 - 1), finite floats,
    booleans and None."""
    try:
        return rfc8785.dumps(payload)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise (_first_error(payload, "") or CanonicalError("", str(error))) from error


def digest(data):
    """SHA-256 of ``data`` as lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def money(amount, decimals):
    """``amount`` as text with exactly ``decimals`` digits after the point.

    A float is printed as Odoo's ``float_repr`` prints it. A Decimal or an integer must fit: rounding a sum of money
    is a decision of the caller.

    >>> money(1234.5, 2), money(Decimal("-0.00"), 2), money(7, 0)
    ('1234.50', '0.00', '7')
    """
    if isinstance(amount, bool) or not isinstance(amount, float | int | Decimal) or not math.isfinite(amount):
        raise ValueError(f"{amount!r} is not an amount of money")
    text = f"{amount:.{decimals}f}"
    if not isinstance(amount, float) and Decimal(text) != amount:
        raise ValueError(f"{amount} has more than {decimals} decimals")
    return text if Decimal(text) else text.removeprefix("-")


def utc(moment):
    """``moment`` as ISO 8601 in UTC with microseconds; a naive datetime is UTC already, as everywhere in Odoo.

    >>> from datetime import datetime
    >>> utc(datetime(2026, 3, 1, 8, 30))
    '2026-03-01T08:30:00.000000Z'
    """
    if moment.tzinfo:
        moment = moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def salted(salt, value):
    """The stand-in of a personal ``value``: ``sha256:`` and the hexadecimal SHA-256 of salt ‖ value in UTF-8.

    The salt has 32 hexadecimal digits, always: with a free length, letters could move between salt and value without
    changing the hash.
    """
    if not SALT_PATTERN.fullmatch(salt):
        raise ValueError("A salt is 32 hexadecimal digits.")
    return "sha256:" + digest((salt + value).encode())


def _first_error(value, path):
    """Walk down to the first value that cannot be written, since the library does not say where it was."""
    if isinstance(value, dict):
        found = next((CanonicalError(path, f"key {key!r} is not text") for key in value if not _is_text(key)), None)
        children = [(f"{path}.{key}" if path else key, child) for key, child in value.items()]
    elif isinstance(value, list | tuple):
        found = None
        children = [(f"{path}[{index}]", child) for index, child in enumerate(value)]
    else:
        return _scalar_error(value, path)
    try:
        return found or next(filter(None, (_first_error(child, place) for place, child in children)), None)
    except RecursionError:
        return CanonicalError("", "nested too deeply")


def _scalar_error(value, path):
    try:
        rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        return CanonicalError(path, str(error))
    return None


def _is_text(key):
    return isinstance(key, str) and not any("\ud800" <= letter <= "\udfff" for letter in key)
