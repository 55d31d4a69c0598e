import doctest

from odoo.tests import BaseCase, tagged

from ..logic import screening_country, screening_match, screening_name
from ..logic.screening_country import country_code, folded
from ..logic.screening_match import Candidate, How, NameIndex, Place, Policy, asked, best_matches, compare
from ..logic.screening_name import name_of

# Two ways to write one name.
SAME = [
    ("Testov, Ivan", "IVAN TESTOV"),
    ("Müller & Söhne GmbH", "Mueller und Soehne G.m.b.H."),
    ("ООО «Тестнефть»", "Testneft LLC"),
    ("Общество с ограниченной ответственностью Тестнефть", "Testneft Ltd."),
    ("Compañía Tést S.A. de C.V.", "COMPANIA TEST SA DE CV"),
    ("Łódź Prüfwerk Sp. z o.o.", "Lodz Prufwerk"),
    ("Al-Testri", "Testri"),
    ("Dr. Ann Exampleton", "EXAMPLETON Ann"),
    ("Aero-Test Airlines", "AEROTEST AIRLINES"),
    ("Testbank N.V.", "testbank nv"),
    ("中测石油", "ZhongCe ShiYou"),
    ("Ｔｅｓｔ　Ｌｉｎｅｓ", "Test Lines"),
]
# Spellings that people and clerks vary.
LIKE = [
    ("Mohammed Testawi", "Muhamad Testawi"),
    ("Sergei Testovich", "Sergey Testovitch"),
    ("Youssef Testani", "Yusuf Testani"),
    ("Ivanoff Testkin", "Ivanov Testkin"),
    ("Vladimir Testin", "Vladimir Ivanovich Testin"),
    ("Testneft Trading", "Testneft Trade"),
    ("Badpayer Ltd", "Badpayr Limited"),
    ("Oktest Mbwanatest", "ZEPH OKTEST MBWANATEST"),
    ("Testneft", "Testneft Oil Company PJSC"),
    ("PAO Testbank", "Public Joint Stock Company Testbank of Russia"),
    ("Bank Testelli", "BANK TESTELLI IRAN"),
    ("Testan Airlines", "TESTAN AIR"),
    ("Moammar Kadafi", "Mu'ammar Qadhafi"),
    ("Jelzin Boris", "Boris Yeltsin"),
]
OTHER = [
    ("Bank of Asia", "Bank of Africa"),
    ("Global Trading Company", "Global Shipping Company"),
    ("Aqua Works", "Aqua Marine"),
    ("Smith Ltd", "Smythson Limited"),
    ("Ivan Testov", "Ivan Sidorov"),
    ("International Trading Group", "International Holding Group"),
    ("Pat Buyer", "Pat Bowyerson"),
    ("Atlas Shipping", "Atlas Trading"),
    ("Bank of China", "Bank of Syria"),
    ("Atlas", "Atlas Copper Mines"),
    ("Zed", "Zed Trading"),
]


@tagged("at_install")
class TestScreeningMatch(BaseCase):
    def test_examples_in_the_docstrings_hold(self):
        for module in (screening_country, screening_match, screening_name):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 0, module.__name__)
            self.assertEqual(result.failed, 0, module.__name__)

    def test_same_name_in_other_letters_order_and_legal_form(self):
        for one, other in SAME:
            with self.subTest(one):
                self.assertGreaterEqual(compare(name_of(one), name_of(other)).score, 97)

    def test_spellings_of_one_name_are_found(self):
        for one, other in LIKE:
            with self.subTest(one):
                self.assertTrue(best_matches([asked(one)], [Candidate(1, 1, name_of(other))], Policy()))
                self.assertTrue(best_matches([asked(other)], [Candidate(1, 1, name_of(one))], Policy()))

    def test_other_names_are_not(self):
        for one, other in OTHER:
            with self.subTest(one):
                self.assertLess(compare(name_of(one), name_of(other)).score, 85)

    def test_likeness_is_the_same_from_both_sides(self):
        for one, other in SAME + LIKE + OTHER:
            with self.subTest(one):
                self.assertEqual(compare(name_of(one), name_of(other)), compare(name_of(other), name_of(one)))

    def test_index_finds_what_a_full_comparison_finds(self):
        names = [name for pair in SAME + LIKE + OTHER for name in pair]
        candidates = [Candidate(number, number, name_of(name)) for number, name in enumerate(names)]
        index = NameIndex(candidates)
        for name in names:
            with self.subTest(name):
                full = {match.party for match in best_matches([asked(name)], candidates, Policy())}
                self.assertEqual({match.party for match in index.find([asked(name)], Policy())}, full)

    def test_name_of_nothing_but_legal_forms_is_compared_as_it_is(self):
        self.assertTrue(name_of("Limited Company").words)
        self.assertEqual(compare(name_of("Limited Company"), name_of("Limited Company")).how, How.SAME)
        self.assertEqual(compare(name_of("---"), name_of("Test")).score, 0)
        self.assertEqual(compare(name_of(""), name_of("")).score, 0)

    def test_two_shared_words_that_many_have_prove_nothing(self):
        long = name_of("Global Trading and Shipping Services of Testistan")
        self.assertLess(compare(name_of("Global Trading"), long).score, 85)

    def test_country_weak_alias_and_threshold_are_weighed(self):
        listed = Candidate("P", 1, name_of("Ivan Testov"), frozenset({"RU"}), is_weak=True)
        [match] = best_matches([asked("Ivan Testov", ["FR"])], [listed], Policy())
        self.assertEqual((match.score, match.place, match.is_weak), (87.0, Place.DIFFERENT, True))
        [match] = best_matches([asked("Ivan Testov", ["RU", "FR"])], [listed], Policy())
        self.assertEqual((match.score, match.place), (95.0, Place.SHARED))
        self.assertEqual(best_matches([asked("Ivan Testov")], [listed], Policy())[0].place, Place.UNKNOWN)
        # Exactly at the threshold is a match.
        self.assertTrue(best_matches([asked("Ivan Testov")], [listed], Policy(threshold=95)))
        self.assertFalse(best_matches([asked("Ivan Testov")], [listed], Policy(threshold=95.1)))

    def test_best_name_of_a_party_counts(self):
        listed = [
            Candidate("P", "weak", name_of("Testov"), is_weak=True),
            Candidate("P", "alias", name_of("Vanya Testov")),
            Candidate("P", "main", name_of("Ivan Testov")),
            Candidate("Q", "main", name_of("Ivan Testow")),
        ]
        found = best_matches([asked("Vanya Testov"), asked("Something Else")], listed, Policy())
        self.assertEqual([(match.party, match.key) for match in found], [("P", "alias")])

    def test_countries_as_publishers_write_them(self):
        known = {
            folded(name): code for name, code in (("Iran", "IR"), ("Türkiye", "TR"), ("Kenya", "KE"), ("Korea", "KR"))
        }
        cases = {
            "Iran (Islamic Republic of)": "IR",
            "IRAN": "IR",
            "Korea, North": "KP",
            "Democratic People's Republic of Korea": "KP",
            "The former Kenya": "",
            "Kenya": "KE",
            "KE": "KE",
            "ZZ": "",
            "Turkey": "TR",
            "Viet Nam": "VN",
            "": "",
            "undetermined": "",
        }
        for text, code in cases.items():
            with self.subTest(text):
                self.assertEqual(country_code(text, known), code)
