"""The lists that are published as XML.

* EU: consolidated list of persons, groups and entities subject to financial sanctions, file format 1.1 of the European
  Commission (root ``export``, one ``sanctionEntity`` each, names in attributes of ``nameAlias``, countries as ISO
  codes, "00" where unknown; ``strong="false"`` marks a weak alias).
* UN: consolidated list of the Security Council (root ``CONSOLIDATED_LIST``; ``INDIVIDUAL`` and ``ENTITY``; names in up
  to four parts; aliases with a ``QUALITY`` of Good or Low).
* OFAC: SDN.XML and CONSOLIDATED.XML of the US Treasury (root ``sdnList``; ``aka`` with ``category`` strong or weak).

>>> listing = read_xml(b"<sdnList><sdnEntry><uid>7</uid><lastName>TEST LINES</lastName>"
...                    b"<sdnType>Entity</sdnType></sdnEntry></sdnList>")
>>> listing.format.value, listing.parties[0].name, listing.parties[0].kind.value
('ofac_xml', 'TEST LINES', 'organisation')
"""

from .screening_file import children, elements, local_name, text
from .screening_list import (
    ListedName,
    ListFault,
    ListFormat,
    Listing,
    ListNote,
    ListUnreadable,
    PartyKind,
    party,
    told_by,
)

_OFAC_OTHERS = {"Sanctions", "sanctionsData"}
_EU_KINDS = {"person": PartyKind.PERSON, "enterprise": PartyKind.ORGANISATION}
_OFAC_KINDS = {
    "individual": PartyKind.PERSON,
    "entity": PartyKind.ORGANISATION,
    "vessel": PartyKind.VESSEL,
    "aircraft": PartyKind.AIRCRAFT,
}


def read_xml(content: bytes) -> Listing:
    """Return the ``Listing`` of an XML file. Raises ``ListUnreadable``."""
    nodes = elements(content, "sanctionEntity", "INDIVIDUAL", "ENTITY", "sdnEntry", "publshInformation")
    root = next(nodes)
    name = local_name(root)
    if name in _OFAC_OTHERS:
        raise ListUnreadable(ListFault.OTHER_OFAC)
    readers = {"export": _read_eu, "CONSOLIDATED_LIST": _read_un, "sdnList": _read_ofac}
    if name not in readers:
        raise ListUnreadable(ListFault.UNKNOWN_FORMAT, name[:40])
    return readers[name](root, nodes)


def _listing(form, found, published, counted=None):
    """``found`` are parties, None for those without a name; ``counted`` is how many the publisher says there are."""
    parties = tuple(one for one in found if one)
    notes = []
    if len(parties) < len(found):
        notes.append((ListNote.NAMELESS, str(len(found) - len(parties))))
    if counted is not None and counted != len(found):
        notes.append((ListNote.COUNT_DIFFERS, str(counted)))
    return Listing(form, parties, published, tuple(notes))


def _read_eu(root, nodes):
    published = root.get("generationDate", "")[:10]
    return _listing(ListFormat.EU_XML, [_eu_party(node) for node in nodes], published)


def _eu_party(node):
    names = [_eu_name(alias) for alias in children(node, "nameAlias")]
    places = [
        _known(child.get("countryIso2Code")) or child.get("countryDescription")
        for child in node
        if local_name(child) in ("citizenship", "address")
    ]
    code = next((child.get("code", "") for child in children(node, "subjectType")), "")
    programmes = dict.fromkeys(child.get("programme", "") for child in children(node, "regulation"))
    return party(
        node.get("euReferenceNumber") or node.get("logicalId", ""),
        _EU_KINDS.get(code.lower(), PartyKind.UNKNOWN),
        names,
        [place for place in places if place and place.upper() != "UNKNOWN"],
        ", ".join(filter(None, programmes)),
        told_by([_eu_birth(birth) for birth in children(node, "birthdate")], text(node, "remark")),
    )


def _eu_birth(birth):
    places = (birth.get("city"), birth.get("place"), birth.get("countryDescription"))
    known = [place for place in places if place and place.upper() != "UNKNOWN"]
    return birth.get("birthdate") or birth.get("year", ""), ", ".join(known)


def _eu_name(alias):
    parts = [alias.get(part, "") for part in ("firstName", "middleName", "lastName")]
    whole = alias.get("wholeName", "").strip() or " ".join(filter(None, parts))
    return ListedName(whole, alias.get("strong", "true").lower() == "false")


def _known(code):
    return "" if code in (None, "", "00") else code


def _read_un(root, nodes):
    published = root.get("dateGenerated", "")[:10]
    return _listing(ListFormat.UN_XML, [_un_party(node) for node in nodes], published)


def _un_party(node):
    part = local_name(node)
    names = " ".join(text(node, f"{ordinal}_NAME") for ordinal in ("FIRST", "SECOND", "THIRD", "FOURTH"))
    aliases = [
        ListedName(text(alias, "ALIAS_NAME"), text(alias, "QUALITY").lower() == "low")
        for alias in children(node, f"{part}_ALIAS")
    ]
    places = [child.text for child in children(node, "NATIONALITY", "VALUE")]
    places += [child.text for child in children(node, f"{part}_ADDRESS", "COUNTRY")]
    return party(
        text(node, "REFERENCE_NUMBER") or text(node, "DATAID"),
        PartyKind.PERSON if part == "INDIVIDUAL" else PartyKind.ORGANISATION,
        [ListedName(names), ListedName(text(node, "NAME_ORIGINAL_SCRIPT")), *aliases],
        places,
        text(node, "UN_LIST_TYPE"),
        told_by(_un_births(node), text(node, "COMMENTS1")),
    )


def _un_births(node):
    """Days and places are listed apart: which belongs to which is not said."""
    for birth in children(node, "INDIVIDUAL_DATE_OF_BIRTH"):
        years = "-".join(filter(None, (text(birth, "FROM_YEAR"), text(birth, "TO_YEAR"))))
        yield text(birth, "DATE") or text(birth, "YEAR") or years, ""
    for place in children(node, "INDIVIDUAL_PLACE_OF_BIRTH"):
        yield "", ", ".join(filter(None, (text(place, "CITY"), text(place, "STATE_PROVINCE"), text(place, "COUNTRY"))))


def _read_ofac(_root, nodes):
    found, published, counted = [], "", None
    for node in nodes:
        if local_name(node) == "publshInformation":
            published, counted = text(node, "Publish_Date"), text(node, "Record_Count")
        else:
            found.append(_ofac_party(node))
    return _listing(ListFormat.OFAC_XML, found, published, int(counted) if (counted or "").isdecimal() else None)


def _ofac_party(node):
    aliases = [
        ListedName(_ofac_name(alias), text(alias, "category").lower() == "weak")
        for alias in children(node, "akaList", "aka")
    ]
    places = [child.text for child in children(node, "addressList", "address", "country")]
    places += [child.text for child in children(node, "nationalityList", "nationality", "country")]
    places += [child.text for child in children(node, "citizenshipList", "citizenship", "country")]
    places += [child.text for child in children(node, "vesselInfo", "vesselFlag")]
    return party(
        text(node, "uid"),
        _OFAC_KINDS.get(text(node, "sdnType").lower(), PartyKind.UNKNOWN),
        [ListedName(_ofac_name(node)), *aliases],
        places,
        ", ".join(child.text or "" for child in children(node, "programList", "program")),
        told_by(_ofac_births(node), text(node, "remarks")),
    )


def _ofac_births(node):
    for birth in children(node, "dateOfBirthList", "dateOfBirthItem"):
        yield text(birth, "dateOfBirth"), ""
    for birth in children(node, "placeOfBirthList", "placeOfBirthItem"):
        yield "", text(birth, "placeOfBirth")


def _ofac_name(node):
    return f"{text(node, 'firstName')} {text(node, 'lastName')}"
