"""Dates, numbers and currencies as people write them in several languages.

What can be read in two ways says so: ``is_ambiguous`` keeps such a value from being taken for sure.

>>> parse_date("12. März 2027").value, parse_date("03/04/2027", month_first=True)
(datetime.date(2027, 3, 12), Written(value=datetime.date(2027, 3, 4), is_ambiguous=True))
>>> parse_number("1.234,50 €").value, parse_number("1.234"), parse_number("1.234", decimal_mark=",").value
(Decimal('1234.50'), Written(value=Decimal('1.234'), is_ambiguous=True), Decimal('1234'))
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

# The first three or four letters tell the month in English, German, French, Dutch, Spanish and Italian.
MONTHS = {
    1: "jan janv ene gen",
    2: "feb fev febr",
    3: "mar mars marz maerz mrt maar mrz",
    4: "apr avr abr",
    5: "may mai mei mag mayo maj",
    6: "jun juin giu juni",
    7: "jul juil lug juli",
    8: "aug aou aout ago",
    9: "sep sept set",
    10: "oct okt ott",
    11: "nov",
    12: "dec dez dic",
}
MONTH_OF = {name: number for number, names in MONTHS.items() for name in names.split()}
# ISO 4217, without funds and metals.
CURRENCY_CODES = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG
    HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA
    MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD
    RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
    USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW
"""
CURRENCIES = frozenset(CURRENCY_CODES.split())
SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "zł": "PLN"}
NUMBER_LENGTH = 30
NUMBER = re.compile(r"[-+]?\d[\d.,'’\u00a0\u202f ]*")
ISO_DATE = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
DATE = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})")
DAY_MONTH_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|\.)?[ -]+([^\W\d]{3,10})\.?,?[ -]+(\d{4})", re.IGNORECASE)
MONTH_DAY_YEAR = re.compile(r"([^\W\d]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.IGNORECASE)


class Written(NamedTuple):
    """A value and whether it could also mean another one."""

    value: object
    is_ambiguous: bool = False


def parse_date(text: str, *, month_first: bool = False) -> Written | None:
    """Return the date that ``text`` begins with, None when there is none.

    ``month_first`` decides what 03/04/2027 means. Dates with dots have the day first everywhere.
    """
    text = text.strip()
    if found := ISO_DATE.match(text):
        return _date(*(int(part) for part in found.groups()))
    if found := DATE.match(text):
        return _parse_short_date(found, month_first)
    if found := DAY_MONTH_YEAR.match(text):
        return _date(int(found[3]), _month(found[2]), int(found[1]))
    if found := MONTH_DAY_YEAR.match(text):
        return _date(int(found[3]), _month(found[1]), int(found[2]))
    return None


def parse_number(text: str, *, decimal_mark: str = "") -> Written | None:
    """Return the number in ``text``, None when there is none or more than one.

    ``decimal_mark`` is what the document uses, see ``find_decimal_mark``; it decides what 1.234 means.
    """
    found = NUMBER.findall(text)
    if len(found) != 1 or len(found[0]) > NUMBER_LENGTH:
        return None
    written = found[0].rstrip("., ").translate({ord(char): None for char in " '’\u00a0\u202f"})
    mark, is_ambiguous = _find_mark(written, decimal_mark)
    thousands = {",": ".", ".": ","}.get(mark, ",.")
    plain = written.translate({ord(char): None for char in thousands})
    try:
        return Written(Decimal(plain.replace(mark, ".") if mark else plain), is_ambiguous)
    except InvalidOperation:
        return None


def find_decimal_mark(texts: Iterable[str]) -> str:
    """Return what most of the numbers that can be read in one way only use, empty when none tells.

    >>> find_decimal_mark(["1.234", "12,50", "10.01.2027"])
    ','
    """
    votes = {".": 0, ",": 0}
    for text in texts:
        if not re.fullmatch(r"[-+]?\d{1,3}([.,' ]?\d{3})*[.,]\d{1,2}|\d+[.,](\d{1,2}|\d{4,})", text):
            continue
        votes[text[max(text.rfind("."), text.rfind(","))]] += 1
    if votes["."] == votes[","]:
        return ""
    return max(votes, key=votes.get)


def parse_currency(text: str) -> str:
    """Return the ISO code in ``text``, empty when there is none.

    >>> parse_currency("Total € 12"), parse_currency("VAT in CHF"), parse_currency("TOP")
    ('EUR', 'CHF', 'TOP')
    """
    for symbol, code in SYMBOLS.items():
        if symbol in text:
            return code
    return next((word for word in re.findall(r"(?<![A-Z])[A-Z]{3}(?![A-Z])", text) if word in CURRENCIES), "")


def plain(text: str) -> str:
    """Return ``text`` as labels are compared: small letters without accents and without what stands around words.

    >>> plain(" Bestell-Nr.: "), plain("N° de commande")
    ('bestell nr', 'n de commande')
    """
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", text.replace("°", " ")))


def _parse_short_date(found, month_first):
    first, mark, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
    year += 2000 if year < 100 else 0
    if mark == "." or first > 12:
        return _date(year, second, first)
    if second > 12:
        return _date(year, first, second)
    day, month = (second, first) if month_first else (first, second)
    return _date(year, month, day, is_ambiguous=day != month)


def _date(year, month, day, *, is_ambiguous=False):
    try:
        return Written(date(year, month, day), is_ambiguous)
    except (TypeError, ValueError):
        return None


def _month(name):
    name = plain(name).replace(" ", "")
    return MONTH_OF.get(name) or MONTH_OF.get(name[:4]) or MONTH_OF.get(name[:3])


def _find_mark(written, hint):
    marks = [char for char in written if char in ".,"]
    if not marks:
        return "", False
    if len(set(marks)) == 2:
        return marks[-1], False
    if len(marks) > 1:
        return "", False
    decimals = len(written) - written.index(marks[0]) - 1
    if decimals != 3:
        return marks[0], False
    if hint:
        return (marks[0] if marks[0] == hint else ""), False
    return ("" if marks[0] == "," else marks[0]), True
