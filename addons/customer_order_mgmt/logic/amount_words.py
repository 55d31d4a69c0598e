"""An amount of money in words, for documents that people sign.

Only cardinal words come from num2words. Its ``to="currency"`` is not used: it knows few currencies, renders wrong ones
in Arabic and raises for others. Unit names come from the caller, in the document's language.

>>> from decimal import Decimal
>>> euro = Unit("Euros", "Cents", "EUR", 2)
>>> amount_in_words(Decimal("1234.5"), "en_US", euro)
'One thousand, two hundred and thirty-four Euros and fifty Cents'
>>> amount_in_words(Decimal("3"), "xx_XX", euro)
'3.00 EUR'
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import num2words

# Languages that num2words knows by the code of a country.
COUNTRY_CODES = {"cs": "cz", "da": "dk", "kk": "kz", "nb": "no", "nn": "no"}


class Unit(NamedTuple):
    """A currency as words need it: names in the document's language, ISO code, number of decimals."""

    name: str
    subunit_name: str
    code: str
    decimals: int


def amount_in_words(amount, language, unit, *, pattern="%(units)s and %(subunits)s"):
    """Return ``amount`` (a Decimal) in words, or in figures with the ISO code where the language has no words.

    ``language`` is a code such as ``pt_BR``, ``ar_001`` or ``sr@latin``. ``pattern`` joins units and subunits in the
    document's language.
    """
    amount = amount.quantize(Decimal(1).scaleb(-unit.decimals), rounding=ROUND_HALF_UP)
    figures = f"{amount:.{unit.decimals}f} {unit.code}"
    spoken = _spoken_language(language)
    if not spoken:
        return figures
    whole, fraction = divmod(abs(amount), 1)
    try:
        text = f"{_cardinal(int(whole), spoken)} {unit.name or unit.code}"
        if fraction:
            text = pattern % {"units": text, "subunits": _subunits(fraction, spoken, unit)}
        if amount < 0:
            text = _minus(spoken) + text
    except (NotImplementedError, OverflowError, LookupError):
        # LookupError: Arabic and others run out of names for very large numbers.
        return figures
    return text[:1].upper() + text[1:]


def _spoken_language(language):
    """The most specific converter for a language code, or None.

    num2words itself falls back to the first two letters, which speaks Finnish for Filipino (``fil``).
    """
    code = language.replace("-", "_")
    base = re.split(r"[_@]", code)[0]
    candidates = (code, base, COUNTRY_CODES.get(base))
    return next((candidate for candidate in candidates if candidate in num2words.CONVERTER_CLASSES), None)


def _cardinal(number, language):
    return num2words.num2words(number, lang=language).strip()


def _subunits(fraction, language, unit):
    count = int(fraction.scaleb(unit.decimals))
    if not unit.subunit_name:
        return f"{count}/{10**unit.decimals}"
    return f"{_cardinal(count, language)} {unit.subunit_name}"


def _minus(language):
    """The word for minus: what num2words puts before a negative number."""
    word = _cardinal(-1, language).removesuffix(_cardinal(1, language))
    return f"{word.strip() or '-'} "
