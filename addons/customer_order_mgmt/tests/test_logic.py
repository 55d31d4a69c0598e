import ast
import doctest
import json
import os
import subprocess
import sys
from decimal import Decimal
from importlib import import_module
from pathlib import Path

from odoo.tests import BaseCase, tagged

from .. import logic
from ..logic import amount_words
from ..logic.amount_words import Unit, amount_in_words
from ..logic.contract import differences
from ..logic.progress import LineProgress, Stage, measure

LOGIC = Path(amount_words.__file__).parent
EURO = ("Euros", "Cents", "EUR", 2)

# amount, language, unit, words
WORDS = [
    ("0", "en_US", EURO, "Zero Euros"),
    ("0.05", "en_US", EURO, "Zero Euros and five Cents"),
    ("1.999", "en_US", EURO, "Two Euros"),
    ("1234.56", "en_GB", EURO, "One thousand, two hundred and thirty-four Euros and fifty-six Cents"),
    ("-1.50", "en_US", EURO, "Minus one Euros and fifty Cents"),
    ("-0.50", "en_US", EURO, "Minus zero Euros and fifty Cents"),
    ("21.10", "de_DE", ("Euro", "Cent", "EUR", 2), "Einundzwanzig Euro and zehn Cent"),
    ("80", "fr_FR", EURO, "Quatre-vingts Euros"),
    ("21", "es_ES", EURO, "Veintiuno Euros"),
    ("1100", "pt_BR", ("Reais", "Centavos", "BRL", 2), "Mil e cem Reais"),
    ("100000", "en_IN", ("Rupees", "Paise", "INR", 2), "One lakh Rupees"),
    ("3", "ar_001", ("ريال", "هللة", "SAR", 2), "ثلاثة ريال"),
    ("2", "sr@latin", ("Dinara", "Para", "RSD", 2), "Dva Dinara"),
    ("1500.4", "ja_JP", ("円", "", "JPY", 0), "千五百 円"),
    ("1.005", "en_US", ("Dinars", "Fils", "KWD", 3), "One Dinars and five Fils"),
    ("2.5", "en_US", ("Dollars", "", "USD", 2), "Two Dollars and 50/100"),
    ("7", "en_US", ("", "", "XAU", 2), "Seven XAU"),
    # Languages without words: figures and the ISO code. Filipino must not be spoken as Finnish ("fi").
    ("12.3", "fil_PH", EURO, "12.30 EUR"),
    ("12.3", "sq_AL", EURO, "12.30 EUR"),
    ("5.00", "da_DK", ("Kroner", "Øre", "DKK", 2), "Fem Kroner"),
]


@tagged("post_install", "-at_install")
class TestLogic(BaseCase):
    def test_logic_does_not_import_odoo(self):
        for path in LOGIC.glob("*.py"):
            names = [
                alias.name if isinstance(node, ast.Import) else node.module or ""
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.Import | ast.ImportFrom)
                for alias in node.names
            ]
            with self.subTest(path.name):
                self.assertFalse([name for name in names if name.split(".")[0] == "odoo"])

    def test_examples_in_docstrings(self):
        """Every module that gives examples is run, also one that nobody thought of here."""
        shown = [path.stem for path in LOGIC.glob("*.py") if ">>>" in path.read_text()]
        self.assertGreater(len(shown), 30)
        for name in shown:
            with self.subTest(name):
                result = doctest.testmod(import_module(f"{logic.__name__}.{name}"))
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)

    def test_amount_in_words(self):
        for amount, language, unit, words in WORDS:
            with self.subTest(amount=amount, language=language):
                self.assertEqual(amount_in_words(Decimal(amount), language, Unit(*unit)), words)

    def test_amount_beyond_the_names_of_a_language_is_told_all_the_same(self):
        """How far Hebrew counts depends on the version of num2words."""
        told = amount_in_words(Decimal("1e24"), "he_IL", Unit(*EURO))
        self.assertTrue(told == f"1{'0' * 24}.00 EUR" or told.endswith("Euros"), told)

    def test_words_are_the_same_with_the_newest_num2words(self):
        folder = os.environ.get("SUITE_NEWEST_NUM2WORDS", "")
        if folder:
            self.assertTrue((Path(folder) / "num2words").is_dir(), f"{folder} holds no num2words")
        program = (
            "import json, sys; from decimal import Decimal; from amount_words import Unit, amount_in_words;"
            "print(json.dumps([amount_in_words(Decimal(a), l, Unit(*u)) for a, l, u, w in json.load(sys.stdin)]))"
        )
        paths = [folder, str(LOGIC), *sys.path] if folder else [str(LOGIC), *sys.path]
        result = subprocess.run(
            [sys.executable, "-c", program],
            input=json.dumps(WORDS),
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )
        self.assertEqual(json.loads(result.stdout), [words for *_rest, words in WORDS])

    def test_differences_name_what_changed(self):
        before = {"a": "1", "lines": [{"q": "1"}, {"q": "2"}], "gone": "x"}
        after = {"a": "1", "lines": [{"q": "3"}], "new": "y"}
        self.assertEqual(differences(before, after), ["/lines/0/q", "/lines/1", "/new", "/gone"])
        self.assertEqual(differences(before, before), [])

    def test_progress_by_value(self):
        def line(value, ordered, delivered, invoiced, parts=1):
            return LineProgress(Decimal(value), Decimal(ordered), Decimal(delivered), Decimal(invoiced), parts)

        cent = Decimal("0.01")
        cases = [
            ("nothing", [line("100", 1, 0, "0")], "119", "0", (0, 0, 0), Stage.ACCEPTED),
            ("half", [line("100", 4, 2, "50")], "119", "59.50", (50, 50, 50), Stage.ACCEPTED),
            (
                "too much of one line",
                [line("50", 1, 3, "50"), line("50", 1, 0, "0")],
                "100",
                "0",
                (50, 50, 0),
                Stage.ACCEPTED,
            ),
            (
                "one invoiced twice, one not at all",
                [line("50", 1, 1, "100"), line("50", 1, 1, "0")],
                "100",
                "0",
                (100, 50, 0),
                Stage.ACCEPTED,
            ),
            ("three thirds", [line("100", 3, 3, "99.99", 3)], "119", "119", (100, 100, 100), Stage.SETTLED),
            ("a cent is missing", [line("100000", 1, 1, "99999.99")], "100000", "0", (100, "99.99", 0), Stage.ACCEPTED),
            ("all but payment", [line("100", 1, 1, "100")], "119", "118.99", (100, 100, "99.99"), Stage.FULFILLED),
            ("all", [line("100", 1, 1, "100")], "119", "119", (100, 100, 100), Stage.SETTLED),
            ("returned and refunded", [line("100", 1, 0, "0")], "119", "0", (0, 0, 0), Stage.ACCEPTED),
            ("free samples", [line("0", 2, 1, "0")], "0", "0", (50, 50, 50), Stage.ACCEPTED),
            ("free samples, all", [line("0", 2, 2, "0")], "0", "0", (100, 100, 100), Stage.SETTLED),
            ("no line", [], "0", "0", (0, 0, 0), Stage.ACCEPTED),
        ]
        for name, lines, total, paid, expected, stage in cases:
            with self.subTest(name):
                billed = sum(line.invoiced for line in lines) and Decimal(total)
                result = measure(lines, total=Decimal(total), billed=billed, paid=Decimal(paid), unit=cent)
                self.assertEqual(tuple(result), tuple(Decimal(value) for value in expected))
                self.assertEqual(result.stage, stage)
