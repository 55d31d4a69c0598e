"""Whether a tax number can be right, by its check digits (python-stdnum, which Odoo uses as well)."""

from enum import StrEnum

from stdnum.util import get_cc_module

# Greece and Northern Ireland write their numbers with another prefix than the code of their country.
_PREFIXES = {"GR": "EL"}
# What people type where there is no number.
_NONE = {"/", "-", "none", "n/a"}


class Identity(StrEnum):
    VALID = "valid"
    INVALID = "invalid"
    MISSING = "missing"
    DECLARED_NONE = "declared_none"
    UNKNOWN = "unknown"


def identity(number: str, country_code: str) -> Identity:
    """Judge the tax ``number`` of a customer in ``country_code`` (two letters, may be empty).

    A number may carry the prefix of another country than the address has: the prefix then counts.

    >>> [str(identity(*case)) for case in (("BE0477472701", "BE"), ("0477472701", "BE"), ("BE0477472702", "BE"))]
    ['valid', 'valid', 'invalid']
    >>> [str(identity(*case)) for case in (("", "BE"), ("/", "BE"), ("12345", "ZW"), ("BE0477472701", "FR"))]
    ['missing', 'declared_none', 'unknown', 'valid']
    """
    text = (number or "").strip()
    if text.casefold() in _NONE:
        return Identity.DECLARED_NONE
    if not text:
        return Identity.MISSING
    schemes = [scheme for scheme in (_scheme(text[:2]), _scheme(country_code)) if scheme]
    if not schemes:
        return Identity.UNKNOWN
    return Identity.VALID if any(scheme.is_valid(text) for scheme in schemes) else Identity.INVALID


def has_scheme(country_code: str) -> bool:
    """Whether businesses of this country have a tax number that we know the form of."""
    return bool(_scheme(country_code))


def _scheme(code: str):
    if not code or not code.isalpha():
        return None
    return get_cc_module(_PREFIXES.get(code.upper(), code).lower(), "vat")
