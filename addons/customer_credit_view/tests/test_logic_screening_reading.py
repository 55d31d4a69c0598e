import doctest
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..logic import screening_csv, screening_file, screening_list, screening_reading, screening_xml
from ..logic.screening_file import File
from ..logic.screening_list import ListFault, ListFormat, ListNote, ListUnreadable, PartyKind
from ..logic.screening_reading import read_list
from . import screening_files as samples

BOMB = """<?xml version="1.0"?><!DOCTYPE export [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><export xmlns="http://eu.europa.ec/fpi/fsd/export">%s</export>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE sdnList [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<sdnList><sdnEntry><uid>1</uid><lastName>&x;</lastName></sdnEntry></sdnList>"""


def read(*contents, encoding="utf-8"):
    files = [content if isinstance(content, bytes) else content.encode(encoding) for content in contents]
    return read_list([File(f"file{number}", content) for number, content in enumerate(files)])


@tagged("at_install")
class TestScreeningReading(BaseCase):
    def _assert_refused(self, fault, *contents, value=None):
        with self.assertRaises(ListUnreadable) as caught:
            read(*contents)
        self.assertEqual(caught.exception.fault, fault)
        if value is not None:
            self.assertEqual(caught.exception.value, value)

    def test_examples_in_the_docstrings_hold(self):
        for module in (screening_csv, screening_file, screening_list, screening_reading, screening_xml):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 0, module.__name__)
            self.assertEqual(result.failed, 0, module.__name__)

    # What each publisher says

    def test_eu_xml(self):
        listing = read(samples.EU_XML)
        self.assertEqual((listing.format, listing.published, listing.notes), (ListFormat.EU_XML, "2026-09-22", ()))
        person, firm = listing.parties
        self.assertEqual((person.reference, person.kind, person.programme), ("EU.1.10", PartyKind.PERSON, "TST"))
        self.assertEqual(
            [tuple(name) for name in person.names],
            [("Ivan Petrovich Testovsky", False), ("Иван Петрович Тестовский", False), ("Vanya T.", True)],
        )
        self.assertEqual((person.countries, person.remark), (("RU",), "Chair of a test body"))
        self.assertEqual(
            (firm.kind, firm.name, firm.countries), (PartyKind.ORGANISATION, "Testneft Trading LLC", ("BY",))
        )

    def test_eu_csv_of_both_formats(self):
        listing = read(samples.EU_CSV)
        self.assertEqual((listing.format, listing.published), (ListFormat.EU_CSV, "22/09/2026"))
        person, firm = listing.parties
        self.assertEqual((person.reference, person.kind, person.countries), ("EU.1.10", PartyKind.PERSON, ("RU",)))
        self.assertEqual([name.text for name in person.names], ["Ivan Petrovich Testovsky", "Иван Тестовский"])
        self.assertEqual((firm.name, firm.countries), ('Testneft "Trading"; Minsk branch', ("BY",)))
        [old] = read(samples.EU_CSV_1_0).parties
        self.assertEqual((old.name, old.kind, old.countries), ("Ivan Petrovich Testovsky", PartyKind.PERSON, ("RUS",)))

    def test_un_xml(self):
        listing = read(samples.UN_XML)
        self.assertEqual((listing.format, listing.published), (ListFormat.UN_XML, "2026-09-30"))
        person, firm = listing.parties
        self.assertEqual((person.reference, person.kind, person.programme), ("CDi.901", PartyKind.PERSON, "DRC"))
        self.assertEqual(
            [tuple(name) for name in person.names],
            [("ZEPH OKTEST MBWANATEST", False), ("Zeph Mbwanatest", False), ("Abu Zeph", True)],
        )
        self.assertEqual(person.countries, ("Iran (Islamic Republic of)", "Syrian Arab Republic", "Kenya"))
        self.assertEqual((firm.kind, firm.names[1].text), (PartyKind.ORGANISATION, "Testreef"))

    def test_ofac_xml(self):
        listing = read(samples.OFAC_XML)
        self.assertEqual((listing.format, listing.published, listing.notes), (ListFormat.OFAC_XML, "09/23/2026", ()))
        firm, person, ship = listing.parties
        self.assertEqual((firm.reference, firm.programme, firm.countries), ("90036", "TESTA, TESTB", ("Cuba",)))
        self.assertEqual((person.name, person.names[1]), ("Vladim TESTIN", ("V. T", True)))
        self.assertEqual(person.countries, ("Korea, North",))
        self.assertEqual((ship.kind, ship.countries), (PartyKind.VESSEL, ("Panama",)))

    def test_ofac_xml_of_the_older_namespace(self):
        old = samples.OFAC_XML.replace(
            "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML",
            "http://tempuri.org/sdnList.xsd",
        )
        self.assertEqual(read(old).parties, read(samples.OFAC_XML).parties)

    def test_ofac_csv_of_three_files_in_any_order(self):
        three = [samples.ADD_CSV, samples.SDN_CSV, samples.ALT_CSV]
        listing = read(*three, encoding="cp1252")
        self.assertEqual((listing.format, listing.notes), (ListFormat.OFAC_CSV, ()))
        firm, person, ship = listing.parties
        self.assertEqual([name.text for name in firm.names], ["AEROTEST AIRLINES", "AERO-TEST", "COMPAÑIA AEROTEST"])
        self.assertEqual((firm.kind, firm.countries), (PartyKind.ORGANISATION, ("Cuba",)))
        self.assertEqual((person.kind, person.countries), (PartyKind.PERSON, ("Korea, North",)))
        self.assertEqual((ship.kind, ship.countries), (PartyKind.VESSEL, ("Panama",)))
        archive = samples.zipped(sdn__csv=three[1], alt__csv=three[2], add__csv=three[0])
        self.assertEqual(read(archive).parties[1:], listing.parties[1:])

    def test_ofac_names_without_aliases_are_read_and_said(self):
        self.assertEqual(
            read(samples.SDN_CSV).notes,
            ((ListNote.ALIASES_MISSING, "ALT.CSV"), (ListNote.ADDRESSES_MISSING, "ADD.CSV")),
        )
        self._assert_refused(ListFault.MAIN_MISSING, samples.ALT_CSV)

    def test_births_tell_namesakes_apart(self):
        eu = samples.EU_XML.replace(
            "<citizenship region",
            '<birthdate circa="false" birthdate="1952-03-01" year="1952" city="Testville" countryDescription="CUBA"/>'
            '<birthdate birthdate="" year="1953" city="" countryDescription="UNKNOWN"/><citizenship region',
        )
        un = samples.UN_XML.replace(
            "<INDIVIDUAL_ADDRESS>",
            "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1964-01-01</DATE>"
            "</INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE>"
            "<FROM_YEAR>1963</FROM_YEAR><TO_YEAR>1965</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
            "<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Goma</CITY><COUNTRY>Kenya</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>"
            "<INDIVIDUAL_ADDRESS>",
        )
        ofac = samples.OFAC_XML.replace(
            "<nationalityList>",
            "<dateOfBirthList><dateOfBirthItem><uid>1</uid><dateOfBirth>circa 1952</dateOfBirth></dateOfBirthItem>"
            "</dateOfBirthList><nationalityList>",
        )
        eu_csv = samples.EU_CSV.replace(
            "Citizenship_CountryIso2Code\r\n", "Citizenship_CountryIso2Code;BirthDate_BirthDate\r\n"
        )
        eu_csv = eu_csv.replace("Testovsky;;;\r\n", "Testovsky;;;;1952-03-01\r\n")
        cases = [
            (eu, 0, "DOB 1952-03-01, POB Testville, CUBA; DOB 1953; Chair of a test body"),
            (un, 0, "DOB 1964-01-01; DOB 1963-1965; POB Goma, Kenya; A test."),
            (ofac, 1, "DOB circa 1952"),
            (eu_csv, 0, "DOB 1952-03-01; Chair"),
        ]
        for content, place, told in cases:
            with self.subTest(told):
                self.assertEqual(read(content).parties[place].remark, told)

    def test_ofac_remarks_name_weak_aliases_and_nationalities(self):
        sdn = samples.SDN_CSV.replace(
            '"DOB 1952."',
            '"DOB 1952; alt. nationality Korea, North; '
            "a.k.a. 'AL-'ABID TEST'; citizen Iran (since 1990); a.k.a. 'TWO'.\"",
        )
        comments = "97800,\"Passport 7 (Cuba); f.k.a. 'THREE'.\"\r\n\x1a"
        person = read(sdn, comments, encoding="cp1252").parties[1]
        self.assertEqual(
            [tuple(name) for name in person.names],
            [("TESTIN, Vladim", False), ("AL-'ABID TEST", True), ("TWO", True), ("THREE", True)],
        )
        self.assertEqual(person.countries, ("Korea, North", "Iran"))
        self.assertTrue(person.remark.endswith("f.k.a. 'THREE'."))

    def test_our_own_csv(self):
        listing = read(samples.PLAIN_CSV)
        first, second = listing.parties
        self.assertEqual(
            (listing.format, first.reference, first.kind), (ListFormat.PLAIN_CSV, "R1", PartyKind.ORGANISATION)
        )
        self.assertEqual(
            [name.text for name in first.names],
            ["Badpayer Test Ltd", "Badpay", "Bad Payer Testing", "Badpayer Old Name"],
        )
        self.assertEqual((first.countries, second.kind), (("GB", "Ireland"), PartyKind.PERSON))
        for text in ("name\nOnly Name", "name;remark\nOnly Name;x", "NAME\tkind\nOnly Name\tperson"):
            self.assertEqual(read(text).parties[0].name, "Only Name")

    def test_publishers_count_is_compared(self):
        short = samples.OFAC_XML.replace("<Record_Count>3<", "<Record_Count>19082<")
        self.assertEqual(read(short).notes, ((ListNote.COUNT_DIFFERS, "19082"),))

    def test_parties_without_a_name_are_counted(self):
        nameless = samples.UN_XML.replace("CORAL TESTREEF TRADING &amp; CO", "").replace("Testreef", " ")
        listing = read(nameless)
        self.assertEqual((len(listing.parties), listing.notes), (1, ((ListNote.NAMELESS, "1"),)))

    # Encodings

    def test_encodings(self):
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            with self.subTest(encoding):
                plain = "name\nCompañía Prüfung\n"
                self.assertEqual(read(plain.encode(encoding)).parties[0].name, "Compañía Prüfung")
        declared = samples.UN_XML.replace('encoding="utf-8"', 'encoding="UTF-16"').encode("utf-16")
        self.assertEqual(read(declared).parties, read(samples.UN_XML).parties)

    def test_wrong_encodings_are_refused(self):
        self._assert_refused(ListFault.ENCODING, "name\nCompañía".encode("cp1252"))
        self._assert_refused(ListFault.DAMAGED, samples.EU_XML.replace("UTF-8", "klingon"))
        self._assert_refused(ListFault.DAMAGED, samples.EU_XML.encode("cp1251"))
        self._assert_refused(ListFault.NOT_TEXT, b"name\n\x00\x01\x02")
        self._assert_refused(ListFault.ENCODING, b"\xff\xfen\x00a\x00m")

    # Hostile and wrong files

    def test_entities_are_refused(self):
        named = '<sanctionEntity logicalId="1"><nameAlias wholeName="&c;"/></sanctionEntity>'
        for content in (BOMB % "&c;", BOMB % named, BOMB % "", OUTSIDE, "<!DOCTYPE export><export/>"):
            self._assert_refused(ListFault.ENTITIES, content)
        self._assert_refused(ListFault.ENTITIES, OUTSIDE.encode("utf-16"))

    def test_undefined_entity_is_damage(self):
        self._assert_refused(ListFault.DAMAGED, "<sdnList><sdnEntry>&nope;</sdnEntry></sdnList>")

    def test_archives_are_opened_with_limits(self):
        bomb = samples.zipped(a__csv=b"name\n" + b"x" * 3_000_000)
        with patch.object(screening_file, "MAX_BYTES", 2_000_000):
            self._assert_refused(ListFault.TOO_LARGE_INSIDE, bomb)
            self._assert_refused(ListFault.TOO_LARGE, b"name\n" + b"x" * 3_000_000)
            pair = samples.zipped(a__csv=b"x" * 1_500_000, b__csv=b"y" * 1_500_000)
            self._assert_refused(ListFault.TOO_LARGE_INSIDE, pair)
        self._assert_refused(ListFault.NESTED, samples.zipped(a__zip=samples.zipped(a__csv=b"name\nx")))
        self._assert_refused(ListFault.TOO_MANY_FILES, samples.zipped(**{f"f{n}__csv": b"x" for n in range(11)}))
        self._assert_refused(ListFault.DAMAGED, samples.zipped(a__csv=b"name\nx")[:-30])
        self._assert_refused(ListFault.DAMAGED, b"PK\x03\x04 not an archive")
        self._assert_refused(ListFault.EMPTY, samples.zipped())

    def test_protected_archive_is_refused(self):
        archive = bytearray(samples.zipped(a__csv=b"name\nx"))
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            archive[archive.index(mark) + offset] |= 1
        self._assert_refused(ListFault.PROTECTED, bytes(archive))

    def test_what_is_no_list_is_refused(self):
        self._assert_refused(ListFault.EMPTY, b"  \n ")
        self._assert_refused(ListFault.WEB_PAGE, "<!DOCTYPE html><html><body>Service unavailable</body></html>")
        self._assert_refused(ListFault.WEB_PAGE, "\ufeff\n<html lang='en'></html>")
        self._assert_refused(ListFault.UNKNOWN_FORMAT, "<rss><item/></rss>", value="rss")
        self._assert_refused(ListFault.OTHER_OFAC, "<Sanctions xmlns='urn:x'/>")
        self._assert_refused(ListFault.OTHER_OFAC, "<sanctionsData/>")
        self._assert_refused(ListFault.UNKNOWN_FORMAT, "a;b\n1;2")
        self._assert_refused(ListFault.COLUMN_MISSING, "reference;kind\n1;2", value="name")
        self._assert_refused(ListFault.NAME_MISSING, "name;reference\nA;1\n;2", value="3")
        self._assert_refused(ListFault.QUOTES, 'name\n"A" b\n')
        self._assert_refused(ListFault.NOT_TEXT, b"%PDF-1.7\x00\x01")
        self._assert_refused(ListFault.DAMAGED, samples.EU_XML[:-40])
        self._assert_refused(ListFault.MIXED, samples.EU_XML, samples.UN_XML)
        self._assert_refused(ListFault.MIXED, samples.PLAIN_CSV, samples.EU_CSV)

    def test_list_of_nobody_is_refused(self):
        for content in ("name\n", "<sdnList/>", "<CONSOLIDATED_LIST/>", samples.EU_CSV.splitlines()[0]):
            self._assert_refused(ListFault.NO_PARTY, content)

    def test_deep_trees_are_refused(self):
        self._assert_refused(ListFault.DAMAGED, "<sdnList>" + "<a>" * 5000 + "</a>" * 5000 + "</sdnList>")
