"""What a list of restricted parties says, whoever published it, and why a file of one is not read.

Every reader (EU, UN, OFAC, our own CSV) ends in the same values, so that matching, storing and clearing know one form.

>>> party = ListedParty("EU.1.1", PartyKind.PERSON, (ListedName("Ivan Testov"), ListedName("Vanya", is_weak=True)))
>>> party.name, [name.text for name in party.names if name.is_weak]
('Ivan Testov', ['Vanya'])
"""

from enum import StrEnum
from typing import NamedTuple


class ListFormat(StrEnum):
    EU_XML = "eu_xml"
    EU_CSV = "eu_csv"
    UN_XML = "un_xml"
    OFAC_XML = "ofac_xml"
    OFAC_CSV = "ofac_csv"
    PLAIN_CSV = "plain_csv"


class PartyKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    UNKNOWN = "unknown"


class ListFault(StrEnum):
    """Why nothing of a file is taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_LARGE_INSIDE = "too_large_inside"
    PROTECTED = "protected"
    NESTED = "nested"
    TOO_MANY_FILES = "too_many_files"
    DAMAGED = "damaged"
    ENTITIES = "entities"
    ENCODING = "encoding"
    NOT_TEXT = "not_text"
    QUOTES = "quotes"
    WEB_PAGE = "web_page"
    OTHER_OFAC = "other_ofac"
    UNKNOWN_FORMAT = "unknown_format"
    COLUMN_MISSING = "column_missing"
    NAME_MISSING = "name_missing"
    MIXED = "mixed"
    MAIN_MISSING = "main_missing"
    NO_PARTY = "no_party"


class ListNote(StrEnum):
    """What a reader should know of a list that was read."""

    ALIASES_MISSING = "aliases_missing"
    ADDRESSES_MISSING = "addresses_missing"
    COUNT_DIFFERS = "count_differs"
    NAMELESS = "nameless"


class ListUnreadable(ValueError):
    """A file is not a list: ``fault`` says why, ``value`` is what the sentence quotes."""

    def __init__(self, fault: ListFault, value: str = ""):
        super().__init__(fault, value)
        self.fault, self.value = fault, value


class ListedName(NamedTuple):
    """A name as published. ``is_weak``: its publisher calls it a weak or low-quality alias."""

    text: str
    is_weak: bool = False


class ListedParty(NamedTuple):
    """One party. ``reference`` is its publisher's, unique in the list; ``countries`` are texts as published (names or
    ISO codes) of citizenship, nationality and addresses; the first of ``names`` is the main one; ``remark`` begins with
    days and places of birth."""

    reference: str
    kind: PartyKind
    names: tuple[ListedName, ...]
    countries: tuple[str, ...] = ()
    programme: str = ""
    remark: str = ""

    @property
    def name(self):
        return self.names[0].text


class Listing(NamedTuple):
    """A list that was read. ``published`` is the publisher's own date as text, ``notes`` are pairs of ``ListNote``
    and the figure it quotes."""

    format: ListFormat
    parties: tuple[ListedParty, ...]
    published: str = ""
    notes: tuple[tuple[ListNote, str], ...] = ()


def party(reference, kind, names, countries=(), programme="", remark=""):
    """Return a ``ListedParty`` of cleaned texts without repetitions, or None when no name is left.

    >>> party("7", PartyKind.PERSON, [ListedName(" A  B "), ListedName("a b", True)], ["", "Cuba", "Cuba"])
    ListedParty(reference='7', kind=<PartyKind.PERSON: 'person'>, names=(ListedName(text='A B', is_weak=False),), \
countries=('Cuba',), programme='', remark='')
    """
    kept = {}
    for name in names:
        text = clean(name.text)
        if text:
            key = text.casefold()
            # A name that is good once is good.
            before = kept.get(key, ListedName(text, is_weak=True))
            kept[key] = ListedName(before.text, name.is_weak and before.is_weak)
    if not kept:
        return None
    places = tuple(dict.fromkeys(place for place in map(clean, countries) if place))
    return ListedParty(clean(reference), kind, tuple(kept.values()), places, clean(programme), clean(remark))


def told_by(births=(), remark=""):
    """Return what tells a person from a namesake, and the publisher's remark. ``births`` are (day or year, place).

    >>> told_by([("1952", "Testville, CUBA"), ("", ""), ("1953-02-01", "")], "Chair")
    'DOB 1952, POB Testville, CUBA; DOB 1953-02-01; Chair'
    """
    found = []
    for day, place in births:
        said = [f"{mark} {text}" for mark, text in (("DOB", clean(day)), ("POB", clean(place))) if text]
        found += [", ".join(said)] if said else []
    return "; ".join([*dict.fromkeys(found), *filter(None, [clean(remark)])])


def clean(text):
    """Return ``text`` (or None) in one line, without outer blanks."""
    return " ".join((text or "").split())
