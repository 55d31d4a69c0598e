"""The lists that come as CSV.

* EU: formats 1.0 (``Naal_wholename`` …) and 1.1 (``NameAlias_WholeName`` …) of the European Commission, semicolons, one
  row for each name, address or citizenship of an entity; some headings stand more than once, the first one counts.
* OFAC: SDN.CSV, ALT.CSV and ADD.CSV (or CONS_PRIM.CSV …) as the Treasury's data specification has them: no heading,
  "-0-" for nothing, linked by the number in the first column. Weak aliases and nationalities are named by the remarks
  alone, which SDN_COMMENTS.CSV goes on with.
* Ours: a heading and one row per party: ``name`` and, as wanted, ``reference``, ``aliases``, ``countries``, ``kind``,
  ``programme``, ``remark``; several aliases or countries are separated by a vertical bar.

>>> read_csv([File("own.csv", b"name,aliases,countries\\nTest Lines,TL|Testlines,Cuba")]).parties[0].names[2].text
'Testlines'
"""

import csv
import io
import re
from collections import defaultdict

from .screening_file import File, decode
from .screening_list import (
    ListedName,
    ListFault,
    ListFormat,
    Listing,
    ListNote,
    ListUnreadable,
    PartyKind,
    clean,
    party,
    told_by,
)

PLAIN_COLUMNS = ("name", "reference", "aliases", "countries", "kind", "programme", "remark")
_KINDS = {
    "person": PartyKind.PERSON,
    "individual": PartyKind.PERSON,
    "p": PartyKind.PERSON,
    "organisation": PartyKind.ORGANISATION,
    "organization": PartyKind.ORGANISATION,
    "enterprise": PartyKind.ORGANISATION,
    "entity": PartyKind.ORGANISATION,
    "company": PartyKind.ORGANISATION,
    "e": PartyKind.ORGANISATION,
    "vessel": PartyKind.VESSEL,
    "aircraft": PartyKind.AIRCRAFT,
}
# What a column holds, and its heading in either format of the EU, in lower case.
_EU_COLUMNS = {
    "entity": ("entity_eu_referencenumber", "entity_logicalid", "eu_ref_num", "entity_logical_id"),
    "kinds": ("entity_subjecttype", "entity_subjecttype_classificationcode", "subject_type"),
    "whole": ("namealias_wholename", "naal_wholename"),
    "parts": (
        "namealias_firstname",
        "namealias_middlename",
        "namealias_lastname",
        "naal_firstname",
        "naal_middlename",
        "naal_lastname",
    ),
    "countries": (
        "citizenship_countryiso2code",
        "citizenship_countrydescription",
        "address_countryiso2code",
        "address_countrydescription",
        "citi_country",
        "addr_country",
    ),
    "programme": ("entity_regulation_programme", "programme"),
    "remark": ("entity_remark",),
    "births": ("birthdate_birthdate", "birt_date"),
    "birth_places": ("birthdate_place", "birthdate_city", "birt_place"),
    "published": ("filegenerationdate", "date_file"),
}
_NOTHING = "-0-"
_ALIAS_TYPES = {"aka", "fka", "nka", "a.k.a.", "f.k.a.", "n.k.a."}
# In remarks: a.k.a. 'THE ALIAS'; nationality Iran; alt. citizen Korea, North; …
_WEAK_ALIAS = re.compile(r"\b[afn]\.k\.a\.\s*['\"‘“](.+?)['\"’”](?=\s*(?:[;.(]|$))")
_NATIONALITY = re.compile(r"\b(?:nationality|citizen)\s+([^;.()]+)")


def read_csv(files: list[File]) -> Listing:
    """Return the ``Listing`` of one CSV file, or of OFAC's three. Raises ``ListUnreadable``."""
    tables = [_rows(file) for file in files]
    if all(rows[0][0].strip().isdecimal() for rows in tables):
        return _read_ofac(tables)
    if len(tables) > 1:
        raise ListUnreadable(ListFault.MIXED)
    [rows] = tables
    heading = [clean(cell).lower() for cell in rows[0]]
    if not {"namealias_wholename", "naal_wholename"}.isdisjoint(heading):
        return _read_eu(heading, rows[1:])
    return _read_plain(heading, rows[1:])


def _rows(file):
    # OFAC writes Windows letters in files that it calls ASCII; whatever has a heading is UTF-8, or cannot be trusted.
    is_ofac = file.content[:40].lstrip(b'\xef\xbb\xbf \r\n"').split(b",")[0].strip(b'" ').isdigit()
    content = decode(file.content, fallback="cp1252" if is_ofac else None)
    head = content.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(content), delimiter=delimiter, strict=True)
    try:
        rows = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ListUnreadable(ListFault.QUOTES, str(reader.line_num)) from error
    if not rows:
        raise ListUnreadable(ListFault.EMPTY, file.name)
    return rows


def _cell(row, position):
    value = clean(row[position]) if position < len(row) else ""
    return "" if value == _NOTHING else value


def _listing(form, found, published="", notes=()):
    parties = tuple(one for one in found if one)
    nameless = [(ListNote.NAMELESS, str(len(found) - len(parties)))] if len(parties) < len(found) else []
    return Listing(form, parties, published, (*notes, *nameless))


# Ours


def _read_plain(heading, rows):
    if "name" not in heading:
        known = len(set(heading).intersection(PLAIN_COLUMNS))
        fault = ListFault.COLUMN_MISSING if known else ListFault.UNKNOWN_FORMAT
        raise ListUnreadable(fault, "name" if known else ", ".join(heading)[:40])
    columns = {name: heading.index(name) for name in PLAIN_COLUMNS if name in heading}
    grouped = defaultdict(list)
    for number, row in enumerate(rows, start=2):
        values = {name: _cell(row, position) for name, position in columns.items()}
        if not values["name"]:
            raise ListUnreadable(ListFault.NAME_MISSING, str(number))
        grouped[values.get("reference") or values["name"]].append(values)
    return _listing(ListFormat.PLAIN_CSV, [_plain_party(key, group) for key, group in grouped.items()])


def _plain_party(reference, group):
    """Rows of one reference are one party: what they add to it are further names and countries."""
    names = [ListedName(name) for values in group for name in (values["name"], *_several(values, "aliases"))]
    countries = [country for values in group for country in _several(values, "countries")]
    first = group[0]
    kind = _KINDS.get(first.get("kind", "").lower(), PartyKind.UNKNOWN)
    return party(reference, kind, names, countries, first.get("programme", ""), first.get("remark", ""))


def _several(values, column):
    return values.get(column, "").split("|")


# EU


def _read_eu(heading, rows):
    columns = {
        field: [heading.index(name) for name in names if name in heading] for field, names in _EU_COLUMNS.items()
    }
    grouped, published = defaultdict(list), ""
    for row in rows:
        values = {field: [_cell(row, position) for position in found] for field, found in columns.items()}
        published = published or next(iter(values["published"]), "")
        reference = next(filter(None, values["entity"]), "")
        if reference:
            grouped[reference].append(values)
    return _listing(ListFormat.EU_CSV, [_eu_party(key, group) for key, group in grouped.items()], published)


def _eu_party(reference, group):
    names = [ListedName(next(filter(None, one["whole"]), "") or " ".join(filter(None, one["parts"]))) for one in group]
    countries = [country for one in group for country in one["countries"] if country not in ("", "00", "UNKNOWN")]
    kind = next((_KINDS[code.lower()] for one in group for code in one["kinds"] if code.lower() in _KINDS), None)
    programmes = dict.fromkeys(code for one in group for code in one["programme"] if code)
    remark = next((text for one in group for text in one["remark"] if text), "")
    births = [(next(filter(None, one["births"]), ""), ", ".join(filter(None, one["birth_places"]))) for one in group]
    told = told_by(births, remark)
    return party(reference, kind or PartyKind.UNKNOWN, names, countries, ", ".join(programmes), told)


# OFAC


def _read_ofac(tables):
    sorted_out = {"main": [], "alias": [], "address": [], "comment": []}
    for rows in tables:
        sorted_out[_ofac_part(rows)] += rows
    if not sorted_out["main"]:
        raise ListUnreadable(ListFault.MAIN_MISSING)
    aliases, places, remarks = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in sorted_out["alias"]:
        aliases[_cell(row, 0)].append(ListedName(_cell(row, 3), "weak" in _cell(row, 4).lower()))
    for row in sorted_out["address"]:
        places[_cell(row, 0)].append(_cell(row, 4))
    for row in [*sorted_out["main"], *sorted_out["comment"]]:
        remarks[_cell(row, 0)].append(_cell(row, -1 if len(row) == 2 else 11))
    found = [
        _ofac_party(row, aliases[key], places[key], " ".join(remarks[key]))
        for row in sorted_out["main"]
        for key in [_cell(row, 0)]
    ]
    notes = [] if sorted_out["alias"] else [(ListNote.ALIASES_MISSING, "ALT.CSV")]
    notes += [] if sorted_out["address"] else [(ListNote.ADDRESSES_MISSING, "ADD.CSV")]
    return _listing(ListFormat.OFAC_CSV, found, notes=notes)


def _ofac_part(rows):
    """The files have no headings and may have been renamed: their shape tells which is which."""
    row = rows[0]
    if len(row) >= 12:
        return "main"
    if len(row) == 5 and row[2].strip().lower() in _ALIAS_TYPES:
        return "alias"
    if len(row) == 6 and row[1].strip().isdecimal():
        return "address"
    if len(row) == 2:
        return "comment"
    raise ListUnreadable(ListFault.UNKNOWN_FORMAT, ",".join(row)[:40])


def _ofac_party(row, aliases, places, remark):
    kind = _cell(row, 2).lower()
    return party(
        _cell(row, 0),
        # Whatever is neither a person nor a ship has no type in this file.
        _KINDS.get(kind, PartyKind.ORGANISATION if not kind else PartyKind.UNKNOWN),
        [ListedName(_cell(row, 1)), *aliases, *(ListedName(name, True) for name in _WEAK_ALIAS.findall(remark))],
        [*places, _cell(row, 9), *_NATIONALITY.findall(remark)],
        _cell(row, 3),
        remark,
    )
