"""Countries as the publishers of lists write them, as ISO 3166-1 codes.

The UN writes official names ("Iran (Islamic Republic of)"), OFAC its own ("Korea, North"), the EU codes.

>>> known = {folded("Russian Federation"): "RU", folded("Cuba"): "CU", folded("Iran"): "IR"}
>>> [country_code(text, known) for text in ("CUBA", "RU", "Iran (Islamic Republic of)", "Nowhere", "undetermined")]
['CU', 'RU', 'IR', '', '']
"""

import re
from collections.abc import Mapping

from anyascii import anyascii

# Folded official or unusual name: code. Usual names come from the caller, who knows the countries of the database.
_OTHERS = {
    "bolivia plurinational state": "BO",
    "burma": "MM",
    "cape verde": "CV",
    "congo democratic republic": "CD",
    "congo republic": "CG",
    "cote ivoire": "CI",
    "czech republic": "CZ",
    "democratic peoples republic korea": "KP",
    "democratic republic congo": "CD",
    "dprk": "KP",
    "great britain": "GB",
    "hong kong china": "HK",
    "iran islamic republic": "IR",
    "islamic republic iran": "IR",
    "ivory coast": "CI",
    "korea democratic peoples republic": "KP",
    "korea north": "KP",
    "korea republic": "KR",
    "korea south": "KR",
    "lao peoples democratic republic": "LA",
    "macau": "MO",
    "moldova republic": "MD",
    "north korea": "KP",
    "palestinian": "PS",
    "palestinian territory occupied": "PS",
    "republic congo": "CG",
    "republic korea": "KR",
    "republic moldova": "MD",
    "russia": "RU",
    "russian federation": "RU",
    "south korea": "KR",
    "state palestine": "PS",
    "swaziland": "SZ",
    "syria": "SY",
    "syrian arab republic": "SY",
    "taiwan province china": "TW",
    "tanzania united republic": "TZ",
    "turkey": "TR",
    "turkiye": "TR",
    "united kingdom great britain northern ireland": "GB",
    "united republic tanzania": "TZ",
    "united states": "US",
    "united states america": "US",
    "vatican": "VA",
    "venezuela bolivarian republic": "VE",
    "viet nam": "VN",
    "vietnam": "VN",
    "west bank": "PS",
}
_NOISE = re.compile(r"\b(the|of|and)\b")


def folded(text: str) -> str:
    """Return a country's name without accents, articles, punctuation and capitals."""
    plain = re.sub(r"['’`]", "", anyascii(text).lower())
    return " ".join(re.sub(r"[^a-z]+", " ", _NOISE.sub(" ", plain)).replace("d ivoire", "ivoire").split())


def country_code(text: str, known: Mapping[str, str]) -> str:
    """Return the ISO code of a country given by code or name, empty when it is none; ``known`` are folded names.

    A name with an addition in parentheses or after a comma is tried whole, then without it.
    """
    stripped = text.strip()
    if re.fullmatch(r"[A-Z]{2}", stripped) and stripped in known.values():
        return stripped
    for candidate in (folded(stripped), folded(re.sub(r"\(.*?\)|,.*", "", stripped))):
        if candidate in known or candidate in _OTHERS:
            return known.get(candidate) or _OTHERS[candidate]
    return ""
