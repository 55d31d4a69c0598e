from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import ListRefused
from ..logic.screening_file import File
from . import screening_files as samples
from .common_screening import LISTED, PLAIN, ScreeningCommon


@tagged("post_install", "-at_install")
class TestScreeningList(ScreeningCommon):
    def _assert_refused(self, sentence, *args, **kwargs):
        with self.assertRaisesRegex(ListRefused, sentence):
            self._load(*args, **kwargs)

    def test_file_becomes_the_version_in_force(self):
        version = self._load()
        self.assertEqual(self.list.current_id, version)
        self.assertRecordValues(
            version, [{"number": 1, "format": "plain_csv", "party_count": 3, "name_count": 6, "notes": ""}]
        )
        party = version.party_ids.filtered(lambda one: one.reference == "R1")
        self.assertRecordValues(
            party, [{"name": LISTED, "kind": "organisation", "country_codes": "BY", "programme": "TST"}]
        )
        self.assertEqual(len(party.name_ids), 3)

    def test_countries_are_known_by_every_publishers_words(self):
        version = self._load(samples.UN_XML)
        codes = dict(version.party_ids.mapped(lambda party: (party.reference, party.country_codes)))
        self.assertEqual(codes, {"CDi.901": "IR,KE,SY", "KPe.951": "KP"})

    def test_each_publishers_format_is_loaded(self):
        for code, content in (("E", samples.EU_XML), ("C", samples.EU_CSV), ("O", samples.OFAC_XML)):
            own = self.env["credit.screening.list"].create({"name": code, "code": code})
            self.assertGreaterEqual(self._load(content, own).party_count, 2)
        files = [
            File(name, text.encode("cp1252"))
            for name, text in (("alt.csv", samples.ALT_CSV), ("sdn.csv", samples.SDN_CSV), ("add.csv", samples.ADD_CSV))
        ]
        own = self.env["credit.screening.list"].create({"name": "Three files", "code": "THREE"})
        self.assertEqual(own.with_user(self.controller)._load(files).name_count, 5)

    def test_older_version_keeps_its_figures_and_loses_its_parties(self):
        first = self._load()
        second = self._load(PLAIN.replace("R3,Coral Testreef", "R3,Coral Reef"))
        self.assertEqual((second.number, self.list.current_id), (2, second))
        self.assertFalse(self.env["credit.screening.party"].search([("version_id", "=", first.id)]))
        self.assertFalse(self.env["credit.screening.name"].search([("version_id", "=", first.id)]))
        self.assertEqual(first.party_count, 3)

    def test_same_file_is_not_loaded_twice(self):
        self._load()
        self._assert_refused("file in force")

    def test_file_that_was_cut_off_is_refused_unless_fewer_are_right(self):
        self._load()
        short = "name\nOnly One"
        self._assert_refused("names 1 parties, the version in force 3", short)
        self.assertEqual(self._load(short, allow_fewer=True).party_count, 1)

    def test_what_is_no_list_is_one_sentence(self):
        cases = {
            "web page": "<!DOCTYPE html><html/>",
            "entities": '<!DOCTYPE a [<!ENTITY b "c">]><sdnList>&b;</sdnList>',
            "damaged": samples.EU_XML[:200],
            "names nobody": "name\n",
            "neither UTF-8": "name\nCompañía".encode("cp1252"),
            "no list that is known": "<rss/>",
            "archive within": samples.zipped(a__zip=samples.zipped(b__csv="name\nx")),
            "advanced": "<Sanctions/>",
            "column .name. is missing": "reference,kind\n1,2",
            "Row 2 has no name": "name,kind\n,person",
        }
        for sentence, content in cases.items():
            with self.subTest(sentence):
                self._assert_refused(sentence, content)
        self.assertFalse(self.list.current_id)

    def test_loading_is_sealed(self):
        version = self._load()
        domain = [("subject_model", "=", "credit.screening.list"), ("event", "=", "credit.list_loaded")]
        [entry] = self.env["evidence.entry"].sudo().search([*domain, ("subject_key", "=", "OWN")])
        self.assertIn('"parties":3', entry.payload)
        self.assertEqual(entry.author, f"user:{self.controller.id}")
        self.assertEqual(version.loaded_by_id, self.controller)

    def test_only_controllers_load(self):
        for user in (self.reader, self.analyst):
            with self.assertRaises(AccessError):
                self._load(user=user)

    def test_code_and_company_stay_once_loaded(self):
        self._load()
        with self.assertRaisesRegex(ListRefused, "loaded already"):
            self.list.code = "NEW"
        with self.assertRaisesRegex(ListRefused, "Archive it instead"):
            self.list.unlink()

    def test_archived_list_counts_no_more(self):
        version = self._load()
        lists = self.env["credit.screening.list"]
        self.assertIn(version, lists._get_versions(self.company))
        self.list.action_archive()
        self.assertNotIn(version, lists._get_versions(self.company))

    def test_list_of_one_company_counts_there_only(self):
        other = self.setup_other_company()["company"]
        own = self.env["credit.screening.list"].create({"name": "Ours", "code": "OURS", "company_id": self.company.id})
        version = self._load(screening_list=own)
        lists = self.env["credit.screening.list"]
        self.assertIn(version, lists._get_versions(self.company))
        self.assertNotIn(version, lists._get_versions(other))

    def test_wizard_loads_what_was_chosen(self):
        file = self.env["ir.attachment"].with_user(self.controller).create({"name": "l.csv", "raw": PLAIN.encode()})
        wizard = self.env["credit.screening.load"].with_user(self.controller)
        with self.assertRaisesRegex(ListRefused, "choose the file"):
            wizard.create({"list_id": self.list.id}).action_load()
        wizard.create({"list_id": self.list.id, "file_ids": file.ids}).action_load()
        self.assertEqual(self.list.party_count, 3)
